"""What the browser sends and gets of calendars, limits and clocks."""

import datetime as dt
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from zhixi.hotline.deadlines.choices import Clock, TimeUnit
from zhixi.hotline.http import Line, Moment
from zhixi.hotline.orders.choices import Channel, RequestType, Urgency

Year = Annotated[int, Field(ge=2000, le=2200)]
Named = Annotated[Line, Field(max_length=40)]
Source = Annotated[Line, Field(max_length=80)]


class Day(Schema):
    day: dt.date
    working: bool
    name: str
    source: str


class Warning(Schema):
    """level: "danger" for this year, "warning" for the next. orders: open ones whose limit lies in the year."""

    year: int
    level: str
    message: str
    cure: str
    orders: int


class YearCalendar(Schema):
    """published False: the State Council has not announced the year; limits in it are counted by weekday.

    warnings: of this year and the next, whichever year is looked at. editable: whether the viewer may change days.
    """

    year: int
    days: list[Day]
    published: bool
    warning: str
    warnings: list[Warning]
    editable: bool


class DayBody(Schema):
    working: bool
    name: Named = ""
    source: Source = ""


class YearDay(Schema):
    day: dt.date
    working: bool
    name: Named = ""


class YearBody(Schema):
    """days: at least those that differ from the weekday: days off from Monday to Friday, worked weekends."""

    days: Annotated[list[YearDay], Field(min_length=1, max_length=366)]
    source: Source


class Recounted(Schema):
    """How many open orders got another limit by the change."""

    orders: int


class PolicyBody(Schema):
    """Empty texts mean any. windows: office hours, [["09:00", "12:00"], ["14:00", "17:30"]]; none: whole days."""

    set: Line = ""
    clock: Clock
    request_type: RequestType | Literal[""] = ""
    urgency: Urgency | Literal[""] = ""
    channel: Channel | Literal[""] = ""
    category: Line = ""
    district: Line = ""
    amount: Annotated[int, Field(ge=1, le=1_000_000)]
    unit_of_time: TimeUnit
    windows: Annotated[list[list[Line]], Field(max_length=10)] = []
    priority: Annotated[int, Field(ge=-1000, le=1000)] = 0
    source: Line = ""


class PolicyRow(Schema):
    id: int
    set: str
    clock: str
    clock_label: str
    request_type: str
    urgency: str
    channel: str
    category: str
    category_path: str
    district: str
    amount: int
    unit_of_time: str
    limit: str
    windows: list[list[str]]
    priority: int
    source: str
    retired: bool
    in_force: bool


class PolicyChanged(Recounted):
    policy: PolicyRow


class PolicySetRow(Schema):
    code: str
    name: str
    active: bool


class Policies(Schema):
    sets: list[PolicySetRow]
    policies: list[PolicyRow]
    editable: bool


class SetBody(Schema):
    set: Line


class ClockRow(Schema):
    """One clock of an order. Seconds are of the clock: working ones where it counts working days.

    running: it counts now. stopped: it stands still. ended_at: when it was done with. warning: a year in between is
    not published.
    """

    clock: str
    label: str
    limit: str
    start: Moment
    due_at: Moment
    ended_at: Moment | None
    running: bool
    stopped: bool
    limit_seconds: int
    elapsed_seconds: int
    left_seconds: int
    warning: str


class StopRow(Schema):
    """end None: still going on."""

    kind: str
    cause: str
    reason: str
    begin: Moment
    end: Moment | None
    by: str
    ended_by: str


class SuspensionRow(Schema):
    id: int
    by: str
    at: Moment
    cause: str
    reason: str
    granted: bool | None
    decided_by: str
    decided_at: Moment | None
    decision_note: str


class TimeChoices(Schema):
    """What a person may still do about an order's time: working days that may be asked for at once, that they may
    grant at once, that were granted in this round and that may be in all; and how often the citizen may be asked."""

    ask_days: int
    grant_days: int
    granted_days: int
    total_days: int
    supplements_left: int
