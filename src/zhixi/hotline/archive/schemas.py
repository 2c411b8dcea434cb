"""What the browser sends and gets of the archive."""

import datetime as dt
from typing import Annotated

from ninja import Schema
from pydantic import Field

from zhixi.hotline.archive.choices import ExportState, ListState
from zhixi.hotline.http import Line, Moment, Said, Text
from zhixi.hotline.orders.choices import RequestType
from zhixi.hotline.orders.forms import RequestTypeOrNone
from zhixi.hotline.orders.schemas import CategoryRef


class ViewBody(Schema):
    """filters: as in the address of the list of orders. shared_with: a role, or ""."""

    name: Said
    filters: dict = {}
    shared_with: Line = ""


class ViewRow(Schema):
    """count, more: how many orders, up to a limit, where counts were asked for."""

    id: int
    name: str
    filters: dict
    shared_with: str
    mine: bool
    owner: str
    count: int | None
    more: bool


class ExportBody(Schema):
    """columns: keys of `GET /api/exports/columns`; the usual ones if none."""

    filters: dict = {}
    columns: Annotated[list[Line], Field(max_length=60)] = []
    purpose: Line


class Column(Schema):
    key: str
    label: str
    usual: bool


class ExportOptions(Schema):
    """may: whether this person may export; most: rows at once; hours: how long a file lies there."""

    may: bool
    most: int
    hours: int
    columns: list[Column]


class ExportRow(Schema):
    id: int
    asked_by: str
    asked_at: Moment
    purpose: str
    filters: dict
    columns: list[str]
    state: ExportState
    state_label: str
    rows: int
    size: int
    sm3: str
    fault: str
    downloads: int
    expires_at: Moment | None
    mine: bool


class ExportPage(Schema):
    items: list[ExportRow]
    total: int
    more: bool
    page: int
    size: int


class RetentionBody(Schema):
    """request_type, category (a code): "" for any. years 0: for ever."""

    request_type: RequestType | Annotated[str, Field(max_length=0)] = ""
    category: Line = ""
    years: Annotated[int, Field(ge=0, le=100)]
    basis: Line = ""


class RetentionRow(Schema):
    id: int
    request_type: RequestTypeOrNone
    category: CategoryRef | None
    years: int
    basis: str
    changed_by: str
    changed_at: Moment


class HoldRow(Schema):
    """version: of the order, for setting it free; may_release: whether this person may."""

    number: str
    version: int
    may_release: bool
    title: str
    by: str
    at: Moment
    reason: str


class RetentionTable(Schema):
    """editable: whether this person may set retention."""

    rows: list[RetentionRow]
    editable: bool


class HoldPage(Schema):
    items: list[HoldRow]
    total: int
    more: bool
    page: int
    size: int


class ListRow(Schema):
    """may_decide: whether this person may approve or refuse it now."""

    id: int
    made_at: Moment
    state: ListState
    state_label: str
    size: int
    decided_by: str
    decided_at: Moment | None
    note: str
    may_decide: bool


class ListedRow(Schema):
    number: str
    title: str
    request_type: RequestTypeOrNone
    category: CategoryRef | None
    archived_at: Moment | None
    past_since: dt.date
    held: bool


class ListedPage(Schema):
    list: ListRow
    items: list[ListedRow]
    total: int
    more: bool
    page: int
    size: int


class Lists(Schema):
    """may_propose: whether this person may let a list be made now."""

    items: list[ListRow]
    may_propose: bool


class Proposed(Schema):
    """list: None where nothing is past its retention."""

    list: ListRow | None


class Decision(Schema):
    approve: bool
    note: Text
