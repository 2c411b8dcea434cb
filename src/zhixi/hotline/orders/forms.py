"""What the browser sends: the form of an order and one body a verb."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from zhixi.hotline.http import Line, Long, Said, Text
from zhixi.hotline.orders.choices import Channel, Gender, RequestType, ReturnReason, Satisfaction, Urgency
from zhixi.hotline.paging import FollowingPage

RequestTypeOrNone = RequestType | Literal[""]


class Address(Schema):
    """Where it happened. number: the house number; poi: a known place."""

    text: Line = ""
    district: Line = ""
    street: Line = ""
    community: Line = ""
    road: Line = ""
    number: Line = ""
    poi: Line = ""


class OrderForm(Schema):
    """The form of a request (工单). category: its code; related_order: an order's number."""

    channel: Channel = Channel.PHONE
    request_type: RequestTypeOrNone = ""
    urgency: Urgency = Urgency.NORMAL
    category: Line | None = None
    title: Line = ""
    subject: Line = ""
    demand: Text = ""
    description: Long = ""
    caller_name: Line = ""
    caller_gender: Gender = Gender.UNKNOWN
    caller_phone: Line = ""
    confidential: bool = False
    callback_wanted: bool = True
    address: Address = Address()
    incident_time_text: Line = ""
    incident_time: Line = ""
    related_order: Line | None = None


class NewOrder(OrderForm):
    accept: bool = False


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


class SaidText(Body):
    text: Said


class Answer(SaidText):
    article_keys: list[Line] = []


class Dispatch(Note):
    unit: Line
    assisting: list[Line] = []


class Assist(Body):
    unit: Line
    task: Said


class SendBack(Body):
    reason: ReturnReason
    note: Said
    clause: Line = ""
    believed_unit: Line | None = None


class ReplyBody(SaidText):
    contacted: bool = False


class ToUnit(Note):
    unit: Line


class Extend(Reason):
    days: Annotated[int, Field(ge=1, le=365)]


class CallbackBody(Note):
    reached: bool
    solved: bool | None = None
    satisfaction: Satisfaction | Literal[""] = ""


class Reopen(Reason):
    unit: Line | None = None


class Merge(Note):
    master: Line


class RevealBody(Schema):
    field: Line
    purpose: Line


class OrderSearch(FollowingPage):
    """filters: as in the address of the list (`OrderFilter`)."""

    filters: dict = {}
    phone: Line = ""


class PhoneQuery(Schema):
    phone: Line
