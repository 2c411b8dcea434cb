"""Each clock counted again from the events alone (时限复算), to be held against the order's columns.

Read from the chain: what each clock was set going with, when it stopped and went on, and what the calendar was
at the time: a later holiday is undone from its own event before an older limit is counted.
"""

import bisect
import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator

from zhixi.hotline.audit.models import Event
from zhixi.hotline.deadlines import clock, limits, terms
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.due import RUNNING
from zhixi.hotline.orders.models import Order

CHUNK = 500


class Calendars:
    """The calendar as it was when the event number n was written."""

    def __init__(self):
        self.now = dict(limits.calendar().days)
        changes = Event.objects.filter(subject="calendar", verb__in=("put_day", "publish")).order_by("n")
        self.changes = [(n, data["days"]) for n, data in changes.values_list("n", "data")]
        self.numbers = [n for n, _ in self.changes]
        self.made: dict[int, clock.Calendar] = {}

    def at(self, n: int) -> clock.Calendar:
        later = bisect.bisect_right(self.numbers, n)
        if later not in self.made:
            days = dict(self.now)
            for _, changed in reversed(self.changes[later:]):
                for day, (before, _) in changed.items():
                    days[dt.date.fromisoformat(day)] = before
            self.made[later] = clock.Calendar(
                {day: works for day, works in days.items() if works is not None}
            )
        return self.made[later]


@dataclasses.dataclass(frozen=True, slots=True)
class Disagreement:
    """A clock whose column is not what its events say."""

    number: str
    clock: str
    column: dt.datetime | None
    events: dt.datetime | None


def dues(events: Iterable[Event], calendars: Calendars) -> dict[str, dt.datetime]:
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
            running = terms.read(set_going[which], stops)
            ends[which] = clock.due(running, calendars.at(event.n))
    return {which: ends[which] for which in set_going}


def disagreements(orders=None) -> Iterator[Disagreement]:
    """Every clock of every order (or of those of a queryset) that does not agree, in memory that stays small."""
    calendars = Calendars()
    found = (Order.objects.all() if orders is None else orders).exclude(state=State.DRAFT).order_by("pk")
    last = 0
    while batch := list(found.filter(pk__gt=last)[:CHUNK]):
        told: dict[str, list[Event]] = {order.number: [] for order in batch}
        for event in Event.objects.filter(subject="order", key__in=list(told)).order_by("n"):
            told[event.key].append(event)
        for order in batch:
            yield from _disagreeing(order, dues(told[order.number], calendars))
        last = batch[-1].pk


def _disagreeing(order: Order, ends: dict[str, dt.datetime]) -> Iterator[Disagreement]:
    for which, column in limits.COLUMN.items():
        if getattr(order, column) != ends.get(which):
            yield Disagreement(order.number, str(which), getattr(order, column), ends.get(which))


def _columns(changed: dict) -> set[str]:
    return {str(which) for which, column in limits.COLUMN.items() if column in changed}
