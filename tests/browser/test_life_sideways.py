"""The side ways of an order: a joint meeting that binds, two at once, a withdrawal, a suspension and its end."""

import pytest
from playwright.sync_api import expect

from tests.browser.hands import accepted, at, by_hand, dialog_of, do, head, pick, pick_unit, send, steps

pytestmark = pytest.mark.browser
WATER, HOUSING = "云汐水务集团有限公司", "云汐市住房和城乡建设局"


def with_unit(desk, site, unit: str = "shuiwujituan") -> str:
    """An order that was dispatched to a unit."""
    order = accepted(desk("webagent1"), site)
    by_hand(desk("dispatcher2"), site, order, "dispatch", unit=unit)
    return order


def test_a_joint_meeting_binds_one_of_the_units(desk, site):
    order = with_unit(desk, site, "zhujian")
    clerk = desk("clerk.zhujian")
    by_hand(
        clerk,
        site,
        order,
        "send_back",
        reason="not_our_duty",
        note="属供水企业",
        believed_unit="shuiwujituan",
    )
    dispatcher = at(desk("dispatcher1"), site, order)
    dialog = dialog_of(dispatcher, "convene")
    dialog.locator("#v-note").fill("两家对小区外管网的维护职责有争议")
    send(dispatcher, dialog)
    expect(head(dispatcher).get_by_text("疑难会商")).to_be_visible()

    # Both units see what is to be met about; neither may act.
    for who in ("clerk.zhujian", "clerk.shuiwujituan"):
        seen = at(desk(who), site, order)
        expect(seen.get_by_text("两家对小区外管网的维护职责有争议").first).to_be_visible()
        expect(seen.locator('[data-test^="verb-"]')).to_have_count(0)

    dialog = dialog_of(dispatcher, "bind")
    pick_unit(dispatcher, dialog, "由谁承办", HOUSING)
    dialog.locator("#v-minutes").fill("两家单位到会。小区由住建部门代管，管网尚未移交供水企业。")
    dialog.locator("#v-note").fill("由住建局承办，不得再退")
    send(dispatcher, dialog)
    at(clerk, site, order)
    expect(clerk.get_by_text("管网尚未移交供水企业").first).to_be_visible()
    expect(clerk.locator('[data-test="verb-sign"]')).to_be_visible()
    dialog = dialog_of(clerk, "send_back")
    pick(clerk, dialog, "reason", "非本单位职责")
    dialog.locator("#v-note").fill("仍然认为不是本单位职责")
    dialog.locator("#v-clause").fill("三定方案第五条")
    dialog.locator('[data-test="verb-go"]').click()
    expect(dialog.get_by_text("本单已经会商定责，不能退单")).to_be_visible()


def test_the_second_dispatcher_on_an_old_page_is_told_in_words_and_loses_nothing(desk, site):
    order = accepted(desk("webagent1"), site)
    one, two = (at(desk(who), site, order) for who in ("dispatcher1", "dispatcher2"))
    first, second = dialog_of(one, "dispatch"), dialog_of(two, "dispatch")
    pick_unit(one, first, "承办单位", WATER)
    pick_unit(two, second, "承办单位", HOUSING)
    second.locator("#v-note").fill("请尽快到场")
    send(one, first)
    second.locator('[data-test="verb-go"]').click()
    expect(second.get_by_role("alert")).to_contain_text("不能派单")
    expect(second.get_by_role("alert")).to_contain_text("请刷新后再试")
    expect(second.locator("#v-note")).to_have_value("请尽快到场")
    second.get_by_role("button", name="取消").click()
    two.get_by_role("link", name="重新载入").click()
    expect(head(two)).to_contain_text(f"主办 {WATER}")


def test_what_a_citizen_takes_back_is_withdrawn_and_archived(desk, site):
    order = with_unit(desk, site)
    agent = at(desk("teamlead1"), site, order)
    do(agent, "withdraw", reason="市民来电表示已经来水，要求撤单")
    expect(head(agent).get_by_text("已撤单")).to_be_visible()
    clerk = at(desk("clerk.shuiwujituan"), site, order)
    expect(clerk.locator('[data-test^="verb-"]')).to_have_count(0)
    do(agent, "archive")
    expect(head(agent).get_by_text("已归档")).to_be_visible()
    assert steps(agent)[-2:] == ["撤单", "归档"]


def test_a_suspended_order_stops_its_clock_and_goes_on_where_it_was(desk, site):
    order = with_unit(desk, site)
    clerk = desk("clerk.shuiwujituan")
    by_hand(clerk, site, order, "sign")
    by_hand(clerk, site, order, "handle")
    at(clerk, site, order)
    dialog = dialog_of(clerk, "ask_suspension")
    pick(clerk, dialog, "cause", "等待检验、检测或鉴定结果")
    dialog.locator("#v-reason").fill("水质已送检，三个工作日出结果")
    send(clerk, dialog)
    supervisor = at(desk("supervisor1"), site, order)
    expect(supervisor.get_by_text("水质已送检，三个工作日出结果").first).to_be_visible()
    do(supervisor, "grant_suspension", note="同意，出结果后即恢复")
    expect(head(supervisor).get_by_text("已挂起")).to_be_visible()
    at(clerk, site, order)
    expect(clerk.locator('[data-test="verb-reply"]')).to_have_count(0)
    do(supervisor, "resume", note="检测结果已出")
    expect(head(supervisor).get_by_text("办理中")).to_be_visible()
    at(clerk, site, order)
    expect(clerk.get_by_text("恢复（严守诚）")).to_be_visible()
    do(clerk, "reply", text="检测合格，管网冲洗后水质恢复正常，已告知市民。")
    expect(head(clerk).get_by_text("已反馈")).to_be_visible()
