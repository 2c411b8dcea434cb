"""When to ring a citizen again who was not reached, pure: at another time of day (换时段回访)."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

CITY_TIME = ZoneInfo("Asia/Shanghai")
Part = tuple[int, int]  # from one full hour to another, on one day


def next_attempt(tried: Sequence[dt.datetime], parts: Sequence[Part]) -> dt.datetime:
    """The start of the next part of a day after the last attempt, one that was tried least often so far.

    tried: the attempts of this round, oldest first, at least one. parts: hours at which one may ring, in order.
    """
    last = tried[-1].astimezone(CITY_TIME)
    used = [part_of(moment, parts) for moment in tried]
    coming = [
        (_at(last.date() + dt.timedelta(days=ahead), part[0]), index)
        for ahead in (0, 1)
        for index, part in enumerate(parts)
    ]
    after = [(moment, index) for moment, index in coming if moment > last][: len(parts)]
    return min(after, key=lambda found: (used.count(found[1]), found[0]))[0]


def part_of(moment: dt.datetime, parts: Sequence[Part]) -> int:
    """The part of the day that a moment lies in, or comes before; the last one late at night."""
    hour = moment.astimezone(CITY_TIME).hour
    return next((index for index, (_, end) in enumerate(parts) if hour < end), len(parts) - 1)


def _at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), CITY_TIME)
