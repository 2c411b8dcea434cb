"""Returns: when a unit may, what the ruling sees, who answers meanwhile, and when the units must meet."""

import datetime as dt

import pytest

from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.orders import figures, ledger
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Meeting, Order, Return
from zhixi.hotline.units.models import Category, Duty

pytestmark = pytest.mark.django_db
DUTY = {"reason": "not_our_duty", "note": "属于供水范围", "clause": "第三条"}
PLACE = {"reason": "not_our_place", "note": "不在本单位辖区"}
MINUTES = {"note": "由城管办理", "minutes": "与会单位一致同意由城管办理"}


def water_duty(city) -> Duty:
    return Duty.objects.create(
        code="D9", category=Category.objects.get(code="01.01"), unit=city["water"], clause="第九条"
    )


def test_a_row_of_the_duty_list_says_whose_it_is(do, order_in, city):
    order = do(
        "unit_clerk",
        "send_back",
        order_in(State.DISPATCHED),
        reason="not_our_duty",
        note="权责清单列给供水",
        duty=water_duty(city),
    )
    sent = Return.objects.get()
    assert (sent.clause, sent.believed_unit, order.state) == ("第九条", city["water"], State.RETURNED)


def test_ones_own_duty_is_no_ground(do, order_in):
    with pytest.raises(BadInput, match="本单位"):
        do("unit_clerk", "send_back", order_in(State.DISPATCHED), **DUTY, duty=Duty.objects.get(code="D1"))


def test_after_the_next_working_day_it_is_too_late(do, order_in, now):
    order = order_in(State.DISPATCHED)
    late = now + dt.timedelta(days=2)
    with pytest.raises(Conflict, match="退单时限"):
        do("unit_clerk", "send_back", order, **DUTY, now=late)
    assert do("unit_clerk", "send_back", order, **DUTY, now=now + dt.timedelta(hours=37)).returned == 1


def test_a_unit_returns_an_order_so_often_and_no_more(do, order_in, settings):
    settings.ORDER_RETURNS_A_UNIT, settings.ORDER_RETURN_LIMIT = 1, 9
    order = do("unit_clerk", "send_back", order_in(State.DISPATCHED), **DUTY)
    order = do("dispatcher", "refuse_return", order, note="权责清单已列明")
    with pytest.raises(Conflict, match="不能再退"):
        do("unit_clerk", "send_back", order, **PLACE)


def test_the_first_unit_answers_until_another_has_signed(do, order_in, city):
    order = do("unit_clerk", "send_back", order_in(State.SIGNED), **PLACE)
    assert order.answering_unit == city["east-cg"]
    order = do("dispatcher", "uphold_return", order, unit=city["west-cg"], note="同意")
    assert (order.unit, order.answering_unit) == (city["west-cg"], city["east-cg"])
    order = do("rival", "send_back", order, reason="unclear", note="诉求要素不清楚")
    assert order.answering_unit == city["east-cg"], "a unit that never signed was never responsible"
    order = do("dispatcher", "convene", order, note="多次退单")
    order = do("dispatcher", "bind", order, unit=city["west-cg"], **MINUTES)
    assert do("rival", "sign", order).answering_unit == city["west-cg"]


def test_after_so_many_returns_the_units_meet_and_the_result_binds(do, order_in, city, now):
    order = do("unit_clerk", "send_back", order_in(State.DISPATCHED), **DUTY)
    order = do("dispatcher", "refuse_return", order, note="权责清单已列明")
    order = do("unit_clerk", "send_back", order, **PLACE)
    for verb, more in (("uphold_return", {"unit": city["water"]}), ("refuse_return", {"note": "请办理"})):
        with pytest.raises(Conflict, match="须会商定责"):
            do("dispatcher", verb, order, **more)
    order = do("dispatcher", "convene", order, note="多次退单", participants=[city["water"]])
    assert {u.code for u in Meeting.objects.get().participants.all()} == {"east-cg", "water"}
    with pytest.raises(BadInput, match="会议纪要"):
        do("supervisor", "bind", order, unit=city["water"], note="由供水办理", minutes="")
    with pytest.raises(BadInput, match="会商时间"):
        late = now + dt.timedelta(days=1)
        do("supervisor", "bind", order, unit=city["water"], **MINUTES, held_at=late)
    order = do("supervisor", "bind", order, unit=city["water"], **MINUTES)
    held = Meeting.objects.get()
    assert (held.unit, held.held_at, held.closed_at, held.result) == (city["water"], now, now, "由城管办理")
    with pytest.raises(Conflict, match="会商定责"):
        do("helper", "send_back", order, **PLACE)


def test_who_is_asked_to_the_meeting_sees_the_order_while_it_lasts(do, order_in, people, city):
    order = do("unit_clerk", "send_back", order_in(State.DISPATCHED), **PLACE)
    order = do("dispatcher", "convene", order, note="权责不清", participants=[city["water"]])
    assert order in Order.objects.visible_to(people["helper"])
    assert order not in Order.objects.visible_to(people["rival"])
    do("dispatcher", "bind", order, unit=city["east-cg"], **MINUTES)
    assert order not in Order.objects.visible_to(people["helper"])


