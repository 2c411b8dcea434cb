"""`/api/pbx`: where a telephone system tells what happens in its queue. Its token opens this door and no other."""

import datetime as dt
import uuid
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Router, Schema
from ninja.security import HttpBearer
from pydantic import AwareDatetime, Field, ValidationError

from zhixi.doors import guard
from zhixi.errors import BadInput, NotAllowed, NotFound, ZhixiError
from zhixi.gateway.refusals import Refusal, Refused
from zhixi.hotline.calls.models import Call
from zhixi.hotline.http import Line, Moment, answers
from zhixi.hotline.queues import actions
from zhixi.hotline.queues.choices import Happening
from zhixi.hotline.queues.models import QueueEvent
from zhixi.hotline.queues.queries import times
from zhixi.hotline.wording import told as in_words

MOST = 500
SECONDS_BELOW = 20_000_000_000  # a larger number of 1970's counts milliseconds


class TelephoneToken(HttpBearer):
    """The tokens and networks of the doors for sound (ZHIXI_GATEWAY_TOKENS, ZHIXI_GATEWAY_NETWORKS)."""

    def __call__(self, request):
        return super().__call__(request) or self.authenticate(request, "")  # none is needed on this machine

    def authenticate(self, request, token: str):
        try:
            guard().admit(token, request.META.get("REMOTE_ADDR", ""))
        except Refused as refused:
            if refused.refusal is Refusal.NETWORK:
                raise NotAllowed(
                    "这个地址不能上报话务事件", cure="请检查 ZHIXI_GATEWAY_NETWORKS"
                ) from refused
            return None
        return "telephone"


class Event(Schema):
    """at: ISO 8601 with its zone, or seconds (or milliseconds) since 1970. extension: of answered and transferred."""

    event: Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$")]
    call: Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$")]
    happening: Happening
    at: AwareDatetime | float
    queue: Annotated[Line, Field(max_length=64)] = ""
    extension: Annotated[str, Field(max_length=32, pattern=r"^[0-9A-Za-z_.-]*$")] = ""
    calling_number: Annotated[str, Field(max_length=32, pattern=r"^[0-9+*# -]*$")] = ""


class Events(Schema):
    """source: a name for the telephone system. events: `Event` each, at most 500; one that is wrong stops no other."""

    source: Annotated[Line, Field(min_length=1, max_length=40)]
    events: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MOST)]


class Outcome(Schema):
    """status: applied (it moved the call), kept (it is kept, and the call stood elsewhere), known (told before),
    refused (wrong: not kept). message: why, for the last two and for kept."""

    n: int
    event: str
    status: Literal["applied", "kept", "known", "refused"]
    message: str = ""


class Outcomes(Schema):
    results: list[Outcome]


class QueueRow(Schema):
    happening: str
    label: str
    at: Moment
    queue: str
    extension: str
    applied: bool
    note: str


class QueueOfCall(Schema):
    """Seconds; None where the queue did not tell."""

    waited: float | None
    talked: float | None
    holds: list[float]
    events: list[QueueRow]


router = Router(auth=TelephoneToken())
of_call = Router()


@of_call.get("/{uuid:id}/queue", response=answers(QueueOfCall), operation_id="call_queue")
def call_queue(request, id: uuid.UUID):
    """What the telephone system told of one call."""
    if not Call.objects.visible_to(request.user).filter(pk=id).exists():
        raise NotFound("没有这通电话", cure="请刷新后再试")
    rows = list(QueueEvent.objects.visible_to(request.user).filter(call=id))
    spent = times(rows)
    return {
        "waited": spent.waited,
        "talked": spent.talked,
        "holds": list(spent.holds),
        "events": [_row(row) for row in rows],
    }


@router.post("/events", response=answers(Outcomes), operation_id="queue_events")
def events(request, body: Events):
    """Tell what happened in the queue: offered, answered, abandoned, held, resumed, transferred, ended."""
    now = timezone.now()
    return {"results": [_outcome(n, body.source, given, now) for n, given in enumerate(body.events)]}


def _row(row: QueueEvent) -> dict:
    kept = ("happening", "at", "queue", "extension", "applied", "note")
    return {name: getattr(row, name) for name in kept} | {"label": row.get_happening_display()}


def _outcome(n: int, source: str, given: dict, now: dt.datetime) -> dict:
    name = str(given.get("event", ""))[:128]
    try:
        event = Event(**given)
        row, fresh = actions.take(told=_told(source, event), now=now)
    except (ValidationError, TypeError) as error:
        field, words = _first_fault(error)
        return {"n": n, "event": name, "status": "refused", "message": f"“{field}”有误：{words}"}
    except ZhixiError as error:
        if error.status == 503:  # the whole must be told again
            raise
        return {"n": n, "event": name, "status": "refused", "message": str(error)}
    status = ("applied" if row.applied else "kept") if fresh else "known"
    return {"n": n, "event": name, "status": status, "message": row.note}


def _first_fault(error: Exception) -> tuple[str, str]:
    if not isinstance(error, ValidationError):
        return "event", "格式有误"
    fault = error.errors()[0]
    return in_words(fault | {"loc": ("event", *fault["loc"])})


def _told(source: str, event: Event) -> actions.Told:
    return actions.Told(source=source, **{**event.model_dump(exclude={"at"}), "at": _moment(event.at)})


def _moment(at: dt.datetime | float) -> dt.datetime:
    if isinstance(at, dt.datetime):
        return at
    try:
        return dt.datetime.fromtimestamp(at / 1000 if at >= SECONDS_BELOW else at, dt.UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise BadInput("时间有误", cure="写为带时区的 ISO 8601 或 1970 年以来的秒数", field="at") from error
