"""What the browser gets of attachments."""

from ninja import Schema

from zhixi.hotline.accounts.schemas import UnitRef
from zhixi.hotline.attachments.choices import FileKind, FileSource
from zhixi.hotline.http import Line, Moment


class EarlierUse(Schema):
    """Where a reply's photo was used before. same_order: in this order, before it was opened again."""

    id: int
    order: str
    unit: UnitRef | None
    at: Moment
    exact: bool
    same_order: bool


class AttachmentRow(Schema):
    """order: whose file it is, the master's where its reply answers this order too. round: from 1. n: which of its
    reply's photos it is, from 1, as the doubts call it; 0 of none. guarded: is looked at with a purpose alone.
    taken_at, place, early, uses: for the centre alone; early: taken before the citizen called."""

    id: int
    order: str
    source: FileSource
    kind: FileKind
    picture: bool
    name: str
    size: int
    width: int
    height: int
    digest: str
    by: str
    unit: UnitRef | None
    at: Moment
    round: int
    reply: int | None
    n: int
    note: str
    shareable: bool
    hidden_from_units: bool
    guarded: bool
    withdrawn_at: Moment | None
    withdrawn_by: str
    withdrawn_why: str
    may_withdraw: bool
    taken_at: Moment | None
    place: str
    early: bool
    uses: list[EarlierUse]


class UploadRow(Schema):
    """A file that was received and waits to be added."""

    id: int
    kind: FileKind
    picture: bool
    name: str
    size: int


class AttachmentLimits(Schema):
    """count, total: files and bytes of an order; size: bytes of one file."""

    count: int
    total: int
    size: int
    accepted: str


class Attachments(Schema):
    """hidden: how many are kept from this person. waiting: uploaded by this person and not added yet."""

    items: list[AttachmentRow]
    hidden: int
    waiting: list[UploadRow]
    limits: AttachmentLimits


class Purpose(Schema):
    purpose: Line
