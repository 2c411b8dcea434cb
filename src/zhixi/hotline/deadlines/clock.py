"""Working-time arithmetic, pure (工作日计算). Plain values in, plain values out.

The rule, after 民法典 第二百零一条 and 第二百零三条 and the practice of the hotlines: the day on which a period of
working days begins is not counted, and it ends with the last second of its last working day. "2 working days"
from Friday noon is Tuesday 23:59:59. Working seconds are all the seconds of working days: a hotline's units
answer for the day, not for office hours. Minutes and hours run around the clock.
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

CITY_TIME = ZoneInfo("Asia/Shanghai")
LAST_SECOND = dt.time(23, 59, 59)
ONE_DAY = dt.timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Calendar:
    """Which days the city works on. A day that `days` does not name counts by its weekday."""

    days: Mapping[dt.date, bool] = dataclasses.field(default_factory=dict)

    def works(self, day: dt.date) -> bool:
        return self.days.get(day, day.weekday() < 5)


def add_working_days(start: dt.datetime, days: int, calendar: Calendar) -> dt.datetime:
    """The last second of the `days`-th working day after the day of `start`; 0 is the end of that day itself."""
    day = start.astimezone(CITY_TIME).date()
    while days > 0:
        day += ONE_DAY
        days -= calendar.works(day)
    return dt.datetime.combine(day, LAST_SECOND, CITY_TIME)


def add_natural_days(start: dt.datetime, days: int) -> dt.datetime:
    """The last second of the `days`-th day after the day of `start`, holidays counted."""
    day = start.astimezone(CITY_TIME).date() + ONE_DAY * days
    return dt.datetime.combine(day, LAST_SECOND, CITY_TIME)


def add_minutes(start: dt.datetime, minutes: int) -> dt.datetime:
    """Minutes around the clock."""
    return start + dt.timedelta(minutes=minutes)


def working_seconds_between(start: dt.datetime, end: dt.datetime, calendar: Calendar) -> float:
    """Seconds of working days between two moments; negative when `end` is before `start`."""
    if end < start:
        return -working_seconds_between(end, start, calendar)
    moment, end = start.astimezone(CITY_TIME), end.astimezone(CITY_TIME)
    seconds = 0.0
    while moment < end:
        midnight = _next_midnight(moment)
        if calendar.works(moment.date()):
            seconds += (min(midnight, end) - moment).total_seconds()
        moment = midnight
    return seconds


def add_working_seconds(start: dt.datetime, seconds: float, calendar: Calendar) -> dt.datetime:
    """The moment when `seconds` of working days have passed since `start`."""
    moment = start.astimezone(CITY_TIME)
    left = dt.timedelta(seconds=seconds)
    while True:
        midnight = _next_midnight(moment)
        if calendar.works(moment.date()):
            if left < midnight - moment:
                return moment + left
            left -= midnight - moment
        moment = midnight


def _next_midnight(moment: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(moment.date() + ONE_DAY, dt.time(), CITY_TIME)
