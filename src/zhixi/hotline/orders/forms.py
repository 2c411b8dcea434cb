"""What the browser sends: the form of an order, and what is asked of many of them."""

import uuid
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from zhixi.hotline.http import Line, Long, Text
from zhixi.hotline.orders.choices import Channel, Gender, RequestType, Urgency
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
    anonymous: bool = False
    callback_wanted: bool = True
    address: Address = Address()
    incident_time_text: Line = ""
    incident_time: Line = ""
    related_order: Line | None = None


class NewOrder(OrderForm):
    accept: bool = False


class NewReport(OrderForm):
    """An order as it is being taken down. call: the call that it comes from; number: the draft, once it is saved."""

    call: uuid.UUID | None = None
    number: Line | None = None


class RevealBody(Schema):
    field: Line
    purpose: Line


class OrderSearch(FollowingPage):
    """filters: as in the address of the list (`OrderFilter`)."""

    filters: dict = {}
    phone: Line = ""


class PhoneQuery(Schema):
    phone: Line


class MergedOne(Schema):
    number: Line
    version: int


class MergeMany(Schema):
    """Orders to fold into one; each with its version as the sender saw it."""

    master: Line
    orders: Annotated[list[MergedOne], Field(min_length=1, max_length=500)]
    note: Text = ""
