"""A call from the first word to the archive, by hand, in the browser."""

import re
import signal

import pytest
from playwright.sync_api import expect

from tests.browser.hands import do, field, save, take_call

pytestmark = pytest.mark.browser


def test_a_call_fills_its_order_and_goes_from_desk_to_desk_to_the_archive(desk, site):
    agent = desk("agent1")
    take_call(agent, site, "call-03", "139****0356")

    # The fields filled themselves, and each shows the words that it came from.
    expect(field(agent, "caller_name").locator("input")).to_have_value("尤女士")
    expect(field(agent, "caller_phone").locator("input")).to_have_value("13900000365")
    expect(field(agent, "address").locator("#f-address")).to_have_value(re.compile("灯笼街"))
    expect(field(agent, "request_type").get_by_text("投诉", exact=True)).to_be_visible()
    field(agent, "address").hover()
    expect(agent.get_by_label("通话文字").locator("mark", has_text="灯笼街").first).to_be_visible()
    expect(agent.get_by_label("推荐单位").get_by_text("澜湖区城市管理和综合执法局")).to_be_visible()

    # What a person writes is theirs; what they accept is marked.
    field(agent, "title").locator("input").fill("关于灯笼街摊贩占道的问题")
    field(agent, "caller_name").get_by_label("采纳姓名", exact=True).click()
    expect(field(agent, "caller_name").get_by_text("已采纳")).to_be_visible()
    order = save(agent)

    dispatcher = desk("dispatcher1")
    expect(dispatcher.get_by_role("heading", name="审核派单")).to_be_visible()
    dispatcher.goto(site.address + order)
    expect(dispatcher.get_by_role("heading", name="关于灯笼街摊贩占道的问题")).to_be_visible()
    do(dispatcher, "review")
    dispatcher.get_by_role("button", name="选用").first.click()
    dispatcher.get_by_role("dialog").locator('[data-test="verb-go"]').click()
    expect(dispatcher.get_by_text("已派单").first).to_be_visible()

    number = order.rsplit("/", 1)[1]
    unit = dispatcher.request.get(f"{site.address}/api/orders/{number}").json()["unit"]["code"]
    clerk = desk(f"clerk.{unit}")
    clerk.get_by_role("link", name=number).click()
    expect(clerk.get_by_text("139****0365")).to_be_visible()
    do(clerk, "sign")
    do(clerk, "handle")
    do(clerk, "reply", text="已安排执法人员放学时段在校门口值守，清理占道摊位六处。")
    expect(clerk.get_by_text("已反馈").first).to_be_visible()

    dispatcher.reload()
    do(dispatcher, "pass_reply")
    agent.goto(site.address + order)
    do(agent, "start_callback")
    agent.locator('[data-test="verb-record_callback"]').click()
    callback = agent.get_by_role("dialog")
    callback.locator(".el-form-item", has_text="已联系上市民").locator(".el-switch").click()
    callback.locator(".el-form-item", has_text="诉求已解决").get_by_text("是", exact=True).click()
    callback.locator(".el-form-item", has_text="满意度").locator(".el-select").click()
    agent.get_by_role("option", name="满意", exact=True).click()
    callback.locator('[data-test="verb-go"]').click()
    expect(callback).to_be_hidden()
    do(agent, "conclude")
    dispatcher.reload()
    do(dispatcher, "archive")
    expect(dispatcher.get_by_text("已归档").first).to_be_visible()
    steps = dispatcher.locator(".el-timeline strong").all_inner_texts()
    expected = ["受理", "审核通过", "派单", "签收", "开始办理", "办理反馈", "反馈审核通过"]
    assert [s for s in steps if s in expected] == expected
    assert steps[-1] == "归档"

    admin = desk("admin1")
    expect(admin.get_by_role("heading", name="工单")).to_be_visible()
    admin.goto(f"{site.address}/audit")
    admin.get_by_role("button", name="校验全部记录").click()
    expect(admin.get_by_text(re.compile(r"完好：\d+ 条记录首尾相连"))).to_be_visible()


def test_a_danger_to_life_stands_in_red_in_the_callers_words_and_an_answer_is_adopted(desk, site):
    agent = desk("agent2")
    take_call(agent, site, "call-06", "139****0634")
    alarm = agent.get_by_role("alert").filter(has_text="生命安全告警")
    expect(alarm).to_contain_text("燃气泄漏")
    expect(alarm).to_contain_text("煤气味")
    agent.keyboard.press("F4")
    expect(agent.get_by_label("答复市民")).to_have_value(re.compile("明火.*依据：", re.DOTALL))


def test_a_broken_line_is_seen_and_what_was_said_meanwhile_comes_after(desk, site):
    agent = desk("agent3")
    expect(agent.get_by_role("status")).to_contain_text("空闲")
    agent.context.set_offline(True)
    expect(agent.get_by_role("status")).to_contain_text("连接中断，正在重连")
    caller = site.rings("call-05")
    agent.wait_for_timeout(5000)
    agent.context.set_offline(False)
    expect(agent.get_by_role("status")).to_contain_text("空闲")
    waiting = agent.get_by_role("listitem").filter(has_text="139****0512")
    expect(waiting).to_be_visible(timeout=40_000)
    caller.send_signal(
        signal.SIGINT
    )  # the caller gives up; else the call would wait for another test's agent
    caller.wait(timeout=30)
    expect(waiting).to_have_count(0, timeout=40_000)


def test_a_card_is_not_sent_where_no_text_messages_are_set_up_and_the_agent_is_told(desk, site):
    agent = desk("agent1")
    take_call(agent, site, "call-02", "139****0238")
    card = agent.get_by_label("知识", exact=True).get_by_role("article").first
    expect(card.get_by_role("button", name="发短信")).to_be_enabled()
    agent.keyboard.press("F10")
    expect(agent.get_by_text("没有设置短信通道，不能发送")).to_be_visible()
    expect(card.get_by_role("button", name="发短信")).to_be_enabled()