def test_an_upheld_return_counts_against_accuracy_and_a_refused_one_does_not(do, order_in, city, people, now):
    right, wrong, refused = (order_in(State.DISPATCHED) for _ in range(3))
    order = do("unit_clerk", "send_back", wrong, **PLACE)
    do("dispatcher", "uphold_return", order, unit=city["west-cg"], note="同意")
    order = do("unit_clerk", "send_back", refused, **DUTY, believed_unit=city["water"])
    do("dispatcher", "refuse_return", order, note="权责清单已列明")
    found = figures.dispatch_accuracy(now.date(), now.date())
    assert (found.dispatched, found.wrong, found.accuracy) == (3, (wrong.number,), 1 - 1 / 3)
    assert list(figures.orders_of(people["analyst"], found.wrong)) == [wrong]
    assert figures.dispatch_accuracy(None, now.date() - dt.timedelta(days=1)).accuracy is None

    rows = {(r["unit"]["code"], r["other"]["code"]): r for r in ledger.ledger(people["leader"])}
    assert rows["east-cg", "west-cg"]["upheld"] == 1 and rows["east-cg", "water"]["refused"] == 1
    assert rows["east-cg", "west-cg"]["orders"] == [wrong.number]
    assert ledger.ledger(people["helper"]) == []
    assert right.number not in str(rows)


def test_the_ruling_sees_duties_precedents_and_the_two_units_ledger(signed_in, do, order_in, city):
    done = order_in(State.CONCLUDED)
    water_duty(city)
    order = do("unit_clerk", "send_back", order_in(State.DISPATCHED), **DUTY, believed_unit=city["water"])
    told = signed_in("dispatcher").get(f"/api/orders/{order.number}/returns/help").json()
    assert [(d["code"], d["lead"]) for d in told["duties"]] == [("D1", True), ("D2", False), ("D9", False)]
    assert [p["number"] for p in told["precedents"]] == [done.number]
    assert [(r["unit"]["code"], r["open"]) for r in told["ledger"]] == [("east-cg", 1)]
    assert told["left"] == 1 and not told["must_meet"]
    units = signed_in("unit_clerk").get(f"/api/orders/{order.number}/returns/help").json()
    assert units["duties"] and not units["precedents"] and not units["ledger"] and not units["rulings"]
    assert signed_in("rival").get(f"/api/orders/{order.number}/returns/help").status_code == 404


def test_the_figure_and_the_ledger_over_http(signed_in, order_in, people):
    order_in(State.DISPATCHED)
    path = "/api/orders/figures/dispatch-accuracy?from=2026-11-18&to=2026-11-18"
    told = signed_in("analyst").get(path).json()
    assert (told["value"], told["dispatched"], told["target"], told["orders"]) == (1.0, 1, 0.95, [])
    assert signed_in("unit_clerk").get(path).status_code == 403
    assert signed_in("unit_clerk").get("/api/returns/ledger").json() == []
    assert signed_in("dispatcher").get("/api/returns/ledger?from=x").status_code == 422


def test_each_number_of_the_ledger_opens_to_its_returns(signed_in, do, order_in, city):
    wrong, refused, unnamed = (order_in(State.DISPATCHED) for _ in range(3))
    order = do("unit_clerk", "send_back", wrong, **PLACE)
    do("dispatcher", "uphold_return", order, unit=city["west-cg"], note="同意")
    order = do("unit_clerk", "send_back", refused, **DUTY, believed_unit=city["water"])
    do("dispatcher", "refuse_return", order, note="权责清单已列明")
    do("unit_clerk", "send_back", unnamed, reason="unclear", note="诉求要素不清")

    def behind(who="dispatcher", **asked):
        answer = signed_in(who).get("/api/returns/ledger/behind", asked)
        return [row["order"]["number"] for row in answer.json()]

    assert set(behind()) == {wrong.number, refused.number, unnamed.number}
    for row in signed_in("dispatcher").get("/api/returns/ledger").json():
        pair = {"unit": row["unit"]["code"], "other": row["other"]["code"] if row["other"] else "-"}
        assert len(behind(**pair)) == row["returns"]
        assert len(behind(**pair, ruling="upheld")) == row["upheld"]
        assert len(behind(**pair, ruling="refused")) == row["refused"]
        assert len(behind(**pair, ruling="open")) == row["open"]
    assert behind(unit="east-cg", other="west-cg", ruling="upheld") == [wrong.number]
    assert behind(to="2026-11-17") == []
    assert set(behind("unit_clerk")) == {refused.number, unnamed.number, wrong.number}
    assert behind("helper") == []
    assert signed_in("dispatcher").get("/api/returns/ledger/behind?ruling=x").status_code == 422


def test_a_meeting_over_http(signed_in, do, order_in):
    order = do("unit_clerk", "send_back", order_in(State.DISPATCHED), **PLACE)
    browser = signed_in("dispatcher")
    path = f"/api/orders/{order.number}/verbs"
    body = {"version": order.version, "note": "权责不清", "participants": ["water"]}
    told = browser.send(f"{path}/convene", body).json()
    assert [u["code"] for u in told["meetings"][0]["participants"]] == ["east-cg", "water"]
    body = {"version": told["version"], "unit": "water", **MINUTES}
    told = browser.send(f"{path}/bind", body).json()
    assert told["bound"] and told["meetings"][0]["minutes"] == MINUTES["minutes"]
    assert told["responsible_unit"]["code"] == "east-cg" and told["return_until"] is None
    refused = browser.send(f"{path}/send_back", {"version": told["version"], **PLACE})
    assert refused.status_code == 403


def test_only_units_return_and_only_the_centre_rules(do, order_in, city):
    order = order_in(State.DISPATCHED)
    for who in ("dispatcher", "rival", "helper", "district_admin"):
        with pytest.raises(NotAllowed):
            do(who, "send_back", order, **PLACE)
    order = do("unit_clerk", "send_back", order, **PLACE)
    for who in ("unit_clerk", "unit_lead", "agent", "district_admin", "leader"):
        with pytest.raises(NotAllowed):
            do(who, "uphold_return", order, unit=city["water"], note="同意")
