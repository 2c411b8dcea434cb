"""Three calls about one event: merged on the page of mass requests, one reply, each caller's own callback, unmerged."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import accepted, at, call_back, dialog_of, do, head, pick_unit, posted, send

pytestmark = pytest.mark.browser
PLACE = {"district": "望岭区", "street": "岭前街道", "road": "岭前路", "detail": "岭前路口"}
SAID = (
    ("岭前路口水管爆裂", "岭前路口水管爆裂，水漫到路面，请抢修。"),
    ("岭前路水管爆了路面积水", "岭前路水管爆了，路面积水，车辆过不去，请抢修。"),
    ("岭前路口水管破裂喷水", "岭前路口水管破裂，一直喷水，水漫路面，请抢修。"),
    ("岭前路水管爆裂家里没水", "岭前路水管爆裂，家里没水，水漫到路面，请抢修。"),
)


def number_of(order: str) -> str:
    return order.rsplit("/", 1)[1]


def test_calls_about_one_event_get_one_reply_and_a_callback_each(desk, site):
    web = desk("webagent1")
    orders = [
        accepted(web, site, title=title, description=text, address=PLACE, caller_phone=f"1390000001{n}")
        for n, (title, text) in enumerate(SAID)
    ]
    master, one, two, other = orders

    # The page shows them as one event; one of them is unticked, the others go in.
    dispatcher = desk("dispatcher1")
    dispatcher.get_by_role("link", name="群体诉求").click()
    dispatcher.get_by_role("button", name=re.compile("岭前路")).click()
    for order in orders:
        expect(dispatcher.get_by_role("row").filter(has_text=number_of(order))).to_be_visible()
    dispatcher.get_by_label(f"以 {number_of(master)} 为主工单").check()
    dispatcher.get_by_label(f"{number_of(other)} 属于同一事件").uncheck()
    dispatcher.get_by_label("合并说明").fill("同一处水管爆裂")
    dispatcher.get_by_role("button", name=f"将 2 件并入 {number_of(master)}").click()
    expect(dispatcher.get_by_text(f"已将 2 件并入 {number_of(master)}")).to_be_visible()
    event = dispatcher.get_by_label("已合并的事件").get_by_role("listitem").filter(has_text=number_of(master))
    expect(event).to_contain_text("2 位来电人在等答复")

    # From the fourth order itself the master is offered first.
    at(dispatcher, site, other)
    dialog = dialog_of(dispatcher, "merge")
    offered = dialog.get_by_label("疑似重复").get_by_role("listitem").filter(has_text=number_of(master))
    offered.get_by_role("button", name="并入它").click()
    expect(dialog.locator("#v-master")).to_have_value(number_of(master))
    send(dispatcher, dialog)

    # It did not belong: it is taken out from the master's page, and goes on alone.
    at(dispatcher, site, master)
    callers = dispatcher.get_by_label("并入的工单")
    expect(callers.get_by_role("listitem")).to_have_count(3)
    callers.get_by_role("listitem").filter(has_text=number_of(other)).get_by_role(
        "button", name="移出"
    ).click()
    asked = dispatcher.get_by_role("dialog", name=f"移出 {number_of(other)}")
    asked.get_by_placeholder("移出的理由").fill("是隔壁小区的内部管道")
    asked.get_by_role("button", name="移出").click()
    expect(callers.get_by_role("listitem")).to_have_count(2)
    expect(dispatcher.get_by_text("有 2 位来电人并入，2 位在等答复")).to_be_visible()
    at(dispatcher, site, other)
    expect(head(dispatcher).get_by_text("已受理")).to_be_visible()

    # One reply goes to all.
    at(dispatcher, site, master)
    dialog = dialog_of(dispatcher, "dispatch")
    pick_unit(dispatcher, dialog, "承办单位", "云汐水务集团有限公司")
    send(dispatcher, dialog)
    clerk = at(desk("clerk.shuiwujituan"), site, master)
    expect(clerk.get_by_text("有 2 位来电人并入")).to_be_visible()
    do(clerk, "sign")
    do(clerk, "handle")
    do(clerk, "reply", text="岭前路主管已修复，今日恢复供水。")
    at(dispatcher, site, master)
    expect(dispatcher.get_by_text("有 2 位来电人并入，都已答复")).to_be_visible()
    do(dispatcher, "pass_reply")

    # Each caller is asked alone, and one's displeasure is not the other's.
    at(web, site, one)
    expect(web.get_by_text("岭前路主管已修复，今日恢复供水。").first).to_be_visible()
    call_back(web, "是", "满意", "已经来水")
    do(web, "conclude")
    at(web, site, two)
    call_back(web, "否", "不满意", "水还是浑的", reason="问题没有解决")
    do(web, "reopen", reason="来水浑浊")
    at(web, site, master)
    row = web.get_by_label("并入的工单").get_by_role("listitem")
    expect(row).to_have_count(1)  # what was opened again is a case of its own
    expect(row).to_contain_text(number_of(one))
    expect(row).to_contain_text("已办结")
    expect(head(web).get_by_text("反馈已审核")).to_be_visible()
    at(web, site, two)
    expect(head(web).get_by_text("已派单")).to_be_visible()


def test_who_cannot_be_merged_is_named_with_the_reason(desk, site):
    web = desk("webagent1")
    place = PLACE | {"street": "松涛街道", "road": "松涛路", "detail": "松涛路口"}
    first, second, third = (
        accepted(
            web,
            site,
            title=f"松涛路水管爆裂 {n}",
            description=SAID[n][1].replace("岭前", "松涛"),
            address=place,
        )
        for n in range(3)
    )
    dispatcher = desk("dispatcher2")
    dispatcher.get_by_role("link", name="群体诉求").click()
    dispatcher.get_by_role("button", name=re.compile("松涛路")).click()
    dispatcher.get_by_label(f"以 {number_of(first)} 为主工单").check()
    expect(dispatcher.get_by_role("button", name=f"将 2 件并入 {number_of(first)}")).to_be_visible()
    # Meanwhile the citizen takes one of them back.
    version = web.request.get(f"{site.address}/api{third}").json()["version"]
    posted(web, site, f"/api{third}/verbs/withdraw", {"version": version, "reason": "市民表示已经修好"})
    dispatcher.locator('[data-test="merge-many"]').click()
    refused = dispatcher.get_by_label("没有并入的工单")
    expect(refused.get_by_role("listitem")).to_have_count(1)
    expect(refused).to_contain_text(number_of(third))
    expect(refused).to_contain_text("已撤单")
    at(dispatcher, site, second)
    expect(dispatcher.get_by_text("合并到主工单").first).to_be_visible()
