"""The agent and the fields that fill themselves: taken, refused, written by hand, in two windows and after a reload."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import field, save, take_call

pytestmark = pytest.mark.browser
TALK = "通话文字"


def test_fields_are_taken_and_refused_by_keyboard_and_each_shows_whose_it_is(desk, site):
    agent = desk("agent4")
    take_call(agent, site, "call-02", "139****0238")
    offered = agent.locator(".field.suggested")
    expect(field(agent, "title")).to_contain_text("荐")
    before = offered.count()
    assert before > 5

    # F6 goes from suggestion to suggestion, and the words behind each are lit.
    agent.keyboard.press("F6")
    expect(agent.locator(".field:focus-within")).to_have_attribute("data-field", "request_type")
    expect(agent.get_by_label(TALK).locator("mark").first).to_be_visible()
    agent.keyboard.press("Alt+Enter")
    expect(field(agent, "request_type")).to_contain_text("已采纳")
    expect(agent.locator(".field:focus-within")).not_to_have_attribute("data-field", "request_type")

    field(agent, "title").locator("input").focus()
    agent.keyboard.press("Alt+Backspace")
    expect(field(agent, "title").locator("input")).to_have_value("")
    expect(field(agent, "title")).to_contain_text("已拒绝")
    # What was refused stands behind one press, and nowhere else.
    field(agent, "title").get_by_label("改用通话中的标题").click()
    expect(field(agent, "title").locator("input")).not_to_have_value("")

    agent.keyboard.press("F7")
    expect(offered).to_have_count(0)
    save(agent)


def test_what_is_written_by_hand_survives_a_reload_and_reaches_the_other_window(desk, site):
    agent = desk("agent3")
    take_call(agent, site, "call-03", "139****0356")
    other = agent.context.new_page()
    other.goto(site.address + "/seat")
    title = "关于灯笼街摊贩占道影响上学的问题"
    expect(field(other, "title")).to_contain_text("荐")

    with agent.expect_response("**/fields/edit"):
        field(agent, "title").locator("input").fill(title)
    expect(field(agent, "title")).to_contain_text("手填")
    expect(field(other, "title").locator("input")).to_have_value(title)
    expect(field(other, "title")).to_contain_text("手填")

    field(other, "caller_name").get_by_label("不采纳姓名").click()
    expect(field(agent, "caller_name").locator("input")).to_have_value("")

    agent.reload()
    expect(field(agent, "title").locator("input")).to_have_value(title)
    expect(field(agent, "caller_name")).to_contain_text("已拒绝")
    save(agent)
    # The other window is told, and does not make a second order of it.
    expect(other.get_by_text("已保存")).to_be_visible()
    other.close()


def test_what_nobody_said_is_stopped_before_saving_and_saved_with_its_source(desk, site):
    agent = desk("agent1")
    take_call(agent, site, "call-03", "139****0356")
    with agent.expect_response("**/fields/edit"):
        field(agent, "description").locator("textarea").fill("市民反映灯笼街摊贩占道，已有7788人投诉。")
    agent.locator('[data-test="accept"]').click()
    dialog = agent.get_by_role("dialog", name="保存前请核对")
    expect(dialog.locator('[data-finding="unsaid"]')).to_contain_text("诉求内容里的“7788”通话中没有说到")
    expect(dialog.locator('[data-test="save-anyway"]')).to_be_disabled()
    dialog.get_by_label("来源说明").or_(dialog.locator("#unsaid-why")).first.fill("街道办来电补充")
    dialog.locator('[data-test="save-anyway"]').click()
    expect(agent.locator('[data-test="saved-order"]')).to_be_visible()


def test_a_danger_is_confirmed_at_the_seat_and_the_supervisor_sees_it(desk, site):
    agent, supervisor = desk("agent2"), desk("supervisor1")
    take_call(agent, site, "call-06", "139****0634")
    alarm = agent.get_by_role("alert").filter(has_text="燃气泄漏")
    alarm.get_by_role("button", name="确认").click()
    expect(alarm).to_contain_text("已确认")
    supervisor.get_by_role("link", name="安全告警").click()
    row = supervisor.get_by_role("row").filter(has_text="燃气泄漏").first
    expect(row).to_contain_text("已确认")
    row.get_by_role("button", name="排除").click()
    supervisor.get_by_role("textbox").fill("演示来电，不是险情")
    supervisor.get_by_role("dialog").get_by_role("button", name="排除告警").click()
    expect(row).to_contain_text("已排除")
    expect(alarm).to_be_hidden()
    with agent.expect_response("**/put-away"):
        agent.get_by_role("button", name="不建工单").click()


def test_a_written_request_fills_its_form_and_the_citizens_words_stay(desk, site):
    page = desk("webagent1")
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
    page.goto(site.address + "/orders/new")
    text = "市民来信投诉：青榆区织锦街道锦川路工地夜间施工，噪声很大，请城管部门查处。"
    field(page, "description").locator("textarea").fill(text)
    expect(field(page, "request_type")).to_contain_text("投诉")
    expect(field(page, "address").locator("#f-address")).to_have_value(re.compile("锦川路"))
    field(page, "title").get_by_label("采纳标题", exact=True).click()
    expect(field(page, "title")).to_contain_text("已采纳")
    expect(field(page, "description").locator("textarea")).to_have_value(text)
    page.get_by_role("button", name="受理").click()
    expect(page.locator("header h1.wrap")).to_be_visible()


CREATES = """async (order) => {
  const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
  const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
  const answer = await fetch("/api/orders", { method: "POST", headers, body: JSON.stringify(order) });
  return (await answer.json()).number;
}"""


def test_who_reviews_a_written_request_sees_what_its_words_say_and_amends_by_it(desk, site):
    page = desk("webagent1")
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
    text = "市民来信投诉：青榆区织锦街道锦川路工地夜间施工，噪声很大，请城管部门查处。"
    sent = {"channel": "web", "request_type": "enquiry", "title": "工地太吵", "description": text}
    page.goto(f"{site.address}/orders/{page.evaluate(CREATES, sent)}")
    panel = page.get_by_role("region", name="来信核对")
    expect(panel.get_by_role("listitem").filter(has_text="诉求类型")).to_contain_text("现为 咨询")
    expect(panel.get_by_role("listitem").filter(has_text="标题")).to_have_count(0)
    panel.get_by_role("button", name="按所选修改").click()
    drawer = page.get_by_role("dialog", name="修改工单")
    expect(field(drawer, "address").locator("#f-address")).to_have_value(re.compile("锦川路"))
    expect(drawer.get_by_label("修改理由")).to_have_value("按来信原文补正")
    drawer.get_by_role("button", name="保存修改").click()
    expect(page.get_by_text("修改已完成")).to_be_visible()
    expect(panel).to_be_hidden()


TWO = """
id: two
title: 路灯和工地
calling_number: "13900000777"
expect: {}
turns:
  - {leg: agent, start: 0, end: 3, text: "您好，云汐12345热线，请讲。"}
  - {leg: caller, start: 4, end: 9, text: "你好，我要投诉，青榆区锦川路织锦里小区门口的路灯坏了半个月没人修。"}
  - {leg: agent, start: 10, end: 12, text: "好的，还有其他问题吗？"}
  - {leg: caller, start: 13, end: 19, text: "另外还有一个事情，澜湖区灯笼街那边工地半夜施工，噪音吵得睡不着。"}
  - {leg: agent, start: 20, end: 23, text: "灯笼街工地夜间施工噪音，几点开始？"}
  - {leg: caller, start: 24, end: 26, text: "每天晚上十一点就开始。"}
"""


def test_two_demands_are_two_tabs_and_two_orders_that_know_of_each_other(desk, site):
    script = site.office.home / "two.yaml"
    script.write_text(TWO, encoding="utf-8")
    agent = desk("agent4")
    take_call(agent, site, str(script), "139****0777")
    tabs = agent.get_by_role("tablist", name="诉求").get_by_role("tab")
    expect(tabs).to_have_count(2)
    expect(field(agent, "description").locator("textarea")).to_have_value(re.compile("路灯"))
    first = save(agent)
    agent.get_by_role("button", name="填写另一项诉求").click()
    expect(field(agent, "description").locator("textarea")).to_have_value(re.compile("噪音"))
    expect(tabs.first).to_contain_text("已立单")
    second = save(agent)
    agent.goto(site.address + first)
    expect(agent.get_by_role("link", name=second.rsplit("/", 1)[1]).first).to_be_visible()
