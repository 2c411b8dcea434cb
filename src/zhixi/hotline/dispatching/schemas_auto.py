"""What goes over the wire for automatic dispatch."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from zhixi.hotline.accounts.schemas import UnitRef
from zhixi.hotline.dispatching.choices import Mode, Verdict
from zhixi.hotline.dispatching.schemas import CardShare
from zhixi.hotline.http import Line, Moment
from zhixi.hotline.orders.choices import RequestType


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
