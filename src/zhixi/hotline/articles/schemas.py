"""What goes over the wire for articles."""

import datetime as dt

from ninja import Schema

from zhixi.hotline.accounts.schemas import UnitRef
from zhixi.hotline.attachments.choices import FileKind
from zhixi.hotline.http import Line, Long, Moment, Text
from zhixi.hotline.orders.bodies import Id
from zhixi.hotline.orders.schemas import CategoryRef, VerbChoice


class Elements(Schema):
    """The parts of an article beside its answer, each Markdown or "" (`choices.Element`)."""

    audience: Long = ""
    materials: Long = ""
    steps: Long = ""
    fees: Long = ""
    venue: Long = ""
    hours: Long = ""


class EnclosureRow(Schema):
    id: int
    name: str
    kind: FileKind
    size: int


class ArticleRow(Schema):
    key: str
    title: str
    state: str
    category: CategoryRef | None
    unit: UnitRef | None
    district: str
    source: str
    clause: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    revision: int
    changed_at: Moment


class ArticleVerbChoice(VerbChoice):
    """timed: it may be set for a later moment."""

    timed: bool


class MarkRow(Schema):
    made: str
    note: str
    by: str
    at: Moment


class ArticleOut(Elements, ArticleRow):
    """version: the number of the version that is out now, None where none is. may_compare: it may read the history.

    whole: the answer with its parts, as one text. marks: what was said against that version, for the editors. used: how many orders it concluded.
    """

    body: str
    whole: str
    files: list[EnclosureRow]
    variants: list[str]
    tags: list[str]
    written_by: str
    version: int | None
    may_write: bool
    may_compare: bool
    may_mark: bool
    marks: list[MarkRow]
    used: int
    notice: str
    may_keep: bool
    verbs: list[ArticleVerbChoice]


class VersionRow(Schema):
    """standing: coming, live, ended, cancelled."""

    n: int
    title: str
    standing: str
    written_by: str
    released_by: str
    released_at: Moment
    ended_at: Moment | None
    ended_as: str
    valid_from: dt.date | None
    valid_to: dt.date | None


class PieceOut(Schema):
    """kind: same, gone, new."""

    kind: str
    text: str


class FieldDifference(Schema):
    label: str
    pieces: list[PieceOut]


class MarkIn(Schema):
    made: Line
    note: Text


class RestoreIn(Schema):
    n: int
    revision: int


class ArticlePage(Schema):
    """may_write: whether this person may write articles."""

    may_write: bool
    items: list[ArticleRow]
    total: int
    page: int
    size: int


class ArticleIn(Elements):
    title: Line
    body: Long
    variants: list[Line] = []
    category: Line | None = None
    unit: Line | None = None
    district: Line = ""
    source: Line = ""
    clause: Line = ""
    tags: list[Line] = []
    files: list[Id] = []
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


class NewArticle(ArticleIn):
    key: Line


class ChangedArticle(ArticleIn):
    revision: int


class ArticleVerb(Schema):
    """at: when it takes effect, where that is later."""

    revision: int
    note: Text = ""
    at: dt.datetime | None = None


class CardOut(Schema):
    """notice: what to know before telling it: not confirmed by its unit, up for review."""

    key: str
    title: str
    passage: str
    span: tuple[int, int]
    source: str
    clause: str
    unit: str
    valid_from: str | None
    valid_to: str | None
    notice: str = ""
    files: list[EnclosureRow] = []
    confidence: float


class AnswersOut(Schema):
    """question: what was understood to be asked; "" in what was told before it was kept."""

    question: str = ""
    answered: bool
    confidence: float
    cards: list[CardOut]


class AskedNext(Schema):
    """times: orders that both articles concluded."""

    key: str
    title: str
    times: int
