"""Each clock counted again from the events alone (时限复算), to be held against the order's columns.

Read from the chain: what each clock was set going with, when it stopped and went on, and what the calendar was
at the time: a later holiday is undone from its own event before an older limit is counted.
"""

import bisect
import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from zhixi.hotline.audit.models import Event
from zhixi.hotline.deadlines import clock, limits
from zhixi.hotline.deadlines.counting import Ends
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.due import RUNNING
from zhixi.hotline.orders.models import Order

CHUNK = 2000
COLUMNS = tuple((str(which), column) for which, column in limits.COLUMN.items())
SAYS_NOTHING = (
    "overdue",
    "ladder",
    "reveal",
    "remind",
    "supervise",
)  # these neither set a clock going nor stop it


class Told(NamedTuple):
    """What of an event a clock is counted from."""

    key: str
    n: int
    at: dt.datetime
    verb: str
    to_state: str
    data: dict


class Calendars:
    """The calendar as it was when the event number n was written."""

    def __init__(self):
        self.now = dict(limits.calendar().days)
        changes = Event.objects.filter(subject="calendar", verb__in=("put_day", "publish")).order_by("n")
        self.changes = [(n, data["days"]) for n, data in changes.values_list("n", "data")]
        self.numbers = [n for n, _ in self.changes]
        self.made: dict[int, Ends] = {}

    def at(self, n: int) -> Ends:
        later = bisect.bisect_right(self.numbers, n)
        if later not in self.made:
            days = dict(self.now)
            for _, changed in reversed(self.changes[later:]):
                for day, (before, _) in changed.items():
                    days[dt.date.fromisoformat(day)] = before
            known = {day: works for day, works in days.items() if works is not None}
            self.made[later] = Ends(clock.Calendar(known))
        return self.made[later]


@dataclasses.dataclass(frozen=True, slots=True)
class Disagreement:
    """A clock whose column is not what its events say."""

    number: str
    clock: str
    column: dt.datetime | None
    events: dt.datetime | None


def dues(events: Iterable[Told], calendars: Calendars) -> dict[str, dt.datetime]:
    """The end of each clock that one order's events tell of; events in their order."""
    set_going: dict[str, dict] = {}
    ends: dict[str, dt.datetime] = {}
    stopped: dict[str, dt.datetime] = {}
    stops: list[clock.Stop] = []
    for event in events:
        before, set_going = set_going, event.data.get("changed", {}).get("clocks", set_going)
        touched = {which for which, kept in set_going.items() if before.get(which) != kept}
        if "stop" in event.data:
            stopped[event.data["stop"]["kind"]] = event.at
        for kind in event.data.get("go", ()):
            stops.append(clock.Stop(stopped.pop(kind), event.at))
        if "go" in event.data and event.to_state in RUNNING:
            touched |= set(map(str, RUNNING[event.to_state]))
        if event.verb == "recount":
            touched |= _columns(event.data["changed"])
        for which in touched & set(set_going):
            ends[which] = calendars.at(event.n).of(set_going[which], tuple(stops))
    return {which: ends[which] for which in set_going}


def disagreements(orders=None) -> Iterator[Disagreement]:
    """Every clock of every order (or of those of a queryset) that does not agree, in memory that stays small."""
    calendars = Calendars()
    found = (Order.objects.all() if orders is None else orders).exclude(state=State.DRAFT).order_by("pk")
    rows = found.values_list("pk", "number", *limits.COLUMN.values())
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:CHUNK]):
        told: dict[str, list[Told]] = {number: [] for _, number, *_ in batch}
        for event in _events(list(told)):
            told[event.key].append(event)
        for _, number, *kept in batch:
            yield from _disagreeing(number, kept, dues(told[number], calendars))
        last = batch[-1][0]


def _events(numbers: list[str]) -> Iterator[Told]:
    found = Event.objects.filter(subject="order", key__in=numbers).exclude(verb__in=SAYS_NOTHING)
    return map(Told._make, found.order_by("n").values_list(*Told._fields).iterator(CHUNK))


def _disagreeing(number: str, kept: list, ends: dict[str, dt.datetime]) -> Iterator[Disagreement]:
    for (which, _), column in zip(COLUMNS, kept, strict=True):
        if column != ends.get(which):
            yield Disagreement(number, which, column, ends.get(which))


def _columns(changed: dict) -> set[str]:
    return {which for which, column in COLUMNS if column in changed}
