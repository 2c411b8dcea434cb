"""Before saving, and over the open orders: what the desk is told, and who may ask."""

import pytest

from zhixi.hotline.orders.choices import State

pytestmark = pytest.mark.django_db
PLACE = {"district": "东河区", "street": "河东街道", "road": "人民路"}
FORM = {
    "title": "人民路摊贩占道",
    "description": "人民路口晚上有摊贩占道经营",
    "category": "01.01",
    "caller_phone": "139 0000 1234",
    "address": PLACE,
}


def ask(browser, **more):
    return browser.send("/api/orders/likely-repeats", FORM | more)


def test_the_same_callers_open_order_is_shown_before_saving(signed_in, order_in):
    mine = order_in(State.HANDLING)
    other = order_in(State.CONCLUDED, title="咨询社保", description="咨询社保缴费")
    rows = ask(signed_in("agent")).json()
    assert [(r["order"]["number"], r["same_caller"], r["advice"]) for r in rows] == [
        (mine.number, True, "remind"),
        (other.number, True, "related"),
    ]
    assert "13900001234" not in str(rows), "numbers are compared, not shown"


def test_another_callers_order_on_the_same_matter_is_to_be_merged_into(signed_in, order_in):
    there = order_in(State.ACCEPTED, **PLACE, caller_phone="13900009999")
    [row] = ask(signed_in("agent"), caller_phone="13900007777").json()
    assert (row["order"]["number"], row["same_caller"], row["advice"]) == (there.number, False, "merge")
    assert {reason["kind"] for reason in row["reasons"]} == {"place", "category", "text"}


def test_a_saved_draft_is_not_its_own_repeat_and_brings_its_calling_number(signed_in, order_in):
    draft, earlier = order_in(State.DRAFT), order_in(State.HANDLING)
    rows = ask(signed_in("agent"), number=draft.number, caller_phone="").json()
    assert [r["order"]["number"] for r in rows] == [earlier.number]


def test_units_do_not_ask_who_called_before(signed_in):
    for name in ("unit_clerk", "district_admin", "analyst"):
        assert ask(signed_in(name)).status_code == 403


def test_nonsense_is_refused(signed_in):
    assert ask(signed_in("agent"), category="nothing").status_code == 422
    assert ask(signed_in("agent"), call="x").status_code == 422
    assert ask(signed_in("agent"), title="", description="", address={}, caller_phone="").json() == []


def test_open_orders_about_one_event_are_a_cluster_with_its_master(signed_in, order_in, do):
    some = [order_in(State.ACCEPTED, **PLACE, caller_phone=f"1390000{n}000") for n in range(1, 5)]
    order_in(State.ACCEPTED, title="咨询社保", description="咨询社保缴费", district="西山区")
    led = do("dispatcher", "dispatch", some[2], unit=some[2].category.duties.first().unit)
    browser = signed_in("dispatcher")
    [cluster] = browser.get("/api/orders/clusters").json()
    assert {row["number"] for row in cluster["orders"]} == {o.number for o in some}
    assert (cluster["master"], cluster["merged"], cluster["place"]) == (led.number, 0, "河东街道人民路")
    do("dispatcher", "merge", some[0], master=led)
    [cluster] = browser.get("/api/orders/clusters").json()
    assert (len(cluster["orders"]), cluster["merged"]) == (3, 1)
    for name in ("agent", "unit_clerk", "leader"):
        assert signed_in(name).get("/api/orders/clusters").status_code == 403


def test_a_cluster_says_what_its_orders_share_and_which_may_be_merged(signed_in, order_in):
    handled = order_in(State.HANDLING, **PLACE, caller_phone="13900000001")
    new = [order_in(State.ACCEPTED, **PLACE, caller_phone=f"1390000{n}000") for n in (2, 3)]
    [cluster] = signed_in("dispatcher").get("/api/orders/clusters").json()
    assert cluster["master"] == handled.number
    assert sorted(cluster["mergeable"]) == sorted(o.number for o in new), "what is in hand is only a master"
    assert cluster["category"] == "城市管理/占道经营"
    assert "占道经营" in "".join(cluster["words"]) and "人民路" not in cluster["words"]
    assert "13900001234" not in str(cluster["words"])
    [seen] = signed_in("supervisor").get("/api/orders/clusters").json()
    assert seen["mergeable"] == [], "who watches does not merge"


def test_a_late_call_about_a_merged_event_is_shown_with_its_master(signed_in, order_in, do):
    master, *others = [order_in(State.ACCEPTED, **PLACE, caller_phone=f"1390000{n}000") for n in range(1, 4)]
    browser = signed_in("dispatcher")
    assert browser.get("/api/orders/masters").json() == []
    for order in others:
        do("dispatcher", "merge", order, master=master)
    [event] = browser.get("/api/orders/masters").json()
    assert (event["order"]["number"], event["waiting"]) == (master.number, 2)
    assert browser.get("/api/orders/clusters").json() == [], "one alone is no group"
    late = order_in(State.ACCEPTED, **PLACE, caller_phone="13900009000")
    [cluster] = browser.get("/api/orders/clusters").json()
    assert (cluster["master"], cluster["mergeable"], cluster["merged"]) == (master.number, [late.number], 2)
    for name in ("agent", "unit_clerk", "district_admin", "leader"):
        assert signed_in(name).get("/api/orders/masters").status_code == 403


def test_the_master_shows_its_callers_and_who_may_take_them_out(signed_in, order_in, do):
    master, other = (order_in(State.ACCEPTED, **PLACE) for _ in range(2))
    other = do("dispatcher", "merge", other, master=master)
    told = signed_in("dispatcher").get(f"/api/orders/{master.number}").json()
    [row] = told["merged_orders"]
    assert (row["number"], row["version"], row["may_unmerge"]) == (other.number, other.version, True)
    assert (told["merged_callers"], told["merged_waiting"]) == (1, 1)
    assert row["caller_name"] == told["caller_name"]
    assert (
        not signed_in("agent").get(f"/api/orders/{master.number}").json()["merged_orders"][0]["may_unmerge"]
    )
    path = f"/api/orders/{other.number}/verbs/unmerge"
    body = {"version": row["version"], "reason": "不是同一处"}
    assert signed_in("agent").send(path, body).status_code == 403
    assert signed_in("dispatcher").send(path, body).json()["state"] == "accepted"
    told = signed_in("dispatcher").get(f"/api/orders/{master.number}").json()
    assert (told["merged_orders"], told["merged_waiting"]) == ([], 0)


def test_many_at_once_name_those_that_cannot_be_merged(signed_in, order_in):
    master, fit, stale, handled = (
        order_in(state, **PLACE) for state in (State.ACCEPTED, State.ACCEPTED, State.ACCEPTED, State.HANDLING)
    )
    orders = [
        {"number": fit.number, "version": fit.version},
        {"number": stale.number, "version": stale.version - 1},
        {"number": handled.number, "version": handled.version},
        {"number": "20200101-000001", "version": 1},
    ]
    told = signed_in("dispatcher").send(
        "/api/orders/merge-many", {"master": master.number, "orders": orders, "note": "同一处"}
    )
    told = told.json()
    assert told["merged"] == [fit.number]
    why = {one["number"]: one["message"] for one in told["refused"]}
    assert set(why) == {stale.number, handled.number, "20200101-000001"}
    assert "已被他人修改" in why[stale.number] and "办理中" in why[handled.number]
