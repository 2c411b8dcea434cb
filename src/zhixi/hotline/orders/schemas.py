"""What the browser gets of an order."""

from ninja import Schema

from zhixi.hotline.accounts.schemas import UnitRef
from zhixi.hotline.deadlines.schemas import ClockRow, StopRow, SuspensionRow, TimeChoices
from zhixi.hotline.http import Moment
from zhixi.hotline.orders.choices import Channel, State, Urgency
from zhixi.hotline.orders.forms import Address, RequestTypeOrNone
from zhixi.hotline.orders.linked import Links


class CategoryRef(Schema):
    code: str
    path: str


class VerbChoice(Schema):
    verb: str
    label: str
    danger: bool


class OrderRow(Schema):
    """remaining_seconds: until next_due_at, negative when overdue, None where no clock runs."""

    number: str
    version: int
    title: str
    state: State
    request_type: RequestTypeOrNone
    urgency: Urgency
    channel: Channel
    category: CategoryRef | None
    district: str
    unit: UnitRef | None
    created_at: Moment
    due_at: Moment | None
    next_due_at: Moment | None
    overdue: bool
    remaining_seconds: int | None
    important: bool
    confidential: bool
    anonymous: bool
    returned: int
    reopened: int
    caller_name: str


class OrderPage(Schema):
    """total: counted up to a limit, `more` when there are more; next: where the following page begins, for `after`;
    notice: what to know of the search, in words for the screen."""

    items: list[OrderRow]
    total: int
    more: bool
    next: str
    notice: str
    page: int
    size: int


class Box(Schema):
    """more: there are more than `count`."""

    box: str
    label: str
    count: int
    more: bool


class AssistingRow(Schema):
    unit: UnitRef
    task: str
    reply: str
    replied_at: Moment | None
    asked_at: Moment | None
    due_at: Moment | None
    removed_at: Moment | None


class DoubtRow(Schema):
    kind: str
    message: str


class ReplyRow(Schema):
    """doubts: why the reply may claim what was not done; for the centre alone."""

    id: int
    unit: UnitRef
    by: str
    at: Moment
    text: str
    contacted: bool
    accepted: bool | None
    review_note: str
    doubts: list[DoubtRow]


class ReturnRow(Schema):
    id: int
    unit: UnitRef
    by: str
    at: Moment
    reason: str
    note: str
    clause: str
    duty: str | None
    believed_unit: UnitRef | None
    sent_to: UnitRef | None
    ruling: str
    ruling_note: str
    ruled_at: Moment | None
    ruled_by: str


class ExtensionRow(Schema):
    id: int
    by: str
    at: Moment
    days: int
    reason: str
    granted: bool | None
    decided_by: str
    decided_at: Moment | None
    decision_note: str


class CallbackRow(Schema):
    attempt: int
    by: str
    at: Moment
    reached: bool
    solved: bool | None
    satisfaction: str
    via: str
    reason: str
    next_attempt_at: Moment | None
    note: str


class NoticeRow(Schema):
    id: int
    rung: str
    unit: UnitRef | None
    by: str
    at: Moment
    text: str


class OrderDetail(Links, OrderRow):
    subject: str
    demand: str
    description: str
    caller_gender: str
    caller_phone: str
    calling_number: str
    callback_wanted: bool
    address: Address
    incident_time_text: str
    incident_time: str
    related_order: str | None
    master: str | None
    evidence: dict
    answer: str
    answered_on_the_spot: bool
    bound: bool
    held: bool
    accepted_at: Moment | None
    dispatched_at: Moment | None
    signed_at: Moment | None
    replied_at: Moment | None
    concluded_at: Moment | None
    archived_at: Moment | None
    suspended_at: Moment | None
    dispatch_due_at: Moment | None
    sign_due_at: Moment | None
    callback_due_at: Moment | None
    created_by: str
    leader: str
    callback_why: str
    call: str | None
    assisting: list[AssistingRow]
    replies: list[ReplyRow]
    returns: list[ReturnRow]
    extensions: list[ExtensionRow]
    clocks: list[ClockRow]
    stops: list[StopRow]
    suspension_requests: list[SuspensionRow]
    time_choices: TimeChoices
    callbacks: list[CallbackRow]
    notices: list[NoticeRow]
    verbs: list[VerbChoice]
    similar: list[OrderRow]


class ReasonRow(Schema):
    kind: str
    text: str
    clause: str


class RecommendationRow(Schema):
    """part: of a call with several demands, the one that it is for, from 0."""

    unit: UnitRef
    confidence: float
    reasons: list[ReasonRow]
    part: int = 0


class Revealed(Schema):
    value: str
