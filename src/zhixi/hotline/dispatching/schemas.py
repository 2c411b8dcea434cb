"""What goes over the wire for dispatch models and automatic dispatch."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from zhixi.hotline.accounts.schemas import UnitRef
from zhixi.hotline.dispatching.choices import Every, Mode, Verdict
from zhixi.hotline.http import Line, Moment
from zhixi.hotline.orders.choices import RequestType


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


class AutoProven(Schema):
    """On orders that the model had not seen. threshold: None where the target is not proven. shadow: of its own trial."""

    asked: int
    taken: int
    right: int
    bound: float
    threshold: float | None
    shadow: int
    model: str


class AutoCounts(Schema):
    """Since the row's mode last changed. agreed, differed: tried orders that people then sent there, or elsewhere."""

    looked: int
    dispatched: int
    would: int
    agreed: int
    differed: int
    kept_back: list[CardShare]
    upheld: int
    right: int
    wrong: int
    to_judge: int


class AutoRuleRow(Schema):
    id: int
    category: str | None
    category_path: str
    request_type: str
    mode: Mode
    target: float
    threshold: float | None
    sample_percent: int
    sample_least: int
    since: Moment | None
    stopped: str
    proven: AutoProven
    counts: AutoCounts


class AutoRules(Schema):
    may_change: bool
    rules: list[AutoRuleRow]


class AutoFields(Schema):
    target: Annotated[float, Field(ge=0, le=1)] = 0.95
    sample_percent: Annotated[int, Field(ge=0, le=100)] = 5
    sample_least: Annotated[int, Field(ge=0, le=200)] = 5


class AutoBody(AutoFields):
    category: Annotated[Line, Field(max_length=40)] | None = None
    request_type: RequestType | Literal[""] = ""


class AutoSwitch(Schema):
    mode: Mode


class SampleRow(Schema):
    """A decision of the machine that a person is asked to look at."""

    id: int
    order: str
    title: str
    category: str
    at: Moment
    unit: UnitRef
    confidence: float
    verdict: str
    truth: UnitRef | None
    judged_by: str
    state: str
    now_with: UnitRef | None


class SamplePage(Schema):
    may_judge: bool
    items: list[SampleRow]
    total: int
    page: int
    size: int


class Judgement(Schema):
    verdict: Verdict
    unit: Annotated[Line, Field(max_length=40)] | None = None
