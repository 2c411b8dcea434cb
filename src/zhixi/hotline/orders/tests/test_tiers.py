"""Lead and helpers, split demands, the district's tier, and a unit's whole office going to another."""

import datetime as dt

import pytest

from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.orders import actions, replay
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Assisting, Order
from zhixi.hotline.units.models import Category, Unit, UnitSuccession
from zhixi.hotline.units.queries import successor

pytestmark = pytest.mark.django_db


def test_a_helper_has_a_limit_of_its_own_within_the_orders(do, order_in, city, settings):
    order = do("dispatcher", "assist", order_in(State.SIGNED), unit=city["water"], task="配合关阀")
    assert Assisting.objects.get().due_at == dt.datetime(2026, 11, 23, 15, 59, 59, tzinfo=dt.UTC)
    do("dispatcher", "assist", order, unit=city["west-cg"], task="配合巡查", days=300)
    assert Assisting.objects.last().due_at == order.due_at


def test_where_the_city_says_so_the_lead_waits_for_its_helpers(do, order_in, city, settings):
    order = do("dispatcher", "assist", order_in(State.HANDLING), unit=city["water"], task="配合关阀")
    settings.ORDER_ASSISTS_FIRST = 1
    with pytest.raises(Conflict, match="云州水务集团尚未提交"):
        do("unit_clerk", "reply", order, text="现场核实后已经处理")
    order = do("helper", "assist_reply", order, text="已关闭阀门")
    assert do("unit_clerk", "reply", order, text="现场核实后已经处理").state == State.REPLIED


def test_a_helper_is_released_unless_it_has_answered(do, order_in, people, city):
    order = do("dispatcher", "assist", order_in(State.SIGNED), unit=city["water"], task="配合关阀")
    with pytest.raises(BadInput, match="没有协办"):
        do("dispatcher", "remove_assist", order, unit=city["west-cg"], note="不再需要")
    order = do("dispatcher", "remove_assist", order, unit=city["water"], note="不再需要")
    assert order not in Order.objects.visible_to(people["helper"])
    with pytest.raises(NotAllowed):
        do("helper", "assist_reply", order, text="已关闭阀门")
    order = do("dispatcher", "assist", order, unit=city["water"], task="再次需要配合")
    order = do("helper", "assist_reply", order, text="已关闭阀门")
    with pytest.raises(Conflict, match="已提交"):
        do("dispatcher", "remove_assist", order, unit=city["water"], note="不再需要")
    assert Assisting.objects.count() == 2, "who was released stays in the record"


def test_lead_and_helper_change_places_and_the_limit_stays(do, order_in, people, city):
    order = do("dispatcher", "assist", order_in(State.HANDLING), unit=city["water"], task="配合关阀")
    due = order.due_at
    with pytest.raises(BadInput, match="没有协办"):
        do("dispatcher", "change_lead", order, unit=city["west-cg"], note="主要涉及供水")
    order = do("dispatcher", "change_lead", order, unit=city["water"], note="主要涉及供水")
    assert (order.unit, order.state, order.due_at) == (city["water"], State.DISPATCHED, due)
    assert [h.unit for h in order.helpers] == [city["east-cg"]]
    assert order.responsible_unit == city["east-cg"]
    order = do("helper", "sign", order)
    assert order.responsible_unit is None
    with pytest.raises(NotAllowed):
        do("unit_clerk", "handle", order)


def test_two_demands_of_one_call_become_two_lives(signed_in, order_in, people):
    order = order_in(State.ACCEPTED)
    browser = signed_in("agent")
    body = {
        "version": order.version,
        "parts": [
            {"title": "路灯不亮", "demand": "修好路灯", "category": "02", "request_type": "help"},
            {"title": "噪声扰民"},
        ],
    }
    told = browser.send(f"/api/orders/{order.number}/verbs/split", body).json()
    assert [p["title"] for p in told["parts"]] == ["路灯不亮", "噪声扰民"]
    lamp, noise = Order.objects.filter(split_from=order).order_by("pk")
    assert (lamp.state, lamp.category.code, lamp.demand) == (State.ACCEPTED, "02", "修好路灯")
    assert (lamp.caller_phone, lamp.created_at, lamp.dispatch_due_at) == (
        order.caller_phone,
        order.created_at,
        order.dispatch_due_at,
    )
    assert lamp.related_order == order and noise.category == order.category
    seen = browser.get(f"/api/orders/{lamp.number}").json()
    assert seen["split_from"] == order.number
    assert [(p["number"], p["first"]) for p in seen["parts"]] == [(order.number, True), (noise.number, False)]
    for one in (order, lamp, noise):
        assert replay.differences(Order.objects.get(pk=one.pk)) == {}
    assert verify().ok


def test_a_call_is_not_split_without_end_nor_without_titles(do, order_in, settings):
    settings.ORDER_SPLIT_MOST = 2
    order = do("agent", "split", order_in(State.ACCEPTED), parts=[{"title": "路灯不亮"}])
    part = order.parts.get()
    with pytest.raises(BadInput, match="最多拆分"):
        do("agent", "split", part, parts=[{"title": "一"}, {"title": "二"}])
    with pytest.raises(BadInput, match="标题"):
        do("agent", "split", order, parts=[{"title": " "}])
    do("agent", "split", part, parts=[{"title": "噪声扰民"}])
    assert order.parts.count() == 2, "a part's part belongs to the same call"


