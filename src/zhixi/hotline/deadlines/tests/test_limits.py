"""Which limit holds for which order, what suspension and extension do to it, and the calendar's page."""

import datetime as dt

import pytest

from zhixi.hotline.deadlines import limits, seeding
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.deadlines.models import CalendarDay, Policy
from zhixi.hotline.deadlines.tests.kit import local
from zhixi.hotline.orders import actions
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("request_type", "end"),
    [
        ("enquiry", "2026-11-20 23:59:59"),
        ("help", "2026-12-02 23:59:59"),
        ("suggestion", "2026-12-02 23:59:59"),
        ("complaint", "2026-12-09 23:59:59"),
        ("report", "2026-12-09 23:59:59"),
        ("praise", "2026-12-09 23:59:59"),
    ],
)
def test_guangdongs_limits_by_request_type(request_type, end, now):
    assert limits.due(Order(request_type=request_type), Clock.HANDLE, now) == local(end)


def test_urgent_orders_are_dispatched_and_signed_sooner(now):
    plain, urgent = Order(), Order(urgency="urgent")
    assert limits.due(plain, Clock.DISPATCH, now) == now + dt.timedelta(minutes=30)
    assert limits.due(urgent, Clock.DISPATCH, now) == now + dt.timedelta(minutes=10)
    assert limits.due(plain, Clock.SIGN, now) == local("2026-11-19 23:59:59")
    assert limits.due(urgent, Clock.SIGN, now) == now + dt.timedelta(minutes=30)


def test_the_policy_that_names_more_traits_wins_and_priority_settles_ties(now):
    Policy.objects.create(
        clock="handle", request_type="help", urgency="urgent", amount=24, unit_of_time="hours"
    )
    order = Order(request_type="help", urgency="urgent")
    assert limits.due(order, Clock.HANDLE, now) == now + dt.timedelta(hours=24)
    Policy.objects.create(
        clock="handle", request_type="help", amount=1, unit_of_time="natural_days", priority=5
    )
    assert limits.due(Order(request_type="help"), Clock.HANDLE, now) == local("2026-11-19 23:59:59")


def test_no_policy_is_no_limit(now):
    Policy.objects.all().delete()
    assert limits.due(Order(request_type="help"), Clock.HANDLE, now) is None


def test_the_units_clock_starts_at_dispatch_and_not_at_signing(order_in, people, now):
    order = order_in(State.DISPATCHED)
    later = now + dt.timedelta(days=1)
    signed = actions.sign(actor=people["unit_clerk"], order=order, now=later)
    assert signed.due_at == order.due_at == local("2026-12-09 23:59:59")


def test_a_suspended_order_goes_on_with_the_working_time_that_was_left(order_in, people, now):
    desk = people["dispatcher"]
    order = order_in(State.HANDLING, request_type="enquiry")  # due on Friday the 20th
    stopped = actions.suspend(actor=desk, order=order, now=now, reason="等待市民提供材料")
    assert limits.due(stopped, Clock.HANDLE, now) == stopped.due_at
    resumed = actions.resume(actor=desk, order=stopped, now=local("2026-11-21 09:00:00"))  # a Saturday
    # Wednesday, the first day, is not counted: both working days were left, and are now Monday and Tuesday
    assert resumed.due_at == local("2026-11-24 23:59:59")
    assert resumed.state == State.HANDLING
    assert resumed.suspended_at is None


def test_an_unsigned_urgent_orders_sign_limit_moves_by_the_minutes(order_in, people, now):
    desk = people["dispatcher"]
    order = order_in(State.DISPATCHED, urgency="urgent")
    stopped = actions.suspend(actor=desk, order=order, now=now + dt.timedelta(minutes=20), reason="等待材料")
    resumed = actions.resume(actor=desk, order=stopped, now=now + dt.timedelta(hours=2))
    assert resumed.sign_due_at == now + dt.timedelta(hours=2, minutes=10)


def test_what_had_run_out_before_it_was_suspended_stays_run_out(order_in, people, now):
    desk = people["dispatcher"]
    order = order_in(State.HANDLING, request_type="enquiry")
    late = now + dt.timedelta(days=10)
    stopped = actions.suspend(actor=desk, order=order, now=late, reason="等待材料")
    resumed = actions.resume(actor=desk, order=stopped, now=late + dt.timedelta(days=5))
    assert resumed.due_at == order.due_at


def test_a_granted_extension_moves_the_limit_by_working_days(order_in, people, now):
    order = order_in(State.HANDLING, request_type="enquiry")
    asked = actions.ask_extension(actor=people["unit_clerk"], order=order, now=now, days=3, reason="需要施工")
    granted = actions.grant_extension(actor=people["supervisor"], order=asked, now=now)
    assert granted.due_at == local("2026-11-25 23:59:59")


def test_seeding_again_changes_nothing_that_was_edited():
    day = CalendarDay.objects.get(day=dt.date(2026, 11, 18))
    day.working, day.name = False, "本市放假"
    day.save()
    count, policies = CalendarDay.objects.count(), Policy.objects.count()
    seeding.seed()
    assert CalendarDay.objects.count() == count
    assert Policy.objects.count() == policies
    assert not CalendarDay.objects.get(day=day.day).working


def test_the_calendar_warns_of_a_year_that_is_not_published(signed_in):
    browser = signed_in("agent")
    known = browser.get("/api/calendar?year=2026").json()
    assert known["published"] and known["warning"] == ""
    assert len(known["days"]) == 365
    gap = browser.get("/api/calendar?year=2031").json()
    assert not gap["published"] and "2031" in gap["warning"] and gap["days"] == []
