"""What goes over the wire for calls: by HTTP, and as the bodies of the seat's feed."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from zhixi.hotline.articles.schemas import AnswersOut
from zhixi.hotline.calls.schemas_draft import DraftOut, RefinedOut
from zhixi.hotline.filling.schemas import Count, Part, PartFields
from zhixi.hotline.http import Line, Text
from zhixi.hotline.orders.forms import OrderForm
from zhixi.hotline.orders.schemas import RecommendationRow


class AgentRef(Schema):
    id: int
    name: str
    extension: str


class CallRow(Schema):
    """put_away: its agent decided that no order comes of it. Rows that were told before do not say."""

    id: str
    state: str
    source: str
    agent: AgentRef | None
    calling_number: str
    offered_at: str
    answered_at: str | None
    ended_at: str | None
    order: str | None
    put_away: bool = False


class CallPage(Schema):
    items: list[CallRow]
    total: int
    page: int
    size: int


class MarkOut(Schema):
    """Of characters start..end: how people write them, or what the recogniser had written (said), and why not."""

    start: int
    end: int
    kind: str
    written: str
    said: str
    why: str
    score: float | None


class UtteranceOut(Schema):
    """text: what was said, names mended. Calls of before know no marks."""

    n: int
    leg: str
    start: float
    end: float
    text: str
    marks: list[MarkOut] = []
    language: str = ""


class SideFigures(Schema):
    seconds: float
    utterances: int
    speed: int | None
    interruptions: int


class TalkFigures(Schema):
    """Seconds; speed in characters a minute; sides by leg."""

    length: float
    sides: dict[str, SideFigures]
    silence: float
    longest_silence: float
    silence_share: float
    overlap: float
    hold: float


class AlarmOut(Schema):
    """state: raised, confirmed, dismissed; by whom and why."""

    id: int
    kind: str
    label: str
    words: str
    utterance: int
    start: int
    end: int
    state: str
    by: str
    reason: str


class FaultOut(Schema):
    """A trouble of the call. leg: "" for the whole call. over: it has come to its end."""

    trouble: str
    leg: str
    message: str
    over: bool


class FiledOut(Schema):
    """order: the number of what came of this demand."""

    part: int
    order: str


class CallDetail(CallRow):
    """feed: the last feed id that is already in here; the seat goes on listening from it. held: the citizen waits
    on the line (保持). faults: the troubles that are not over. filled: what the agent made of the draft, a demand each."""

    utterances: list[UtteranceOut]
    draft: DraftOut | None
    filled: list[PartFields]
    filed: list[FiledOut]
    refined: RefinedOut | None
    answers: AnswersOut | None
    units: list[RecommendationRow]
    alarms: list[AlarmOut]
    figures: TalkFigures | None
    feed: int
    held: bool
    faults: list[FaultOut]


class FormToCheck(Schema):
    form: OrderForm


class DemoCall(Schema):
    id: str
    title: str
    kind: str


class DemoChoice(Schema):
    id: str


class CallOrder(Schema):
    """What the agent saves of a call: the form as it stands, taken in, or answered on the spot.

    part: which of the call's demands. versions: field → as this page knew it; a field that another page changed since
    is a Conflict. reasons: the kinds of findings that the agent confirmed, each with why ("" for a mere warning).
    """

    part: Part = 0
    versions: dict[str, Count] = {}
    reasons: Annotated[dict[Line, Text], Field(max_length=8)] = {}
    form: OrderForm
    decision: Literal["accept", "answer"]
    answer_text: Text = ""
    article_keys: list[Line] = []


class ToSend(Schema):
    """key: of the article that is sent to the caller."""

    key: Line


class SentAnswer(Schema):
    """to: the number, masked. fresh: False where it had been sent before."""

    to: str
    fresh: bool
