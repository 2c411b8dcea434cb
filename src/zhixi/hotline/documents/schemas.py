"""What goes over the wire for documents."""

import datetime as dt
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from zhixi.hotline.documents.choices import Cut
from zhixi.hotline.documents.wishes import Wishes
from zhixi.hotline.http import Line, Moment

Place = Annotated[str, StringConstraints(max_length=200)]
Places = Annotated[list[Place], Field(max_length=20_000)]


TEXTS = ("title", "office", "number")


class FactsIn(Schema):
    """Fields that are set by hand; those left out stand as they were read."""

    title: Annotated[Line, StringConstraints(max_length=150)] | None = None
    office: Annotated[Line, StringConstraints(max_length=80)] | None = None
    number: Annotated[Line, StringConstraints(max_length=60)] | None = None
    dated: dt.date | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


class WishesIn(Schema):
    """See `wishes.Wishes`."""

    cut: Cut | None = None
    depth: Annotated[int, Field(ge=1, le=4)] | None = None
    facts: FactsIn = FactsIn()
    columns: dict[Line, Line] = {}
    category: Line = ""
    unit: Line = ""
    district: Line = ""
    skip: Places = []
    overwrite: Places = []
    spare: Places = []
    as_new: bool = False
    digest: Line = ""

    def wishes(self) -> Wishes:
        plain = self.dict(exclude={"facts"})
        for name in ("skip", "overwrite", "spare"):
            plain[name] = frozenset(plain[name])
        plain["cut"] = None if self.cut in (None, Cut.ROWS) else self.cut.value
        facts = self.facts.dict(exclude_unset=True)
        return Wishes(**plain, facts=facts | {name: facts[name] or "" for name in TEXTS if name in facts})


class FactsOut(Schema):
    title: str
    office: str
    number: str
    dated: dt.date | None
    valid_from: dt.date | None
    valid_to: dt.date | None


class SourceRow(Schema):
    """articles: that were made of it. drafts: of them, those that wait to be sent to review."""

    id: int
    title: str
    office: str
    number: str
    dated: dt.date | None
    name: str
    cut: str
    edition: int
    by: str
    at: Moment
    articles: int
    drafts: int


class SourcePage(Schema):
    """may_import: whether this person may import. most: bytes of a file."""

    may_import: bool
    most: int
    items: list[SourceRow]
    total: int
    page: int
    size: int


class PieceRow(Schema):
    """body: how it begins; letters: how long it is. key: of the article that it goes on, "" of a new one."""

    place: str
    clause: str
    title: str
    body: str
    letters: int
    fate: str
    key: str
    wrong: str


class GoneRow(Schema):
    key: str
    place: str
    title: str


class ColumnChoice(Schema):
    """A field that a column may fill; column: which does, "" for none."""

    field: str
    label: str
    required: bool
    column: str


class PlanOut(Schema):
    """known: the title of the source that would be brought up to date, "" of a new one; columns: of a table."""

    kind: str
    pages: int
    digest: str
    notes: list[str]
    facts: FactsOut
    cut: str
    depth: int
    known: str
    known_at: Moment | None
    header: list[str]
    columns: list[ColumnChoice]
    pieces: list[PieceRow]
    gone: list[GoneRow]


class OutcomeOut(Schema):
    source: SourceRow
    added: list[str]
    changed: list[str]
    kept: list[str]
    review: list[str]
    same: int
    skipped: int


class Submitted(Schema):
    keys: list[str]
