"""What goes over the wire for dispatch models."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from zhixi.hotline.dispatching.choices import Every
from zhixi.hotline.http import Line, Moment


class CardFigures(Schema):
    """Shares 0..1; None where nothing was asked. coverage_95: of the orders, those that may be taken 95 % right."""

    orders: int
    top1: float | None
    top3: float | None
    coverage_95: float | None
    ece: float | None
    macro_f1: float | None
    confidence: float | None


class CardGroup(Schema):
    """How often a recommender was right first, by unit or category. at_least: the candidate's lower bound, 95 %."""

    name: str
    orders: int
    candidate: float
    at_least: float
    present: float | None


class CardChanged(Schema):
    better: list[CardGroup]
    worse: list[CardGroup]


class CardConfusion(Schema):
    unit: str
    named: str
    candidate: int
    present: int


class CardShare(Schema):
    name: str
    value: int


class DispatchModelRow(Schema):
    """top1, top3: of the seat's recommendation with it, on orders that it had not seen."""

    key: str
    made_at: Moment
    learnt_until: Moment
    state: str
    rows: int
    megabytes: float
    top1: float | None
    top3: float | None
    better: bool
    present: bool


class DispatchModelCard(DispatchModelRow):
    """whole: on all orders asked; candidate and present_figures: on those that both can be asked."""

    learnt_from: Moment | None
    units: int
    asked_first: Moment | None
    asked_last: Moment | None
    note: str
    compared_with: str | None
    whole: CardFigures
    candidate: CardFigures
    present_figures: CardFigures | None
    by_unit: list[CardGroup]
    by_category: list[CardGroup]
    changed: CardChanged
    confusions: list[CardConfusion]
    kinds: list[CardShare]
    against: int
    removed: bool


class LearningRow(Schema):
    id: int
    asked_at: Moment
    by: str
    state: str
    started_at: Moment | None
    ended_at: Moment | None
    message: str
    model: str | None


class UseRow(Schema):
    id: int
    at: Moment
    by: str
    model: str
    note: str


class ScheduleOut(Schema):
    every: Every
    weekday: int
    hour: int
    held_out: int
    keep: int
    by_itself: bool
    version: int


class ScheduleIn(ScheduleOut):
    weekday: Annotated[int, Field(ge=0, le=6)]
    hour: Annotated[int, Field(ge=0, le=23)]
    held_out: Annotated[int, Field(ge=3, le=90)]
    keep: Annotated[int, Field(ge=2, le=30)]


class DispatchModels(Schema):
    """seen: the newest row of use, which a switch must name. present: "" for the one made by hand, or none.

    before: what switching back would use; None where nothing was switched yet.
    """

    may_change: bool
    may_judge: bool
    seen: int
    present: str
    by_hand: bool
    before: str | None
    trouble: str
    models: list[DispatchModelRow]
    runs: list[LearningRow]
    uses: list[UseRow]
    schedule: ScheduleOut


class SwitchOn(Schema):
    key: Annotated[Line, Field(max_length=40)]
    seen: Annotated[int, Field(ge=0, lt=2**63)]


class SwitchBack(Schema):
    seen: Annotated[int, Field(ge=0, lt=2**63)]
