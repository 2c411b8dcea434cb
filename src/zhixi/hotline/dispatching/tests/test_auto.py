"""Automatic dispatch: what a row does with an order, by the same action as a dispatcher, and what it leaves to people."""

import datetime as dt

import pytest

from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.deadlines import replay as clocks
from zhixi.hotline.dispatching import auto, auto_actions
from zhixi.hotline.dispatching.models import AutoRule, Decision
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.figures import dispatch_accuracy
from zhixi.hotline.orders.replay import differences
from zhixi.hotline.units.models import Category

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def test_without_rows_nothing_is_looked_at(plain, now):
    plain()
    assert auto.decide(now) == 0 and not Decision.objects.exists()


def test_a_row_that_is_tried_notes_and_does_nothing(rule, plain, now):
    order = plain()
    assert auto.decide(now) == 1
    found = Decision.objects.get()
    assert (found.unit.code, found.dispatched, found.kept_back) == ("east-cg", False, "")
    order.refresh_from_db()
    assert order.state == State.ACCEPTED


@pytest.mark.parametrize("state", [State.ACCEPTED, State.REVIEWED])
def test_a_row_that_is_on_dispatches_as_a_dispatcher_would(running, plain, now, state):
    order = plain(state)
    auto.decide(now)
    order.refresh_from_db()
    assert order.state == State.DISPATCHED and order.unit.code == "east-cg"
    assert order.dispatched_at == now and order.sign_due_at and order.due_at
    event = Event.objects.get(subject="order", key=order.number, verb="auto_dispatch")
    assert event.actor is None and "把握" in event.reason and "占道经营" in event.reason
    assert event.data["rule"] == running.pk and event.data["unit"] == "east-cg"
    assert differences(order) == {} and verify().ok and list(clocks.disagreements()) == []
    assert dispatch_accuracy(None, None).dispatched == 1


def test_two_sweeps_dispatch_once(running, plain, now):
    order = plain()
    assert (auto.decide(now), auto.decide(now)) == (1, 0)
    assert Event.objects.filter(key=order.number, verb="auto_dispatch").count() == 1


def test_a_dispatcher_who_is_quicker_wins(running, plain, do, city, now, monkeypatch):
    order = plain()
    named = auto.recommending.for_order

    def meanwhile(seen, today):
        do("dispatcher", "dispatch", order, unit=city["water"])
        return named(seen, today)

    monkeypatch.setattr(auto.recommending, "for_order", meanwhile)
    assert auto.decide(now) == 0
    order.refresh_from_db()
    assert order.unit.code == "water" and not Decision.objects.exists()


def test_a_row_that_is_switched_off_in_the_middle_dispatches_nothing(
    running, plain, people, now, monkeypatch
):
    order = plain()
    named = auto.recommending.for_order

    def meanwhile(seen, today):
        auto_actions.switch_rule(actor=people["supervisor"], pk=running.pk, mode="off", now=now)
        return named(seen, today)

    monkeypatch.setattr(auto.recommending, "for_order", meanwhile)
    assert auto.decide(now) == 0
    order.refresh_from_db()
    assert order.state == State.ACCEPTED


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"urgency": "urgent"}, "紧急"),
        ({"confidential": True}, "保密"),
        ({"title": "煤气泄漏", "description": "楼道里煤气味很大，正在漏气，门口还有人占道摆摊"}, "告警"),
        ({"description": "再不处理摊贩占道，我们就去上访"}, "敏感"),
    ],
)
def test_what_is_for_people_stays_with_them(running, plain, now, more, why):
    order = plain(**more)
    auto.decide(now)
    order.refresh_from_db()
    assert order.state == State.ACCEPTED and why in Decision.objects.get().kept_back


def test_many_who_call_about_one_thing_are_for_people(running, plain, now):
    for _ in range(3):
        plain(road="人民路")
    auto.decide(now)
    assert set(Decision.objects.values_list("kept_back", flat=True)) == {"多人反映同一件事"}


def test_who_is_not_sure_enough_does_not_dispatch(running, plain, now):
    AutoRule.objects.update(threshold=0.999)
    order = plain()
    auto.decide(now)
    order.refresh_from_db()
    assert order.state == State.ACCEPTED and Decision.objects.get().kept_back == "把握不足"


def test_orders_of_other_matters_and_types_are_not_looked_at(running, plain, now):
    plain(category=Category.objects.get(code="02"))
    plain(request_type="help")
    assert auto.decide(now) == 0


def test_the_narrowest_row_decides(running, plain, people, now):
    wide = auto_actions.create_rule(
        actor=people["supervisor"], category=None, request_type="", fields={}, now=now
    )
    auto_actions.switch_rule(actor=people["supervisor"], pk=wide.pk, mode="shadow", now=now - HOUR)
    plain()
    auto.decide(now)
    assert Decision.objects.get().rule == running


def test_what_was_accepted_before_the_row_is_left_to_people(rule, plain, now):
    AutoRule.objects.update(since=now + HOUR)
    plain()
    assert auto.decide(now) == 0
