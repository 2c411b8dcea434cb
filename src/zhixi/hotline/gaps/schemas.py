"""What goes over the wire for gaps."""

from ninja import Schema

from zhixi.hotline.articles.schemas import NewArticle
from zhixi.hotline.http import Line, Moment, Text


class GapRow(Schema):
    """article: the key of what was written for it."""

    id: int
    question: str
    asked: int
    first_at: Moment
    last_at: Moment
    state: str
    article: str | None
    by: str
    reason: str


class GapPage(Schema):
    """may_decide: whether this person may write for gaps and close them. may_give: whether they may ask units."""

    may_decide: bool
    may_give: bool
    items: list[GapRow]
    total: int
    page: int
    size: int


class AskingRow(Schema):
    """call: where this person may look at it."""

    question: str
    at: Moment
    by: str
    call: str | None


class GapOut(GapRow):
    askings: list[AskingRow]


class Asked(Schema):
    question: Text
    call: Line = ""


class GapClosed(Schema):
    reason: Text


class GapDraft(NewArticle):
    pass
