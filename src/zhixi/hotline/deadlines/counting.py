"""Many clocks counted by one calendar: those of whole days that began on the same day under the same rule end alike."""

import datetime as dt
from collections.abc import Sequence

from zhixi.hotline.deadlines import clock, terms

CITY = "+08:00"


class Ends:
    """The ends of clocks. One of whole days without stops depends on the day of its start alone, and is kept."""

    def __init__(self, days: clock.Calendar):
        self.days = days
        self.kept: dict[tuple, object] = {}

    def of(self, told: dict, stops: Sequence[clock.Stop] = ()):
        """When the clock with these terms (`terms.written`) runs out; None while a stop holds it."""
        if stops or told["unit"] not in clock.DAYS:
            return clock.due(terms.read(told, stops), self.days)
        rule = (
            _city_day(told["start"]),
            told["amount"],
            told["unit"],
            str(told["windows"]),
            str(told["extra"]),
        )
        if rule not in self.kept:
            self.kept[rule] = clock.due(terms.read(told), self.days)
        return self.kept[rule]


def _city_day(start: str) -> str:
    """`terms.written` tells the moment in the city's time, so that its day stands in front."""
    if start.endswith(CITY):
        return start[:10]
    return dt.datetime.fromisoformat(start).astimezone(clock.CITY_TIME).date().isoformat()
