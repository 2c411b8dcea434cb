"""The tick notices a limit that passed: once, in the right unit's name, and without touching the order."""

import datetime as dt

import pytest

from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.deadlines.tasks import sweep
from zhixi.hotline.orders import actions, due
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.supervision.models import Notice

pytestmark = pytest.mark.django_db
LATE = dt.timedelta(days=40)


def test_nothing_is_noticed_before_its_limit(order_in, now):
    order_in(State.ACCEPTED)
    assert sweep(now + dt.timedelta(minutes=29)) == 0
    assert sweep(now + dt.timedelta(minutes=31)) == 1


def test_a_limit_is_noticed_once_however_often_the_clock_looks(order_in, now, city):
    order = order_in(State.HANDLING)
    assert [sweep(now + LATE), sweep(now + LATE), sweep(now + LATE * 2)] == [1, 0, 0]
    notice = Notice.objects.get(order=order)
    assert (notice.by, notice.rung, notice.clock) == (None, "remind", "handle")
    assert notice.unit == city["east-cg"]
    event = Event.objects.last()
    assert (event.verb, event.actor, event.key) == ("overdue", None, order.number)
    assert verify().ok


def test_an_order_that_nobody_signed_is_late_for_both_its_clocks(order_in, now):
    order_in(State.DISPATCHED)
    assert sweep(now + LATE) == 2
    assert set(Notice.objects.values_list("clock", flat=True)) == {Clock.SIGN, Clock.HANDLE}


def test_the_centres_own_limits_name_no_unit(order_in, now):
    order_in(State.ACCEPTED)
    sweep(now + LATE)
    assert Notice.objects.get().unit is None


def test_an_extended_limit_is_another_limit(order_in, people, now):
    order = order_in(State.HANDLING, request_type="enquiry")
    asked = actions.ask_extension(actor=people["unit_clerk"], order=order, now=now, days=3, reason="需要施工")
    assert sweep(now + dt.timedelta(days=4)) == 1
    actions.grant_extension(actor=people["supervisor"], order=asked, now=now)
    assert sweep(now + dt.timedelta(days=4)) == 0
    assert sweep(now + dt.timedelta(days=9)) == 1


def test_a_suspended_or_closed_order_is_never_late(order_in, people, now):
    order = order_in(State.HANDLING)
    actions.suspend(actor=people["dispatcher"], order=order, now=now, reason="等待材料")
    order_in(State.CONCLUDED)
    assert sweep(now + LATE) == 0


def test_the_clock_leaves_the_version_so_that_no_open_form_turns_stale(order_in, people, now):
    order = order_in(State.DISPATCHED)
    sweep(now + LATE)
    assert actions.sign(actor=people["unit_clerk"], order=order, now=now + LATE).state == State.SIGNED


@pytest.mark.parametrize("state", [s for s in due.RUNNING if s not in (State.RETURNED, State.HARD_CASE)])
def test_the_query_for_late_orders_says_what_the_value_says(state, order_in, now):
    order = order_in(state)
    limit = due.next_due_at(order)
    assert limit is not None
    late = Order.objects.filter(pk=order.pk)
    assert not late.filter(due.overdue_q(limit)).exists()
    assert late.filter(due.overdue_q(limit + dt.timedelta(seconds=1))).exists()
    assert due.with_next_due(late).get().next_due == limit
