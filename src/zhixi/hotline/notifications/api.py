"""One's own messages, and the administrator's log of what left by which way."""

from typing import Annotated

from django.db.models import Count
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from zhixi.errors import NotAllowed
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.http import Moment, answers
from zhixi.hotline.notifications import actions
from zhixi.hotline.notifications.choices import Delivery, Way
from zhixi.hotline.notifications.models import Attempt, Message, Route
from zhixi.hotline.paging import Page, page_of

router = Router()
LOG_READERS = (Role.SYSTEM_ADMIN, Role.SUPERVISOR)


class MessageRow(Schema):
    id: int
    kind: str
    order: str | None
    text: str
    at: Moment
    read: bool


class MessagePage(Schema):
    items: list[MessageRow]
    total: int
    page: int
    size: int
    unread: int


class MessageFilter(Schema):
    unread: bool = False


class ReadBody(Schema):
    """ids: of one's own messages; None marks all of them."""

    ids: list[Annotated[int, Field(ge=1, lt=2**63)]] | None = None


class Unread(Schema):
    unread: int


class AttemptRow(Schema):
    at: Moment
    outcome: str
    outcome_label: str
    said: str


class DeliveryRow(Schema):
    """Whom it went to is not told: a receiver is personal data."""

    id: int
    way: str
    way_label: str
    route: str
    kind: str
    order: str | None
    state: str
    state_label: str
    colour: str
    attempts: int
    next_try_at: Moment | None
    at: Moment
    sent_at: Moment | None
    log: list[AttemptRow]


class DeliveryPage(Schema):
    items: list[DeliveryRow]
    total: int
    page: int
    size: int


class DeliveryFilter(Schema):
    state: Delivery | None = None
    way: Way | None = None


class WayCount(Schema):
    way: str
    way_label: str
    routes: int
    waiting: int
    sent: int
    failed: int
    doubtful: int
    unrouted: int


@router.get("", response=answers(MessagePage), operation_id="notifications")
def mine(request, wanted: Query[MessageFilter], page: Query[Page]):
    found = Message.objects.visible_to(request.user).select_related("order")
    if wanted.unread:
        found = found.filter(read_at=None)
    return {**page_of(found, page, lambda rows: [_row(row) for row in rows]), "unread": _unread(request.user)}


@router.get("/unread", response=answers(Unread), operation_id="notifications_unread")
def unread(request):
    """For the bell in the page's head."""
    return {"unread": _unread(request.user)}


@router.post("/read", response=answers(Unread), operation_id="notifications_read")
def read(request, body: ReadBody):
    actions.mark_read(actor=request.user, now=timezone.now(), ids=body.ids)
    return {"unread": _unread(request.user)}


@router.get("/log", response=answers(DeliveryPage), operation_id="notifications_log")
def log(request, wanted: Query[DeliveryFilter], page: Query[Page]):
    """What left, what did not, and what the other side said."""
    _log_reader(request.user)
    found = Message.objects.exclude(way=Way.PAGE).select_related("order", "route").prefetch_related("log")
    for name, value in wanted.dict(exclude_none=True).items():
        found = found.filter(**{name: value.value})
    return page_of(found, page, lambda rows: [_delivery(row) for row in rows])


@router.get("/ways", response=answers(list[WayCount]), operation_id="notifications_ways")
def ways(request):
    """Each way out: how many routes it has, and how its messages stand."""
    _log_reader(request.user)
    counted = Message.objects.order_by().values_list("way", "state").annotate(n=Count("pk"))
    counts = {(way, state): n for way, state, n in counted}
    routes = dict(
        Route.objects.filter(active=True)
        .order_by()
        .values_list("way")
        .annotate(n=Count("pk"))
        .values_list("way", "n")
    )
    return [
        {
            "way": way,
            "way_label": way.label,
            "routes": routes.get(way, 0),
            "waiting": counts.get((way, Delivery.WAITING), 0) + counts.get((way, Delivery.SENDING), 0),
            **{s: counts.get((way, s), 0) for s in ("sent", "failed", "doubtful", "unrouted")},
        }
        for way in Way
    ]


def _unread(user) -> int:
    return Message.objects.visible_to(user).filter(read_at=None).count()


def _row(message: Message) -> dict:
    return {
        "id": message.pk,
        "kind": message.kind,
        "order": message.order.number if message.order else None,
        "text": message.text,
        "at": message.created_at,
        "read": message.read_at is not None,
    }


def _delivery(message: Message) -> dict:
    same = {
        n: getattr(message, n) for n in ("id", "way", "kind", "state", "attempts", "next_try_at", "sent_at")
    }
    return {
        **same,
        "way_label": message.get_way_display(),
        "route": message.route.name if message.route else "",
        "order": message.order.number if message.order else None,
        "state_label": message.get_state_display(),
        "colour": Delivery(message.state).colour,
        "at": message.created_at,
        "log": [_attempt(attempt) for attempt in message.log.all()],
    }


def _attempt(attempt: Attempt) -> dict:
    return {
        "at": attempt.at,
        "outcome": attempt.outcome,
        "outcome_label": attempt.get_outcome_display(),
        "said": attempt.said,
    }


def _log_reader(user) -> None:
    if user.role not in LOG_READERS:
        raise NotAllowed(f"{user.get_role_display()}不能查看发送记录", cure="请联系系统管理员")
