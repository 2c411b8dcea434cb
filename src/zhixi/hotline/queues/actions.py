"""Taking in what a telephone system tells of its queue (登记排队事件).

The telephone system is the truth of who speaks with whom. What it tells is kept even where the office has moved on:
events come late, twice, and out of order after a network was down. `at` decides times, never the moment of telling.
"""

import dataclasses
import datetime as dt

from django.db import IntegrityError, transaction

from zhixi.errors import BadInput, Conflict
from zhixi.hotline.accounts.models import User
from zhixi.hotline.calls import actions as calls
from zhixi.hotline.calls.choices import CallState
from zhixi.hotline.calls.models import Call
from zhixi.hotline.calls.rows import is_held
from zhixi.hotline.calls.rules import SEATS
from zhixi.hotline.queues.choices import Happening
from zhixi.hotline.queues.models import QueueEvent

AHEAD = dt.timedelta(minutes=5)  # that a telephone system's clock may be fast
BACK = dt.timedelta(days=31)  # how late an event may come: what was kept while a network was down
SAME_NAME = dt.timedelta(hours=12)  # a name that comes again after this is another call's
NO_SEAT = "没有这个分机的坐席"
MOVED_ON = "通话已是“{state}”，只作登记"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """call: the telephone system's own name of it, the same that its sound comes under (`Call.line_name`).

    event: the telephone system's name of this event. at: aware. extension: whose, of answered and transferred.
    """

    source: str
    event: str
    call: str
    happening: Happening
    at: dt.datetime
    queue: str = ""
    extension: str = ""
    calling_number: str = dataclasses.field(default="", repr=False)


def take(*, told: Told, now: dt.datetime) -> tuple[QueueEvent, bool]:
    """Keep an event and move the call by it; (the row, whether it is new). Raises BadInput for impossible times.

    Two that tell of a new call at once make one call: the database lets one in, the other looks again.
    """
    _check_time(told.at, now)
    known = QueueEvent.objects.filter(source=told.source, event=told.event).first()
    if known:
        return known, False
    try:
        with transaction.atomic():
            return _taken(told, now), True
    except IntegrityError:
        known = QueueEvent.objects.filter(source=told.source, event=told.event).first()
        if known:
            return known, False
        with transaction.atomic():
            return _taken(told, now), True


def _check_time(at: dt.datetime, now: dt.datetime) -> None:
    if at > now + AHEAD:
        raise BadInput("事件时间在将来", cure="请校准话机系统的时钟", field="at")
    if at < now - BACK:
        raise BadInput(f"事件时间早于{BACK.days}天前", cure="过早的事件请用导入", field="at")


def _taken(told: Told, now: dt.datetime) -> QueueEvent:
    call = _call_of(told) or calls.offer(
        source=calls.QUEUE, calling_number=told.calling_number, line_name=told.call, now=told.at
    )
    call = calls.locked(call.pk)
    note = _MOVES[told.happening](call, told)
    Call.objects.filter(pk=call.pk, alive_at__lt=told.at).update(alive_at=told.at)
    return QueueEvent.objects.create(
        call=call,
        source=told.source,
        event=told.event,
        happening=told.happening,
        at=told.at,
        received_at=now,
        queue=told.queue,
        extension=told.extension,
        applied=not note,
        note=note,
    )


def _call_of(told: Told) -> Call | None:
    """The open call of this name, else the latest one that it can still belong to."""
    named = Call.objects.filter(line_name=told.call).order_by("offered_at")
    return (
        named.filter(state__in=calls.OPEN).last()
        or named.filter(offered_at__gte=told.at - SAME_NAME, offered_at__lte=told.at + SAME_NAME).last()
    )


def _offered(call: Call, told: Told) -> str:
    return "" if call.state == CallState.WAITING else _moved_on(call)


def _answered(call: Call, told: Told) -> str:
    if call.state != CallState.WAITING:
        return _moved_on(call)
    agent = _agent_of(told.extension)
    if agent is None:
        return NO_SEAT
    _free(agent, call, told)
    try:
        calls.answer_call(actor=agent, call_id=call.pk, now=told.at)
    except Conflict as error:  # another call of this seat is on hold
        return str(error)
    return ""


def _transferred(call: Call, told: Told) -> str:
    if call.state != CallState.TALKING:
        return _moved_on(call)
    agent = _agent_of(told.extension)
    if agent is None:
        return f"{NO_SEAT}，转接到中心以外"
    if agent.pk != call.agent_id:
        _free(agent, call, told)
        calls.pass_on(call_id=call.pk, to=agent, now=told.at)
    return ""


def _held(call: Call, told: Told) -> str:
    if call.state != CallState.TALKING:
        return _moved_on(call)
    calls.hold(call_id=call.pk, on=told.happening == Happening.HELD, now=told.at)
    return ""


def _over(call: Call, told: Told) -> str:
    if call.state not in calls.OPEN:
        return _moved_on(call)
    calls.end(call_id=call.pk, now=max(told.at, call.answered_at or call.offered_at))
    return ""


def _free(agent: User, call: Call, told: Told) -> None:
    """A seat speaks with one citizen at a time: what the office still takes for a talk has lost its end."""
    for other in Call.objects.filter(agent=agent, state=CallState.TALKING).exclude(pk=call.pk):
        if not is_held(other):
            calls.break_off(
                call_id=other.pk, message="话机系统报告该坐席已接听另一通电话，本通已结束", now=told.at
            )


def _agent_of(extension: str) -> User | None:
    people = User.objects.filter(is_active=True, role__in=SEATS)
    return people.filter(extension=extension).first() if extension else None


def _moved_on(call: Call) -> str:
    return MOVED_ON.format(state=call.get_state_display())


_MOVES = {
    Happening.OFFERED: _offered,
    Happening.ANSWERED: _answered,
    Happening.TRANSFERRED: _transferred,
    Happening.HELD: _held,
    Happening.RESUMED: _held,
    Happening.ABANDONED: _over,
    Happening.ENDED: _over,
}
