"""How the rules of dispatch go over the wire."""

import datetime as dt
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from zhixi.hotline.accounts.schemas import UnitRef
from zhixi.hotline.directives.choices import Effect
from zhixi.hotline.http import Key, Line
from zhixi.hotline.orders.choices import RequestType

Number = Annotated[int, Field(ge=0, le=1_000_000)]


class DirectiveBody(Schema):
    """unit, category: codes. Conditions that are empty hold for every order. weight: percent, of `favour` alone."""

    name: Annotated[Line, Field(max_length=60)]
    effect: Effect
    unit: Annotated[Line, Field(max_length=40)]
    rank: Number = 100
    words: list[Annotated[Line, Field(max_length=200)]] = []
    without: list[Annotated[Line, Field(max_length=200)]] = []
    category: Annotated[Line, Field(max_length=40)] | None = None
    district: Annotated[Line, Field(max_length=40)] = ""
    street: Annotated[Line, Field(max_length=40)] = ""
    request_type: RequestType | Literal[""] = ""
    weight: Number = 50
    since: dt.date | None = None
    until: dt.date | None = None
    basis: Annotated[Line, Field(max_length=200)] = ""


class DirectiveTried(DirectiveBody):
    """id: of the rule that would be changed; None for a new one. active False: if it were switched off."""

    id: Key | None = None
    active: bool = True


class DirectiveSwitch(Schema):
    active: bool


class DirectiveRow(Schema):
    """about: which orders it speaks of, in words. unit_open: its unit, or the one that took over, takes orders today."""

    id: int
    rank: int
    name: str
    effect: str
    unit: UnitRef
    unit_open: bool
    words: list[str]
    without: list[str]
    category: str | None
    district: str
    street: str
    request_type: str
    weight: int
    since: dt.date | None
    until: dt.date | None
    basis: str
    active: bool
    about: str


class DirectiveRows(Schema):
    rules: list[DirectiveRow]
    editable: bool


class ChangedOrder(Schema):
    """before, then: the unit recommended first without and with the change, None for none; handled: the unit that has
    the order. helper: proposed to help."""

    number: str
    title: str
    day: dt.date
    before: UnitRef | None
    then: UnitRef | None
    handled: UnitRef | None
    helper: UnitRef | None


class DirectiveEffect(Schema):
    """looked: orders of the last `days` days, the newest; held: the rule speaks of so many; tried: worked out for so many
    of those; changed: recommended otherwise. righted, spoilt: of those, changed to, or from, the unit that has it."""

    days: int
    looked: int
    held: int
    tried: int
    righted: int
    spoilt: int
    changed: list[ChangedOrder]
