"""Which limit holds for which order, and until when (时限). Sets the due columns of an order; whoever calls saves it.

A clock's terms lie in `order.clocks` (see `terms`), its stops in ClockStop, and its end in a column of its own.
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from zhixi.hotline.deadlines import clock, terms
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.deadlines.models import CalendarDay, CalendarYear, Policy, PolicySet

COLUMN = {
    Clock.DISPATCH: "dispatch_due_at",
    Clock.SIGN: "sign_due_at",
    Clock.HANDLE: "due_at",
    Clock.CALLBACK: "callback_due_at",
}
TRAITS = ("request_type", "urgency", "channel", "district")


def calendar() -> clock.Calendar:
    """The whole calendar as it is now."""
    return clock.Calendar(dict(CalendarDay.objects.values_list("day", "working")))


def calendar_for(running: clock.Running) -> clock.Calendar:
    """As much of the calendar as this clock can reach: three days for each working one, and a long holiday more."""
    moments = [running.start, *(m for stop in running.stops for m in (stop.begin, stop.end) if m)]
    rules = (running.rule, *running.extensions)
    days = sum(rule.amount if rule.unit in clock.DAYS else rule.limit.days + 1 for rule in rules)
    reach = dt.timedelta(days=40 + (12 if any(rule.windows for rule in rules) else 3) * days)
    first = running.start.astimezone(clock.CITY_TIME).date()
    last = max(moments).astimezone(clock.CITY_TIME).date() + reach
    rows = CalendarDay.objects.filter(day__range=(first, last)).values_list("day", "working")
    return clock.Calendar(dict(rows))


def policies_in_force() -> list[Policy]:
    """The policies of the active set, and those of no set."""
    active = PolicySet.objects.filter(active=True).values("code")
    return list(Policy.objects.filter(Q(set="") | Q(set__in=active), retired=False))


def policy_for(order, which: str, policies: Iterable[Policy] | None = None) -> Policy | None:
    """The policy that names most of the order's traits; then the deeper category, the priority, the older row."""
    found = policies_in_force() if policies is None else policies
    fitting = [policy for policy in found if policy.clock == which and _fits(policy, order)]
    return max(fitting, key=_rank, default=None)


def _fits(policy: Policy, order) -> bool:
    if any(getattr(policy, trait) not in ("", getattr(order, trait)) for trait in TRAITS):
        return False
    if not policy.category:
        return True
    code = order.category.code if order.category_id else ""
    return code == policy.category or code.startswith(f"{policy.category}.")


def _rank(policy: Policy) -> tuple:
    named = sum(bool(getattr(policy, trait)) for trait in (*TRAITS, "category"))
    return named, len(policy.category), policy.priority, -policy.pk


def due(order, which: str, start: dt.datetime) -> dt.datetime | None:
    """When this clock of this order runs out if it starts at `start`; None where no policy limits it."""
    policy = policy_for(order, which)
    if policy is None:
        return None
    running = terms.read(terms.written(start, policy))
    return clock.due(running, calendar_for(running))


def start(order, which: str, now: dt.datetime) -> None:
    """Set a clock going, under the policy that holds now. Where none does, it has no limit."""
    policy = policy_for(order, which)
    order.clocks = {**order.clocks, str(which): terms.written(now, policy)} if policy else order.clocks
    setattr(order, COLUMN[which], None)
    if policy:
        recount(order, which)


def recount(order, which: str, stops: Iterable[clock.Stop] | None = None, days=None) -> None:
    """Set the clock's end anew from its terms and its stops that have ended. days: the calendar, if it is at hand."""
    running = running_of(order, which, stops)
    if running is not None:
        setattr(order, COLUMN[which], clock.due(running, days or calendar_for(running)))


def extend(order, which: str, days: int) -> None:
    """Grant working days on top (延期): they begin on the day after the limit as it stands."""
    kept = terms_of(order, which)
    if kept is not None:
        kept = {**kept, "extra": [*kept["extra"], [days, clock.WORKING_DAYS]]}
        order.clocks = {**order.clocks, str(which): kept}
        recount(order, which)


def running_of(order, which: str, stops: Iterable[clock.Stop] | None = None) -> clock.Running | None:
    """The clock as the calculator's value. stops: those that have ended; read from the rows if None."""
    kept = terms_of(order, which)
    if kept is None:
        return None
    return terms.read(kept, ended_stops(order) if stops is None else stops)


def terms_of(order, which: str, policies: Iterable[Policy] | None = None) -> dict | None:
    """What the clock was set going with; for an order older than its `clocks`, what would hold for it today."""
    if str(which) in order.clocks:
        return order.clocks[str(which)]
    began = getattr(order, terms.BEGAN[which])
    if began is None or getattr(order, COLUMN[which]) is None:
        return None
    policy = policy_for(order, which, policies)
    return terms.written(began, policy) if policy else None


def ended_stops(order) -> list[clock.Stop]:
    if order.pk is None:
        return []
    return [clock.Stop(stop.begin, stop.end) for stop in order.stops.exclude(end=None)]


def tidy(order) -> None:
    """Drop the terms of clocks that an action took the limit from."""
    gone = [which for which in order.clocks if getattr(order, COLUMN[which]) is None]
    if gone:
        order.clocks = {which: kept for which, kept in order.clocks.items() if which not in gone}


def published(year: int) -> bool:
    """Whether the State Council's calendar of that year is in the table."""
    return CalendarYear.objects.filter(year=year, published=True).exists()
