"""What the supervision board and the circular say to the browser."""

from ninja import Schema

from zhixi.hotline.accounts.schemas import UnitRef
from zhixi.hotline.http import Line
from zhixi.hotline.orders.schemas import OrderRow


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


class RuleRow(Schema):
    id: int
    clock: str
    before: bool
    amount: int
    span: str
    rung: str
    tells: list[str]
    label: str


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
