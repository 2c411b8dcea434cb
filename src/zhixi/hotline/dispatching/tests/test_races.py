"""Ticks, dispatchers and supervisors at the same moment: nothing is sent twice, nothing against a row that is off."""

import datetime as dt

import pytest

from zhixi.errors import Conflict, IllegalStep
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.dispatching import actions, auto, auto_actions, keeping, running
from zhixi.hotline.dispatching.choices import Mode, RunState
from zhixi.hotline.dispatching.models import AutoRule, Decision, Run, Use
from zhixi.hotline.orders import actions as orders
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.tests.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def running_row(people, city, now):
    since = now - dt.timedelta(hours=1)
    proven = {
        "taken": 120,
        "right": 120,
        "bound": 0.96,
        "threshold": 0.1,
        "model": f"by-hand-{keeping.mark()[2]}",
    }
    return AutoRule.objects.create(mode=Mode.ON, since=since, threshold=0.1, measured=proven)


@pytest.fixture
def accepted(order_in):
    return lambda: order_in(State.ACCEPTED, title="占道", description="路口有摊贩占道摆摊。")


def test_two_ticks_at_once_send_an_order_once(running_row, accepted, now):
    order = accepted()
    assert sorted(at_once(lambda: auto.decide(now), lambda: auto.decide(now))) == [0, 1]
    assert Event.objects.filter(key=order.number, verb="auto_dispatch").count() == 1
    assert Decision.objects.count() == 1 and verify().ok


def test_a_tick_and_a_dispatcher_at_once_one_sends_it(running_row, accepted, people, city, now):
    order = accepted()
    seen = Order.objects.get(pk=order.pk)
    results = at_once(
        lambda: auto.decide(now),
        lambda: orders.dispatch(actor=people["dispatcher"], order=seen, now=now, unit=city["water"]),
    )
    sent = Event.objects.filter(key=order.number, verb__in=("dispatch", "auto_dispatch"))
    assert sent.count() == 1 and verify().ok
    by_person = isinstance(results[1], Order)
    assert by_person or isinstance(results[1], (Conflict, IllegalStep))
    assert results[0] == (0 if by_person else 1)


def test_a_tick_and_a_supervisor_who_switches_off(running_row, accepted, people, now):
    numbers = [accepted().number for _ in range(2)]
    at_once(
        lambda: auto.decide(now),
        lambda: auto_actions.switch_rule(actor=people["supervisor"], pk=running_row.pk, mode="off", now=now),
    )
    off = Event.objects.get(subject="auto_rule", verb="switch_off")
    assert not Event.objects.filter(key__in=numbers, verb="auto_dispatch", n__gt=off.n).exists()
    assert verify().ok


def test_two_who_switch_models_at_once_one_wins(offered, people, now):
    for name in "ab":
        offered(name)
    results = at_once(
        *(
            lambda key=key: actions.switch_on(actor=people["supervisor"], key=key, seen=0, now=now)
            for key in ("learnt-a", "learnt-b")
        )
    )
    assert sum(isinstance(one, Use) for one in results) == 1
    assert sum(isinstance(one, Conflict) for one in results) == 1


def test_two_learnings_that_begin_at_once_one_runs(people, now):
    results = at_once(lambda: running.claim(None, now), lambda: running.claim(None, now))
    assert sum(isinstance(one, Run) for one in results) == 1
    assert Run.objects.filter(state=RunState.RUNNING).count() == 1
