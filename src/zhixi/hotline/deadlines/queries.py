"""What the screens ask of clocks: the warnings of the calendar, the clocks of one order, what is due soon."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from zhixi.hotline.deadlines import clock, limits, terms
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.deadlines.models import CalendarYear
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.due import RUNNING, clock_overdue_q
from zhixi.hotline.orders.models import Order


def unpublished(years) -> set[int]:
    known = CalendarYear.objects.filter(year__in=years, published=True).values_list("year", flat=True)
    return set(years) - set(known)


def gap_words(year: int) -> str:
    return f"{year}年节假日安排尚未公布，暂按周一至周五计算，公布后请更新工作日历"


def warnings(now: dt.datetime) -> list[dict]:
    """This year and the next, where they are not published; orders: open ones whose limit lies there already."""
    this = timezone.localtime(now).year
    return [
        {
            "year": year,
            "level": "danger" if year == this else "warning",
            "message": gap_words(year),
            "cure": "国务院办公厅公布后，由系统管理员在“工作日历”中发布，未办结工单的期限随即重新计算",
            "orders": _due_in(year),
        }
        for year in sorted(unpublished({this, this + 1}))
    ]


def due_soon(now: dt.datetime, within: dt.timedelta, which: Clock = Clock.HANDLE) -> QuerySet:
    """Open orders whose running clock ends within that time and has not ended yet."""
    column = limits.COLUMN[which]
    return Order.objects.filter(clock_overdue_q(which, now + within), **{f"{column}__gte": now})


def clocks_of(order: Order, now: dt.datetime) -> list[dict]:
    """Each clock of the order that was ever set going: what was counted, what is left, in seconds of the clock."""
    stops = [clock.Stop(stop.begin, stop.end) for stop in order.stops.all()]
    known = [(which, limits.terms_of(order, which)) for which in Clock]
    runnings = {which: (kept, terms.read(kept, stops)) for which, kept in known if kept}
    years = {now.year} | {getattr(order, limits.COLUMN[which]).year for which in runnings}
    gaps = unpublished({year + n for year in years for n in (0, 1)})
    return [_clock(order, which, kept, running, now, gaps) for which, (kept, running) in runnings.items()]


def _clock(order: Order, which: Clock, kept: dict, running: clock.Running, now, gaps: set[int]) -> dict:
    ended_at = _ended_at(order, which)
    days = limits.calendar_for(running)
    elapsed = clock.elapsed(running, min(ended_at or now, now), days)
    end = getattr(order, limits.COLUMN[which])
    spanned = set(range(running.start.year, timezone.localtime(end).year + 1))
    gap = min(gaps & spanned, default=None)
    return {
        "clock": str(which),
        "label": which.label,
        "limit": terms.said(kept),
        "start": running.start,
        "due_at": end,
        "ended_at": ended_at,
        "running": ended_at is None and which in RUNNING.get(order.state, ()),
        "stopped": ended_at is None and order.state == State.SUSPENDED,
        "limit_seconds": int(running.limit.total_seconds()),
        "elapsed_seconds": int(elapsed.total_seconds()),
        "left_seconds": int((running.limit - elapsed).total_seconds()),
        "warning": gap_words(gap) if gap else "",
    }


def _ended_at(order: Order, which: Clock) -> dt.datetime | None:
    """When the clock was done with; None while it runs or stands still."""
    state = order.state_before if order.state == State.SUSPENDED else order.state
    if which in RUNNING.get(state, ()):
        return None
    done = {
        Clock.DISPATCH: (order.dispatched_at, order.concluded_at),
        Clock.SIGN: (order.signed_at, order.concluded_at),
        Clock.HANDLE: (order.replied_at, order.concluded_at),
        Clock.CALLBACK: (order.concluded_at,),
    }[which]
    return next((moment for moment in done if moment is not None), None)


def _due_in(year: int) -> int:
    zone = timezone.get_current_timezone()
    first, after = (dt.datetime(y, 1, 1, tzinfo=zone) for y in (year, year + 1))
    running = Q(pk__in=())
    for which, column in limits.COLUMN.items():
        states = [state for state, clocks in RUNNING.items() if which in clocks]
        running |= Q(**{"state__in": states, f"{column}__gte": first, f"{column}__lt": after})
    return Order.objects.filter(running).count()
