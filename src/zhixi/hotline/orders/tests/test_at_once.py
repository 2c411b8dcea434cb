"""Several people and the clock act on one order at the same moment: one wins, nothing is lost."""

import datetime as dt
import threading

import pytest
from django.db import connection

from zhixi.errors import Conflict
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.deadlines.tasks import sweep
from zhixi.hotline.orders import actions
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.supervision.models import Notice

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds) -> list:
    """What each deed gave or raised, all begun together."""
    gate, results = threading.Barrier(len(deeds)), [None] * len(deeds)

    def do(place, deed):
        gate.wait()
        try:
            results[place] = deed()
        except Exception as error:  # what it raised is its result
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=item) for item in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_dispatchers_at_once_one_wins_and_the_other_is_told(order_in, people, city, now):
    order = order_in(State.REVIEWED)
    seen = [Order.objects.get(pk=order.pk) for _ in range(2)]
    desk = people["dispatcher"]
    results = at_once(
        lambda: actions.dispatch(actor=desk, order=seen[0], now=now, unit=city["east-cg"]),
        lambda: actions.dispatch(actor=desk, order=seen[1], now=now, unit=city["water"]),
    )
    won = [r for r in results if isinstance(r, Order)]
    assert len(won) == 1
    assert sum(isinstance(r, Conflict) for r in results) == 1
    assert Order.objects.get(pk=order.pk).unit == won[0].unit
    assert Event.objects.filter(verb="dispatch").count() == 1
    assert verify().ok


def test_two_clerks_and_two_ticks_at_once_lose_no_event(order_in, people, now):
    order = order_in(State.DISPATCHED)
    late = now + dt.timedelta(days=40)
    seen = [Order.objects.get(pk=order.pk) for _ in range(2)]
    results = at_once(
        lambda: actions.sign(actor=people["unit_clerk"], order=seen[0], now=late),
        lambda: actions.sign(actor=people["unit_lead"], order=seen[1], now=late),
        lambda: sweep(late),
        lambda: sweep(late),
    )
    assert sum(isinstance(r, Order) for r in results[:2]) == 1
    assert sum(isinstance(r, Conflict) for r in results[:2]) == 1
    assert all(isinstance(r, int) for r in results[2:])
    assert Notice.objects.filter(clock="handle").count() == 1
    assert Event.objects.count() == 4 + 1 + Notice.objects.count()
    assert verify().ok


def test_many_orders_taken_at_once_keep_one_chain(people, fields, now):
    def take_three():
        for _ in range(3):
            order = actions.create_draft(actor=people["agent"], fields=fields, now=now)
            actions.accept(actor=people["agent"], order=order, now=now)

    assert at_once(*[take_three] * 5) == [None] * 5
    assert Order.objects.filter(state=State.ACCEPTED).count() == 15
    verdict = verify()
    assert verdict.ok and verdict.events == 30
