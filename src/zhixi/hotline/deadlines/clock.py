"""Clocks of limits, pure (时限计算): a start, a rule, what was granted on top, and the stops. Values in, values out.

What is counted:
- Working days: 民法典 第二百零一条 does not count the day on which a period begins, so it counts from the next midnight;
  第二百零三条 lets it end with the last day's 24:00, or, where there are office hours, when the office closes. So two
  working days from Friday noon are due on Tuesday at 23:59:59, with office hours until 17:30 at 17:30.
- Natural days: the same, and every day counts.
- Hours and minutes: from the very moment, around the clock; with office hours, inside them only.
Stops are left out of the count, however they overlap. A second inside a stop moves the end by one counted second,
so a clock keeps exactly what was left of it. `due` is the first moment at which `elapsed` is the limit.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

CITY_TIME = ZoneInfo("Asia/Shanghai")
ONE_DAY = dt.timedelta(days=1)
ONE_SECOND = dt.timedelta(seconds=1)
NOTHING = dt.timedelta()
WORKING_DAYS, NATURAL_DAYS, HOURS, MINUTES = "working_days", "natural_days", "hours", "minutes"
DAYS = frozenset({WORKING_DAYS, NATURAL_DAYS})
Span = tuple[dt.datetime, dt.datetime | None]  # the second None: for ever


@dataclasses.dataclass(frozen=True)
class Calendar:
    """Which days the city works on. A day that `days` does not name counts by its weekday."""

    days: Mapping[dt.date, bool] = dataclasses.field(default_factory=dict)

    def works(self, day: dt.date) -> bool:
        return self.days.get(day, day.weekday() < 5)


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """So much of a unit of time, at least one. windows: office hours as (from, to) seconds of a working day, in order.

    Windows hold for working days, hours and minutes; natural days have none.
    """

    amount: int
    unit: str
    windows: tuple[tuple[int, int], ...] = ()

    @property
    def limit(self) -> dt.timedelta:
        """The time that must be counted until the clock has run out; whole days end with their last second."""
        if self.unit == MINUTES:
            return dt.timedelta(minutes=self.amount)
        if self.unit == HOURS:
            return dt.timedelta(hours=self.amount)
        if self.windows:
            return self.amount * dt.timedelta(seconds=sum(end - begin for begin, end in self.windows))
        return self.amount * ONE_DAY - ONE_SECOND


@dataclasses.dataclass(frozen=True, slots=True)
class Stop:
    """A time that is not counted: from `begin` to `end`, or still going on (None)."""

    begin: dt.datetime
    end: dt.datetime | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Running:
    """A clock as it was set going. extensions: granted on top (延期), each counted from the limit before it."""

    start: dt.datetime
    rule: Rule
    extensions: tuple[Rule, ...] = ()
    stops: tuple[Stop, ...] = ()

    @property
    def limit(self) -> dt.timedelta:
        return sum((rule.limit for rule in self.extensions), self.rule.limit)


def due(running: Running, calendar: Calendar) -> dt.datetime | None:
    """When it runs out; None while a stop that has no end holds it."""
    return _ends(running, calendar)[-1]


def elapsed(running: Running, now: dt.datetime, calendar: Calendar) -> dt.timedelta:
    """The time counted until `now`: at `due` it is the limit, after it more."""
    rules = (running.rule, *running.extensions)
    begin, total = running.start.astimezone(CITY_TIME), NOTHING
    stops = union(running.stops)
    for n, (rule, end) in enumerate(zip(rules, _ends(running, calendar), strict=True), 1):
        if n == len(rules) or end is None or now < end:
            return total + _counted(rule, begin, now, stops, calendar)
        total, begin = total + rule.limit, end
    return total


def left(running: Running, now: dt.datetime, calendar: Calendar) -> dt.timedelta:
    """What may still be counted, negative when it has run out."""
    return running.limit - elapsed(running, now, calendar)


def union(stops: tuple[Stop, ...]) -> list[Span]:
    """Nested, overlapping and touching stops as few spans apart, in order, in the city's time."""
    spans: list[Span] = []
    for stop in sorted(stops, key=lambda stop: stop.begin):
        begin = stop.begin.astimezone(CITY_TIME)
        end = stop.end.astimezone(CITY_TIME) if stop.end else None
        if spans and (spans[-1][1] is None or begin <= spans[-1][1]):
            last = spans[-1][1]
            spans[-1] = (spans[-1][0], None if last is None or end is None else max(last, end))
        elif end is None or begin < end:
            spans.append((begin, end))
    return spans


def _ends(running: Running, calendar: Calendar) -> list[dt.datetime | None]:
    """When the rule runs out, then each extension."""
    stops, moment, ends = union(running.stops), running.start.astimezone(CITY_TIME), []
    for rule in (running.rule, *running.extensions):
        moment = _end(rule, moment, stops, calendar) if moment else None
        ends.append(moment)
    return ends


def _end(rule: Rule, start: dt.datetime, stops: list[Span], calendar: Calendar) -> dt.datetime | None:
    missing = rule.limit
    for begin, end in _without(_open(rule, start, calendar), stops):
        if end is None or end - begin >= missing:
            return begin + missing
        missing -= end - begin
    return None


def _counted(rule: Rule, start, until, stops: list[Span], calendar: Calendar) -> dt.timedelta:
    until, total = until.astimezone(CITY_TIME), NOTHING
    for begin, end in _without(_open(rule, start, calendar), stops):
        if begin >= until:
            break
        total += (until if end is None else min(end, until)) - begin
    return total


def _open(rule: Rule, start: dt.datetime, calendar: Calendar) -> Iterator[Span]:
    """The spans in which the rule counts, in order, from `start` on."""
    if rule.unit in DAYS:
        start = midnight(start.date() + ONE_DAY)
    if rule.unit == NATURAL_DAYS or (rule.unit != WORKING_DAYS and not rule.windows):
        yield start, None
        return
    day = start.date()
    while True:
        if calendar.works(day):
            for begin, end in _hours(rule, day):
                if end > start:
                    yield max(begin, start), end
        day += ONE_DAY


def _hours(rule: Rule, day: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    first = midnight(day)
    if not rule.windows:
        yield first, first + ONE_DAY
    for begin, end in rule.windows:
        yield first + dt.timedelta(seconds=begin), first + dt.timedelta(seconds=end)


def _without(spans: Iterator[Span], stops: list[Span]) -> Iterator[Span]:
    """The spans less the stops. Ends by itself only where a stop goes on for ever."""
    place = 0
    for begin, end in spans:
        while place < len(stops) and (end is None or stops[place][0] < end):
            stop_begin, stop_end = stops[place]
            if stop_begin > begin:
                yield begin, stop_begin
            if stop_end is None:
                return
            begin = max(begin, stop_end)
            if end is not None and begin >= end:
                break
            place += 1
        if end is None or begin < end:
            yield begin, end


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), CITY_TIME)
