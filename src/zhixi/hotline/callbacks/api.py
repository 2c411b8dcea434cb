"""The callback board, and the citizen's one-time page, which needs no login."""

from django.conf import settings
from django.utils import timezone
from ninja import Query, Router, Schema
from ninja.throttling import AnonRateThrottle

from zhixi.errors import NotAllowed
from zhixi.hotline.callbacks import citizen, queries
from zhixi.hotline.callbacks.choices import Discontent
from zhixi.hotline.http import Line, Moment, Text, answers
from zhixi.hotline.meta import Choice
from zhixi.hotline.orders import present
from zhixi.hotline.orders.choices import Satisfaction
from zhixi.hotline.orders.rules import CALLERS_BACK, WATCH
from zhixi.hotline.orders.schemas import OrderRow
from zhixi.hotline.paging import Page, page_of

router = Router()
public = Router()


class PlannedRow(OrderRow):
    """planned_at: None means at once. attempts: how often it was tried since the last reply. why: of the policy."""

    planned_at: Moment | None
    attempts: int
    why: str


class PlannedPage(Schema):
    items: list[PlannedRow]
    total: int
    page: int
    size: int


class BoardCounts(Schema):
    due: int
    planned: int


class CallbackBoard(PlannedPage):
    counts: BoardCounts


class BoardFilter(Schema):
    """when: due (to be rung now) or planned (later)."""

    when: Line = "due"


class CitizenPage(Schema):
    """All that the page may show: nothing in it says who called."""

    number: str
    title: str
    reply: str
    expires_at: Moment
    satisfaction: list[Choice]
    reasons: list[Choice]


class CitizenAnswer(Schema):
    """reason: of `reasons`; needed when dissatisfied."""

    solved: bool
    satisfaction: Satisfaction
    reason: Line = ""
    note: Text = ""


class Thanks(Schema):
    reopened: bool
    message: str


@router.get("/board", response=answers(CallbackBoard), operation_id="callback_board")
def board(request, wanted: Query[BoardFilter], page: Query[Page]):
    """Whom to ring: `when=due` now, `when=planned` later."""
    if request.user.role not in CALLERS_BACK | WATCH:
        raise NotAllowed(f"{request.user.get_role_display()}不能查看回访任务", cure="请由回访岗位查看")
    now = timezone.now()
    due, later = queries.due_now(request.user, now), queries.planned(request.user, now)
    found = (later if wanted.when == "planned" else due).select_related("unit", "category")
    return {
        **page_of(found, page, lambda rows: [_row(row, request.user, now) for row in rows]),
        "counts": {"due": due.count(), "planned": later.count()},
    }


@public.get(
    "/callback/{token}",
    response=answers(CitizenPage),
    auth=None,
    throttle=[AnonRateThrottle(settings.CITIZEN_RATE)],
    operation_id="citizen_callback",
)
def read(request, token: str):
    return {
        **citizen.read(token, timezone.now()),
        "satisfaction": Satisfaction.as_rows(),
        "reasons": Discontent.as_rows(),
    }


@public.post(
    "/callback/{token}",
    response=answers(Thanks),
    auth=None,
    throttle=[AnonRateThrottle(settings.CITIZEN_RATE)],
    operation_id="citizen_answer",
)
def answer(request, token: str, body: CitizenAnswer):
    reopened = citizen.answer(
        token=token,
        now=timezone.now(),
        solved=body.solved,
        satisfaction=body.satisfaction.value,
        reason=body.reason,
        note=body.note,
    )
    words = "已重新交承办单位办理，结果会再次答复您。" if reopened else "感谢您的评价。"
    return {"reopened": reopened, "message": words}


def _row(order, viewer, now) -> dict:
    tried = order.callbacks.filter(at__gte=order.replied_at).count() if order.replied_at else 0
    return {
        **present.row(order, viewer, now),
        "planned_at": order.planned_at,
        "attempts": tried,
        "why": queries.why_asked(order),
    }
