"""An order's whole life by those who live it: call, return, ruling, extension, reply, callback, reopening, archive."""

import pytest
from playwright.sync_api import expect

from tests.browser.hands import (
    at,
    call_back,
    dialog_of,
    do,
    field,
    pick,
    pick_unit,
    save,
    send,
    steps,
    take_call,
)

pytestmark = pytest.mark.browser
WRONG, RIGHT = "云汐市住房和城乡建设局", "云汐水务集团有限公司"
LIFE = [
    *("受理", "审核通过", "派单", "退单", "同意退单并改派", "签收", "开始办理", "申请延期", "同意延期"),
    *("办理反馈", "反馈审核通过", "开始回访", "登记回访", "重办", "签收", "开始办理", "办理反馈"),
    *("反馈审核通过", "开始回访", "登记回访", "办结", "归档"),
]


def test_an_order_goes_wrong_is_set_right_and_ends_in_the_archive(desk, site):
    agent = desk("agent4")
    take_call(agent, site, "call-04", "139****0471")
    field(agent, "title").locator("input").fill("船厂新村全小区停水")
    order = save(agent)

    # It is dispatched to the wrong unit, which says whose duty it is.
    dispatcher = at(desk("dispatcher1"), site, order)
    do(dispatcher, "review")
    dialog = dialog_of(dispatcher, "dispatch")
    pick_unit(dispatcher, dialog, "承办单位", WRONG)
    send(dispatcher, dialog)
    clerk = at(desk("clerk.zhujian"), site, order)
    dialog = dialog_of(clerk, "send_back")
    pick(clerk, dialog, "reason", "非本单位职责")
    dialog.locator("#v-note").fill("小区外供水管网由供水企业维护，本单位不承担。")
    pick_unit(clerk, dialog, "认为应由谁办", RIGHT)
    send(clerk, dialog)
    expect(clerk.get_by_text("退单待裁定").first).to_be_visible()

    # The dispatcher rules with the unit's words and the duty list in view, and takes the unit from that list.
    at(dispatcher, site, order)
    dialog = dialog_of(dispatcher, "uphold_return")
    expect(dialog).to_contain_text("小区外供水管网由供水企业维护")
    expect(dialog).to_contain_text(f"认为应由 {RIGHT} 办理")
    duty = dialog.get_by_label("裁定参考").get_by_role("listitem").filter(has_text=RIGHT).first
    duty.get_by_role("button", name="选用").click()
    expect(dialog.locator("form")).to_contain_text(RIGHT)
    dialog.locator("#v-note").fill("按权责清单改派")
    send(dispatcher, dialog)

    # The right unit signs, asks for more days, and gets them.
    clerk = at(desk("clerk.shuiwujituan"), site, order)
    do(clerk, "sign")
    do(clerk, "handle")
    due = clerk.get_by_text("办理期限", exact=False).first.inner_text()
    do(clerk, "ask_extension", days="3", reason="主管更换须停水施工，已公告。")
    supervisor = at(desk("supervisor1"), site, order)
    do(supervisor, "grant_extension", note="同意，按公告时间完成")
    expect(supervisor.get_by_text("办理期限", exact=False).first).not_to_have_text(due)
    at(clerk, site, order)
    do(clerk, "reply", text="已于今日更换爆裂的主管并恢复供水，已电话告知市民。")

    # The citizen is not content; it is opened again, done, and ends.
    at(dispatcher, site, order)
    do(dispatcher, "pass_reply", note="")
    at(agent, site, order)
    call_back(agent, "否", "不满意", "仍然没有水", reason="问题没有解决")
    do(agent, "reopen", reason="市民表示三栋仍然没有水")
    at(clerk, site, order)
    do(clerk, "sign")
    do(clerk, "handle")
    do(clerk, "reply", text="三栋入户阀门未开，已逐户打开并确认来水。")
    at(dispatcher, site, order)
    do(dispatcher, "pass_reply")
    at(agent, site, order)
    call_back(agent, "是", "满意", "已经来水")
    do(agent, "conclude")
    at(dispatcher, site, order)
    do(dispatcher, "archive")
    expect(dispatcher.get_by_text("已归档").first).to_be_visible()
    assert [step for step in steps(dispatcher) if step in LIFE] == LIFE

    # The upheld return stands in the ledger, and in the figure that it lowers.
    dispatcher.goto(f"{site.address}/returns")
    expect(dispatcher.get_by_role("group", name="派单准确率")).to_contain_text("目标 95%")
    row = dispatcher.get_by_role("row").filter(has_text=WRONG).filter(has_text=RIGHT)
    row.get_by_role("button", name=f"{WRONG}成立").click()
    expect(dispatcher.get_by_role("link", name=order.rsplit("/", 1)[1])).to_be_visible()
