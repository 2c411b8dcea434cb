"""Which limit holds for which order, and until when (时限)."""

import datetime as dt

from zhixi.hotline.deadlines import clock
from zhixi.hotline.deadlines.choices import TimeUnit
from zhixi.hotline.deadlines.models import CalendarDay, Policy


def calendar_around(start: dt.datetime, end: dt.datetime | None = None, days: int = 0) -> clock.Calendar:
    """The official calendar from a day before `start` to well past `days` working days after the later moment."""
    first = start.astimezone(clock.CITY_TIME).date() - clock.ONE_DAY
    last = max(start, end or start).astimezone(clock.CITY_TIME).date() + dt.timedelta(days=3 * days + 40)
    rows = CalendarDay.objects.filter(day__range=(first, last)).values_list("day", "working")
    return clock.Calendar(dict(rows))


def policy_for(order, which: str, policies=None) -> Policy | None:
    """The policy that names most of the order's traits; then the higher priority; then the older row."""
    found = Policy.objects.filter(clock=which) if policies is None else policies
    fitting = [
        policy
        for policy in found
        if policy.clock == which
        and policy.request_type in ("", order.request_type)
        and policy.urgency in ("", order.urgency)
    ]
    return max(
        fitting, key=lambda p: (bool(p.request_type) + bool(p.urgency), p.priority, -p.pk), default=None
    )


def due(order, which: str, start: dt.datetime) -> dt.datetime | None:
    """When this clock of this order runs out if it starts at `start`; None where no policy limits it."""
    policy = policy_for(order, which)
    if policy is None:
        return None
    if policy.unit_of_time == TimeUnit.WORKING_DAYS:
        return clock.add_working_days(start, policy.amount, calendar_around(start, days=policy.amount))
    if policy.unit_of_time == TimeUnit.NATURAL_DAYS:
        return clock.add_natural_days(start, policy.amount)
    minutes = policy.amount * 60 if policy.unit_of_time == TimeUnit.HOURS else policy.amount
    return clock.add_minutes(start, minutes)


def extended(due_at: dt.datetime, days: int) -> dt.datetime:
    """A limit moved on by working days."""
    return clock.add_working_days(due_at, days, calendar_around(due_at, days=days))


def moved(order, which: str, due_at: dt.datetime | None, stopped, resumed) -> dt.datetime | None:
    """A limit after a suspension: as much of the clock's own time is left as when it was stopped.

    A clock of working days keeps its working seconds, a clock of minutes, hours or natural days its seconds.
    One that had run out before it was stopped stays run out.
    """
    if due_at is None or due_at <= stopped:
        return due_at
    policy = policy_for(order, which)
    if policy is not None and policy.unit_of_time != TimeUnit.WORKING_DAYS:
        return due_at + (resumed - stopped)
    left_days = (due_at - stopped).days + 1
    calendar = calendar_around(stopped, end=max(resumed, due_at), days=left_days)
    left = clock.working_seconds_between(stopped, due_at, calendar)
    return clock.add_working_seconds(resumed, left, calendar)


def published(year: int) -> bool:
    """Whether the State Council's calendar of that year is in the table."""
    return CalendarDay.objects.filter(day__year=year).exclude(name="").exists()
