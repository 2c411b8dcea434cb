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
