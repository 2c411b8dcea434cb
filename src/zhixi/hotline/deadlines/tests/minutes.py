"""A second way to count clocks, for the tests: minute by minute, without a thought about days (时限复核).

Written apart from `deadlines.clock` and sharing nothing with it: one yes or no for every minute of the years, taken
from chinesecalendar itself, and a count. Starts and stops must lie on whole minutes.
"""

import datetime as dt
import zoneinfo

import chinese_calendar
import numpy as np

ZONE = zoneinfo.ZoneInfo("Asia/Shanghai")
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2027, 12, 31)
A_DAY = 24 * 60


def _worked(day: dt.date) -> bool:
    if day.year > max(known.year for known in chinese_calendar.holidays):
        return day.strftime("%a") not in ("Sat", "Sun")
    return chinese_calendar.is_workday(day)


class Minutes:
    """Every minute from FIRST to LAST: is it of a working day, is it within the office hours?"""

    def __init__(self, windows=()):
        days = [_worked(FIRST + dt.timedelta(n)) for n in range((LAST - FIRST).days + 1)]
        self.worked = np.repeat(np.array(days), A_DAY)
        hours = np.zeros(A_DAY, dtype=bool) if windows else np.ones(A_DAY, dtype=bool)
        for begin, end in windows:
            hours[begin // 60 : end // 60] = True
        self.hours = np.tile(hours, len(days))
        self.office_minutes = int(hours.sum())

    def due(self, start, amount: int, unit: str, office: bool, stops=()) -> dt.datetime:
        """The end of a limit of `amount` units; office: count inside the office hours alone."""
        first = number_of(start)
        counts = np.ones(len(self.worked), dtype=bool)
        if unit == "working_days" or office:
            counts &= self.worked
        if office:
            counts &= self.hours
        if unit.endswith("days"):  # the first day is not counted: on to its last minute
            first = (first // A_DAY + 1) * A_DAY
        counts[:first] = False
        for begin, end in stops:
            counts[max(0, number_of(begin)) : number_of(end)] = False
        per_unit = {"minutes": 1, "hours": 60}.get(unit, self.office_minutes if office else A_DAY)
        last = int(np.flatnonzero(counts)[amount * per_unit - 1])
        end = dt.datetime.combine(FIRST, dt.time(), ZONE) + dt.timedelta(minutes=last + 1)
        whole_days = unit.endswith("days") and not office
        return end - dt.timedelta(seconds=1) if whole_days else end


def number_of(moment: dt.datetime) -> int:
    """Which minute of the table a moment is."""
    local = moment.astimezone(ZONE).replace(tzinfo=None)
    return int((local - dt.datetime.combine(FIRST, dt.time())).total_seconds()) // 60
