"""Lessons read back from what people did, without anything being kept."""

import datetime as dt

import pytest

from zhixi.hotline.dispatching.models import AutoRule, Decision
from zhixi.hotline.dispatching.pasts import known_units, taught
from zhixi.hotline.orders.choices import State
from zhixi.hotline.units.models import Category, UnitSuccession

pytestmark = pytest.mark.django_db


def only(now):
    [one] = taught(until=now + dt.timedelta(days=1))
    return [(lesson.unit, lesson.weight, lesson.kind) for lesson in one.lessons]


def test_nothing_happened_teaches_nothing(city, now):
    assert list(taught(until=now)) == []


def test_an_order_that_nobody_has_dispatched_teaches_nothing(order_in, now):
    order_in(State.REVIEWED)
    assert list(taught(until=now + dt.timedelta(days=1))) == []


@pytest.mark.parametrize(
    ("state", "weight"),
    [(State.DISPATCHED, 0.4), (State.SIGNED, 0.6), (State.REPLIED, 0.75), (State.CONCLUDED, 1.0)],
)
def test_how_far_it_got_is_read_from_the_events(order_in, now, state, weight):
    order_in(state)
    assert only(now) == [("east-cg", weight, "chosen")]


def test_a_return_that_was_upheld_speaks_against_one_and_for_the_other(order_in, do, city, now):
    order = order_in(State.DISPATCHED)
    order = do("unit_clerk", "send_back", order, reason="not_our_place", note="不在本辖区内")
    do("dispatcher", "uphold_return", order, unit=city["west-cg"], note="同意改派")
    assert only(now) == [("west-cg", 0.8, "ruled"), ("east-cg", -1.0, "upheld_return")]


def test_a_return_that_was_refused_makes_the_unit_surer(order_in, do, city, now):
    order = order_in(State.DISPATCHED)
    order = do("unit_clerk", "send_back", order, reason="not_our_place", note="不在本辖区内")
    do("dispatcher", "refuse_return", order, note="在你辖区")
    assert only(now) == [("east-cg", 0.95, "refused_return")]


def test_a_dispatcher_who_takes_the_machines_word_and_one_who_does_not(order_in, do, city, now):
    rule = AutoRule.objects.create()
    for named in ("east-cg", "water"):
        order = order_in(State.REVIEWED)
        Decision.objects.create(
            order=order, rule=rule, unit=city[named], at=now - dt.timedelta(seconds=1), confidence=0.9
        )
        do("dispatcher", "dispatch", order, unit=city["east-cg"])
    first, second = sorted(taught(until=now + dt.timedelta(days=1)), key=lambda one: one.number)
    assert [lesson.kind for lesson in first.lessons] == ["taken"]
    assert [(x.unit, x.kind) for x in second.lessons] == [("east-cg", "chosen"), ("water", "overruled")]


def test_a_unit_that_closed_hands_its_lessons_to_its_heir(order_in, city, people, now):
    order_in(State.SIGNED)
    city["east-cg"].closed = now.date()
    city["east-cg"].save()
    assert list(taught(until=now + dt.timedelta(days=1))) == []
    UnitSuccession.objects.create(
        old=city["east-cg"], new=city["east-zj"], day=now.date(), kind="merged", reason="机构改革",
        by=people["system_admin"], at=now,
    )  # fmt: skip
    assert only(now) == [("east-zj", 0.6, "chosen")]


def test_a_matter_that_went_over_takes_its_lessons_along(order_in, city, people, now):
    order_in(State.SIGNED)
    gone = {
        "old": city["east-cg"],
        "new": city["east-zj"],
        "day": now.date(),
        "kind": "split",
        "reason": "分设",
    }
    told = {"by": people["system_admin"], "at": now}
    UnitSuccession.objects.create(**gone, **told, category=Category.objects.get(code="02"))
    assert only(now) == [("east-cg", 0.6, "chosen")]
    UnitSuccession.objects.create(**gone, **told, category=Category.objects.get(code="01"))
    assert only(now) == [("east-zj", 0.6, "chosen")]


def test_a_unit_that_was_split_keeps_its_lessons_until_its_heirs_show_whose_they_are(
    order_in, city, people, now
):
    order = order_in(State.SIGNED)
    city["east-cg"].closed = now.date()
    city["east-cg"].save()
    for heir in ("east-zj", "west-cg"):
        UnitSuccession.objects.create(
            old=city["east-cg"], new=city[heir], day=now.date(), kind="split", reason="机构改革",
            by=people["system_admin"], at=now,
        )  # fmt: skip
    assert only(now) == [("east-cg", 0.6, "chosen")]
    assert known_units({order.pk: order.number}, now.date()) == {}


def test_an_imported_order_teaches_by_the_state_that_it_had(people, city, now, tmp_path):
    from zhixi.hotline.imports.orders import import_orders

    table = tmp_path / "orders.csv"
    table.write_text(
        "number,received_at,title,description,request_type,category,unit,dispatched_at,state,returned_from,satisfied,solved\n"
        "20260101-000001,2026-01-01T09:00:00+08:00,占道,门口占道摆摊,complaint,01.01,east-cg,2026-01-01T10:00:00+08:00,archived,west-cg,satisfied,1\n"
        "20260101-000002,2026-01-01T09:30:00+08:00,停水,全楼停水,help,02,water,2026-01-01T10:00:00+08:00,signed,,,\n",
        encoding="utf-8",
    )
    import_orders(table, actor=people["system_admin"], now=now)
    found = {one.number[-1]: one for one in taught(until=now)}
    assert [(x.unit, x.weight) for x in found["1"].lessons] == [("east-cg", 1.0), ("west-cg", -1.0)]
    assert [(x.unit, x.weight) for x in found["2"].lessons] == [("water", 0.6)]


def test_batches_of_one_moment_leave_out_nobody_and_tell_nobody_twice(order_in, now, monkeypatch):
    from zhixi.hotline.dispatching import pasts

    monkeypatch.setattr(pasts, "BATCH", 2)
    orders = {order_in(State.DISPATCHED).number for _ in range(5)}
    found = [one.number for one in taught(until=now + dt.timedelta(days=1))]
    assert sorted(found) == sorted(orders)
    assert len(list(taught(until=now + dt.timedelta(days=1), most=3))) == 3


def test_a_unit_is_known_only_where_it_has_signed(order_in, now):
    sent, signed = order_in(State.DISPATCHED), order_in(State.SIGNED)
    orders = {sent.pk: sent.number, signed.pk: signed.number}
    assert known_units(orders, now.date()) == {signed.pk: "east-cg"}
