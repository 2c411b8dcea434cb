"""What the supervision board and the circular say to the browser."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from zhixi.hotline.accounts.schemas import UnitRef
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.http import Line, Moment
from zhixi.hotline.orders.schemas import OrderRow
from zhixi.hotline.supervision.choices import Rung, Span, Told


class Counted(Schema):
    value: str
    label: str
    colour: str
    count: int


class UnitCount(Schema):
    unit: UnitRef
    count: int
    late: int
    important: int


class Board(Schema):
    total: int
    late: int
    important: int
    by_age: list[Counted]
    by_rung: list[Counted]
    by_unit: list[UnitCount]


class BoardRow(OrderRow):
    age: str
    age_label: str
    rung: str
    rung_label: str
    leader: str


class BoardPage(Schema):
    items: list[BoardRow]
    total: int
    page: int
    size: int


class BoardFilter(Schema):
    """Each as the board's counts name it: unit a code, rung "none" for what nobody pushed yet."""

    age: Line = ""
    rung: Line = ""
    unit: Line = ""
    important: bool | None = None


class ImportantFilter(Schema):
    """mine: those that the viewer was named for. open: those not yet done with, or those that are."""

    mine: bool = False
    open: bool | None = None


class ImportantRow(OrderRow):
    """leader "": nobody was named. marked_at, marked_by: by whom the leader was named."""

    leader: str
    mine: bool
    marked_by: str
    marked_at: Moment | None


class ImportantPage(Schema):
    """mine: how many still open ones the viewer was named for."""

    items: list[ImportantRow]
    total: int
    more: bool
    page: int
    size: int
    mine: int


class LadderBody(Schema):
    """at_once: push the orders too that are beyond the rule when it is saved; else only those that get there later."""

    clock: Clock
    before: bool = False
    amount: Annotated[int, Field(ge=0, le=100_000)]
    span: Span
    rung: Rung
    tells: Annotated[list[Told], Field(max_length=10)]
    at_once: bool = False


class LadderTried(LadderBody):
    """id: of the rule that would be changed; None for a new one."""

    id: Annotated[int, Field(ge=1, lt=2**63)] | None = None


class LadderSwitch(Schema):
    active: bool
    at_once: bool = False


class LadderRow(Schema):
    """when: in words. pushed: how many times orders climbed by it."""

    id: int
    clock: str
    before: bool
    amount: int
    span: str
    rung: str
    tells: list[str]
    active: bool
    when: str
    tells_words: str
    pushed: int


class LadderRules(Schema):
    rules: list[LadderRow]
    editable: bool


class LadderSaved(Schema):
    """beyond: orders that were beyond the rule when it was saved; pushed by the next tick if `at_once`, else let be."""

    rule: LadderRow
    beyond: int
    at_once: bool


class LadderPreview(Schema):
    """beyond: orders that it would push at once."""

    when: str
    beyond: int


class CircularRow(Schema):
    """Rates are of 1; None where nothing was counted."""

    unit: str
    name: str
    dispatched: int
    in_time: int
    overdue: int
    returned_upheld: int
    returned_refused: int
    rated: int
    satisfied: int
    asked: int
    solved: int
    in_time_rate: float | None
    satisfied_rate: float | None
    solved_rate: float | None
    rank: int


class Circular(Schema):
    month: str
    rows: list[CircularRow]
