"""What goes over the wire for candidates."""

from ninja import Schema

from zhixi.hotline.accounts.schemas import UnitRef
from zhixi.hotline.articles.schemas import NewArticle
from zhixi.hotline.http import Moment, Text


class CandidateRow(Schema):
    """times: orders behind it. article: the key of what was written."""

    id: int
    question: str
    answer: str
    unit: UnitRef | None
    times: int
    last_at: Moment
    state: str
    article: str | None
    by: str
    reason: str


class CandidatePage(Schema):
    """may_decide: whether this person may accept and dismiss."""

    may_decide: bool
    items: list[CandidateRow]
    total: int
    page: int
    size: int


class CandidateSource(Schema):
    number: str
    title: str
    concluded_at: Moment | None


class CandidateOut(CandidateRow):
    """sources: the orders behind it that this person may look at, the newest first."""

    sources: list[CandidateSource]


class CandidateDraft(NewArticle):
    pass


class CandidateDismissed(Schema):
    reason: Text
