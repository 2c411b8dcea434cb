"""What goes over the wire of what is public."""

from ninja import Schema

from zhixi.hotline.http import Moment, Text
from zhixi.hotline.orders.schemas import VerbChoice


class ExposureVerb(VerbChoice):
    """why: a reason must be given."""

    why: bool


class ExposureOut(Schema):
    """state: "" before anybody asked. shown: whether everybody can read it now; hidden: why not, where it was let out."""

    state: str
    asked_by: str
    asked_at: Moment | None
    decided_by: str
    changed_at: Moment | None
    reason: str
    shown: bool
    hidden: str
    address: str
    verbs: list[ExposureVerb]


class ExposureRow(Schema):
    key: str
    title: str
    state: str
    asked_by: str
    asked_at: Moment
    decided_by: str
    changed_at: Moment
    reason: str
    shown: bool


class ExposurePage(Schema):
    items: list[ExposureRow]
    total: int
    page: int
    size: int


class Note(Schema):
    note: Text = ""