def test_a_district_takes_up_what_lies_below_and_passes_it_on(do, order_in, people, city):
    order = order_in(State.SIGNED)
    due = order.due_at
    order = do("district_admin", "take_up", order)
    assert (order.unit, order.state, order.due_at) == (city["east"], State.DISPATCHED, due)
    with pytest.raises(BadInput, match="已在"):
        do("district_admin", "take_up", order)
    order = do("district_admin", "delegate", order, unit=city["east-zj"])
    assert order.unit == city["east-zj"] and order.responsible_unit == city["east-cg"]
    with pytest.raises(NotAllowed):
        do("west_admin", "take_up", order)


def test_a_street_below_a_district_is_its_too(do, order_in, people, city):
    street = Unit.objects.create(code="east-st1", name="东河街道办", parent=city["east"], district="东河区")
    order = do("district_admin", "delegate", order_in(State.SIGNED), unit=street)
    clerk = people["rival"]
    clerk.unit = street
    clerk.save()
    assert order in Order.objects.visible_to(clerk) and order in Order.objects.visible_to(
        people["district_admin"]
    )
    assert do("rival", "sign", order).unit == street


def _transfer(people, city, now, who="dispatcher", **more):
    told = {"day": now.date(), "kind": "merged", "reason": "机构改革方案第三条"}
    return actions.transfer(
        actor=people[who], old=city["east-cg"], new=city["east-zj"], now=now, **told | more
    )


def test_a_whole_office_goes_to_another_with_its_open_orders(do, order_in, people, city, now):
    led, closed = order_in(State.HANDLING), order_in(State.CONCLUDED)
    helped = do(
        "dispatcher", "dispatch", order_in(State.REVIEWED), unit=city["water"], assisting=[city["east-cg"]]
    )
    awaited = do("unit_clerk", "send_back", order_in(State.SIGNED), reason="unclear", note="诉求要素不清")
    awaited = do("dispatcher", "uphold_return", awaited, unit=city["west-cg"], note="同意")
    done = _transfer(people, city, now, close=True)
    assert (done.orders, UnitSuccession.objects.count()) == (3, 1)
    moved = Order.objects.get(pk=led.pk)
    assert (moved.unit, moved.state, moved.due_at, moved.version) == (
        city["east-zj"],
        State.HANDLING,
        led.due_at,
        led.version + 1,
    )
    assert Order.objects.get(pk=awaited.pk).responsible_unit == city["east-zj"]
    assert [h.unit for h in Order.objects.get(pk=helped.pk).helpers] == [city["east-zj"]]
    assert Order.objects.get(pk=closed.pk).unit == city["east-cg"]
    assert Event.objects.filter(verb="transfer", subject="order").count() == 3
    for order in Order.objects.all():
        assert replay.differences(order) == {}
    assert verify().ok
    old = Unit.objects.get(code="east-cg")
    assert not old.open_on(now.date()) and successor(old, now.date()) == city["east-zj"]
    reopened = do("agent", "reopen", closed, reason="问题重现")
    assert reopened.unit == city["east-zj"], "what is opened again goes to whoever took over"


def test_part_of_an_office_goes_by_its_matter(order_in, people, city, now):
    led = order_in(State.HANDLING)
    other = order_in(State.HANDLING, category=Category.objects.get(code="02"))
    assert _transfer(people, city, now, kind="split", category=Category.objects.get(code="02")).orders == 1
    assert Order.objects.get(pk=led.pk).unit == city["east-cg"]
    assert Order.objects.get(pk=other.pk).unit == city["east-zj"]
    assert UnitSuccession.objects.get().category.code == "02"


@pytest.mark.parametrize(
    "more, field",
    [
        ({"reason": ""}, "reason"),
        ({"day": dt.date(2027, 1, 1)}, "day"),
        ({"new": "east-cg"}, "to"),
        ({"new": "old"}, "to"),
    ],
)
def test_a_transfer_that_cannot_be_moves_nothing(more, field, order_in, people, city, now):
    led = order_in(State.HANDLING)
    told = {"new": city["east-zj"], "day": now.date(), "kind": "merged", "reason": "机构改革"} | more
    told["new"] = city.get(told["new"], told["new"]) if isinstance(told["new"], str) else told["new"]
    with pytest.raises(BadInput) as caught:
        actions.transfer(actor=people["dispatcher"], old=city["east-cg"], now=now, **told)
    assert caught.value.field == field
    assert Order.objects.get(pk=led.pk).version == led.version


def test_a_transfer_over_http_and_only_by_those_who_may(signed_in, order_in, people, city, now):
    order_in(State.HANDLING)
    path = "/api/units/east-cg/transfer"
    browser = signed_in("system_admin")
    told = browser.get(path).json()
    assert (told["orders"], told["people"], told["states"][0]["label"]) == (1, 2, "办理中")
    body = {"to": "east-zj", "kind": "moved", "reason": "机构改革", "day": "2026-11-18"}
    for name in ("agent", "unit_lead", "district_admin", "supervisor"):
        assert signed_in(name).send(path, body).status_code == 403
        assert signed_in(name).get(path).status_code == 403
    assert browser.send("/api/units/nobody/transfer", body).status_code == 404
    assert browser.send(path, body).json()["orders"] == 1
    assert signed_in("unit_clerk").get("/api/units/successions").json()[0]["new"]["code"] == "east-zj"


def test_a_transfer_names_the_orders_that_went_to_whom_may_see_them(signed_in, order_in, people, city, now):
    led, closed = order_in(State.HANDLING), order_in(State.CONCLUDED)
    done = _transfer(people, city, now)
    path = f"/api/units/successions/{done.pk}/orders"
    told = signed_in("dispatcher").get(path).json()
    assert [row["number"] for row in told] == [led.number] and closed.number not in str(told)
    assert signed_in("rival").get(path).json() == []
    for nothing in (0, done.pk + 1, 2**80):
        assert signed_in("dispatcher").get(f"/api/units/successions/{nothing}/orders").status_code == 404
