"""What the browser sends with a verb: one body a verb, each with the version that its sender saw."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from zhixi.hotline.callbacks.choices import Discontent
from zhixi.hotline.deadlines.choices import StopCause
from zhixi.hotline.http import Line, Long, Moment, Said, Text
from zhixi.hotline.orders.choices import Channel, Gender, RequestType, ReturnReason, Satisfaction, Urgency
from zhixi.hotline.orders.forms import Address, RequestTypeOrNone

Id = Annotated[int, Field(ge=1, lt=2**63)]
Ids = Annotated[list[Id], Field(max_length=200)]


class Body(Schema):
    """version: the order's version as the sender saw it; 409 when somebody else changed it since."""

    version: int


class Amendment(Body):
    """Only what is sent is changed."""

    reason: Text = ""
    channel: Channel | None = None
    request_type: RequestTypeOrNone | None = None
    urgency: Urgency | None = None
    category: Line | None = None
    title: Line | None = None
    subject: Line | None = None
    demand: Text | None = None
    description: Long | None = None
    caller_name: Line | None = None
    caller_gender: Gender | None = None
    caller_phone: Line | None = None
    confidential: bool | None = None
    anonymous: bool | None = None
    callback_wanted: bool | None = None
    address: Address | None = None
    incident_time_text: Line | None = None
    incident_time: Line | None = None
    related_order: Line | None = None


class Note(Body):
    note: Text = ""


class NeededNote(Body):
    note: Said


class Reason(Body):
    reason: Said


class Unreasonable(Reason):
    """evidence: what the ruling rests on."""

    evidence: Said


class SaidText(Body):
    text: Said


class Answer(SaidText):
    article_keys: list[Line] = []


class Dispatch(Note):
    unit: Line
    assisting: list[Line] = []


class Part(Schema):
    """One further demand of a call; what is not said is as in the order that it comes from. category: its code."""

    title: Annotated[Line, Field(min_length=1)]
    demand: Text = ""
    description: Long | None = None
    request_type: RequestType | None = None
    urgency: Urgency | None = None
    category: Line | None = None


class Split(Note):
    """with_files: what the citizen gave goes along with each part."""

    parts: Annotated[list[Part], Field(min_length=1, max_length=50)]
    with_files: bool = False


class Assist(Body):
    """days: working days that the helper has; the city's own number if not said."""

    unit: Line
    task: Said
    days: Annotated[int, Field(ge=1, le=365)] | None = None


class OfUnit(NeededNote):
    unit: Line


class SendBack(Body):
    """For "not our duty": the duty list's row by its code, or the clause in words, or the unit believed right."""

    reason: ReturnReason
    note: Said
    clause: Line = ""
    duty: Line | None = None
    believed_unit: Line | None = None


class ReplyBody(SaidText):
    """uploads: files that were received for this order (POST /api/orders/{number}/uploads), by their ids."""

    contacted: bool = False
    uploads: Ids = []


class OpinionBody(SaidText):
    uploads: Ids = []


class AttachEvidence(Note):
    uploads: Annotated[Ids, Field(min_length=1)]


class Attach(AttachEvidence):
    """shareable: units may see it even where the caller is to be kept from them."""

    shareable: bool = False


class WithdrawAttachment(Reason):
    attachment: Id


class ToUnit(Note):
    unit: Line


class Convene(NeededNote):
    participants: list[Line] = []


class Bind(NeededNote):
    """note: the result. held_at: now if not said. participants: those who came, if others than were asked."""

    unit: Line
    minutes: Said
    held_at: Moment | None = None
    participants: list[Line] = []


class Extend(Reason):
    days: Annotated[int, Field(ge=1, le=365)]


class Suspend(Reason):
    cause: StopCause = StopCause.OTHER


class AskSuspension(Reason):
    cause: StopCause


class Important(Note):
    """leader: a person's id (GET /api/supervision/leaders)."""

    leader: Annotated[int, Field(ge=1, lt=2**63)] | None = None


class CallbackBody(Note):
    reached: bool
    solved: bool | None = None
    satisfaction: Satisfaction | Literal[""] = ""
    reason: Discontent | Literal[""] = ""


class Reopen(Reason):
    unit: Line | None = None


class Merge(Note):
    master: Line
