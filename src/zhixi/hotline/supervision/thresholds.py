"""When a rule of the ladder applies to a limit, pure: plain moments in, moments out.

A rule of days or hours becomes one moment: every limit up to it climbs. One of per cents looks at each limit.
"""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

CITY_TIME = ZoneInfo("Asia/Shanghai")
ONE_DAY = dt.timedelta(days=1)
Works = Callable[[dt.date], bool]


def latest_limit(now: dt.datetime, *, before: bool, amount: int, span: str, works: Works) -> dt.datetime:
    """The latest limit that has come so near (before), or has passed so long (after), at `now`.

    Before, in working days: limits up to the end of the amount-th working day from today. After: limits of the day
    since which so many whole working days have passed.
    """
    if span == "hours":
        hours = dt.timedelta(hours=amount)
        return now + hours if before else now - hours
    day = now.astimezone(CITY_TIME).date()
    if not before and amount == 0:
        return now
    if before:
        for _ in range(amount):
            day = _step(day, ONE_DAY, works)
        return _end_of(day)
    for _ in range(amount):
        day = _step(day, -ONE_DAY, works)
    return _end_of(day - ONE_DAY)


def share_left(start: dt.datetime, limit: dt.datetime, now: dt.datetime) -> float:
    """How much of the time from start to limit is still to come, in per cent; 0 when it has passed."""
    whole = (limit - start).total_seconds()
    return max(100 * (limit - now).total_seconds() / whole, 0.0) if whole > 0 else 0.0


def _step(day: dt.date, way: dt.timedelta, works: Works) -> dt.date:
    day += way
    while not works(day):
        day += way
    return day


def _end_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(23, 59, 59), CITY_TIME)
