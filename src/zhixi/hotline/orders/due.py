"""Which clock an order is under now, as a value and as a query: the two say the same (see its test)."""

import datetime as dt

from django.db.models import Case, DateTimeField, F, Q, QuerySet, When
from django.db.models.functions import Least

from zhixi.hotline.deadlines import clock, limits
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.deadlines.limits import COLUMN
from zhixi.hotline.orders.choices import State

# The clocks that run in a state, the next one first looked for. Suspended and closed orders are under none.
RUNNING: dict[str, tuple[Clock, ...]] = {
    State.ACCEPTED: (Clock.DISPATCH,),
    State.REVIEWED: (Clock.DISPATCH,),
    State.DISPATCHED: (Clock.SIGN, Clock.HANDLE),
    State.SIGNED: (Clock.HANDLE,),
    State.HANDLING: (Clock.HANDLE,),
    State.RETURNED: (Clock.HANDLE,),
    State.HARD_CASE: (Clock.HANDLE,),
    State.REPLIED: (Clock.CALLBACK,),
    State.REPLY_REVIEWED: (Clock.CALLBACK,),
    State.CALLBACK: (Clock.CALLBACK,),
}


def next_due_at(order) -> dt.datetime | None:
    """The nearest limit that the order is under now, None where no clock runs."""
    limits = (getattr(order, COLUMN[clock]) for clock in RUNNING.get(order.state, ()))
    return min((limit for limit in limits if limit is not None), default=None)


def overdue_q(now: dt.datetime) -> Q:
    """Orders of which a running clock has run out."""
    found = Q(pk__in=())
    for which in Clock:
        found |= clock_overdue_q(which, now)
    return found


def clock_overdue_q(clock: Clock, now: dt.datetime) -> Q:
    states = [state for state, clocks in RUNNING.items() if clock in clocks]
    return Q(**{"state__in": states, f"{COLUMN[clock]}__lt": now})


def with_next_due(orders: QuerySet) -> QuerySet:
    """Annotates `next_due`, to sort by: the same as `next_due_at`."""
    both = Case(
        When(sign_due_at=None, then=F("due_at")),
        When(due_at=None, then=F("sign_due_at")),
        default=Least("sign_due_at", "due_at"),
    )
    cases = [
        When(state=state, then=both if len(clocks) == 2 else F(COLUMN[clocks[0]]))
        for state, clocks in RUNNING.items()
    ]
    return orders.annotate(next_due=Case(*cases, default=None, output_field=DateTimeField()))


def working_days_after(start: dt.datetime, days: int) -> dt.datetime:
    """The last second of the `days`-th working day after `start` (at least one): for limits beside the clocks."""
    running = clock.Running(start, clock.Rule(max(days, 1), clock.WORKING_DAYS))
    return clock.due(running, limits.calendar_for(running))
