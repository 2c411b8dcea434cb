"""The log of what left by which way, what did not, and what the other side said (消息记录).

Neither to whom nor what: a receiver is personal data, and the text of a message may hold a citizen's one-time link.
"""

import datetime as dt

from django.db.models import Count
from django.utils import timezone
from ninja import Path, Query, Router, Schema

from zhixi.hotline.http import Key, Line, Moment, Said, answers
from zhixi.hotline.notifications import resending, texts
from zhixi.hotline.notifications.choices import ROBOTS, Delivery, Way
from zhixi.hotline.notifications.models import Attempt, Message, Route
from zhixi.hotline.notifications.resending import may_read_log
from zhixi.hotline.paging import Page, page_of

router = Router()


class AttemptRow(Schema):
    at: Moment
    outcome: str
    outcome_label: str
    said: str


class DeliveryRow(Schema):
    """receiver: what kind of one. may_resend: whether a person may let it leave once more; why_not: why not, in words,
    where it did not arrive for sure."""

    id: int
    way: str
    way_label: str
    route: str
    kind: str
    kind_label: str
    receiver: str
    order: str | None
    state: str
    state_label: str
    colour: str
    attempts: int
    next_try_at: Moment | None
    at: Moment
    sent_at: Moment | None
    log: list[AttemptRow]
    may_resend: bool
    why_not: str


class DeliveryPage(Schema):
    items: list[DeliveryRow]
    total: int
    page: int
    size: int


class DeliveryFilter(Schema):
    """order: its number. since, until: days, both counted in."""

    state: Delivery | None = None
    way: Way | None = None
    kind: Line = ""
    order: Line = ""
    since: dt.date | None = None
    until: dt.date | None = None


class ResendBody(Schema):
    reason: Said


class Kind(Schema):
    value: str
    label: str


class WayCount(Schema):
    way: str
    way_label: str
    routes: int
    waiting: int
    sent: int
    failed: int
    doubtful: int
    unrouted: int


@router.get("/log", response=answers(DeliveryPage), operation_id="notifications_log")
def log(request, wanted: Query[DeliveryFilter], page: Query[Page]):
    """What left, what did not, and what the other side said."""
    may_read_log(request.user)
    now = timezone.now()
    found = Message.objects.exclude(way=Way.PAGE).select_related("order", "route").prefetch_related("log")
    found = _narrowed(found, wanted)
    return page_of(found, page, lambda rows: [_delivery(row, now) for row in rows])


@router.post("/log/{pk}/resend", response=answers(DeliveryRow), operation_id="resend_message")
def resend(request, pk: Path[Key], body: ResendBody):
    """Let a message that may not have arrived leave once more, with the next tick."""
    now = timezone.now()
    return _delivery(resending.resend(actor=request.user, pk=pk, reason=body.reason, now=now), now)


@router.get("/kinds", response=answers(list[Kind]), operation_id="notifications_kinds")
def kinds(request):
    """For the log's filter."""
    may_read_log(request.user)
    return [{"value": value, "label": label} for value, label in texts.NAMES.items()]


@router.get("/ways", response=answers(list[WayCount]), operation_id="notifications_ways")
def ways(request):
    """Each way out: how many routes it has, and how its messages stand."""
    may_read_log(request.user)
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


def _narrowed(found, wanted: DeliveryFilter):
    for name in ("state", "way"):
        if value := getattr(wanted, name):
            found = found.filter(**{name: value.value})
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.order:
        found = found.filter(order__number=wanted.order)
    if wanted.since:
        found = found.filter(created_at__gte=_midnight(wanted.since))
    if wanted.until and wanted.until < dt.date.max:
        found = found.filter(created_at__lt=_midnight(wanted.until + dt.timedelta(days=1)))
    return found


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _receiver(message: Message) -> str:
    if message.way in ROBOTS:
        return "群机器人"
    if message.kind == "test":
        return "测试"
    return "工作人员" if message.user_id else "市民"


def _delivery(message: Message, now: dt.datetime) -> dict:
    same = {
        n: getattr(message, n) for n in ("id", "way", "kind", "state", "attempts", "next_try_at", "sent_at")
    }
    why_not = resending.why_not(message, now)
    return {
        **same,
        "kind_label": texts.name_of(message.kind),
        "receiver": _receiver(message),
        "may_resend": not why_not,
        "why_not": why_not if message.state in resending.AGAIN else "",
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
