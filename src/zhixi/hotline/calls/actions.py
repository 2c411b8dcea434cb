"""What happens to a call, one function a verb; each leaves an event and tells the desks (通话的各个动作)."""

import datetime as dt

from django.db import transaction

from zhixi.errors import Conflict, NotFound
from zhixi.hotline.audit.actions import record
from zhixi.hotline.calls import faults, feed, rules
from zhixi.hotline.calls.choices import CallState
from zhixi.hotline.calls.figures import keep_figures
from zhixi.hotline.calls.models import Call
from zhixi.hotline.calls.rows import call_row, is_held
from zhixi.hotline.orders.fields import phone_digest

QUEUE = "queue"  # the source of a call that a telephone system's queue told of first
OPEN = (CallState.WAITING, CallState.TALKING)
OUT_OF_SIGHT = dt.timedelta(seconds=8)  # without a sign of life; `reception.SIGN` is how often one comes


@transaction.atomic
def offer(*, source: str, calling_number: str = "", line_name: str = "", now) -> Call:
    """A call has come in and waits for an agent (进线). source: script, recording, or a wire format's name."""
    call = Call.objects.create(
        source=source,
        line_name=line_name,
        calling_number=calling_number,
        calling_number_digest=phone_digest(calling_number),
        offered_at=now,
        alive_at=now,
    )
    _tell(call, "offered", None, "", now)
    return call


@transaction.atomic
def answer_call(*, actor, call_id, now) -> Call:
    """Take a waiting call (接听). Of two agents one gets it, the other a Conflict."""
    rules.check_seat(actor)
    call = locked(call_id)
    if call.agent_id == actor.pk and call.state == CallState.TALKING:
        return call  # the second press of the same button
    rules.check_waiting(call)
    if Call.objects.filter(agent=actor, state=CallState.TALKING).exists():
        raise Conflict("您还在通话中", cure="请先结束当前通话")
    call.agent, call.state, call.answered_at, call.alive_at = actor, CallState.TALKING, now, now
    call.save(update_fields=["agent", "state", "answered_at", "alive_at"])
    _tell(call, "answered", actor, CallState.WAITING, now)
    return call


@transaction.atomic
def hang_up(*, actor, call_id, now) -> Call:
    """The agent ends the talk (挂断)."""
    call = locked(call_id)
    rules.check_own(actor, call, "挂断")
    return _end(call, actor, now) if call.state == CallState.TALKING else call


@transaction.atomic
def put_away(*, actor, call_id, now) -> Call:
    """The talk is over and no order comes of it (不建工单): no page of its agent opens it again by itself."""
    call = locked(call_id)
    rules.check_own(actor, call, "放下")
    if call.state in OPEN:
        raise Conflict("通话还没有结束", cure="请先挂断")
    if call.put_away_at is None and call.order_id is None:
        call.put_away_at = now
        call.save(update_fields=["put_away_at"])
        state = call.state
        event = {"verb": "put_away", "from_state": state, "to_state": state, "data": {}}
        record(actor=actor, subject="call", key=str(call.pk), at=now, **event)
    return call


@transaction.atomic
def end(*, call_id, now) -> Call:
    """The talk has come to its end by itself: the caller has hung up, waiting or talking (结束, 放弃)."""
    call = locked(call_id)
    return _end(call, None, now) if call.state in OPEN else call


@transaction.atomic
def break_off(*, call_id, message: str, now) -> Call:
    """What brought the sound has died: the call ends with a fault; every finished utterance stays."""
    call = locked(call_id)
    if call.state not in OPEN:
        return call
    feed.append(call, "fault", faults.body_of(faults.END, message), at=now)
    return _end(call, None, now, reason=message)


@transaction.atomic
def pass_on(*, call_id, to, now) -> Call:
    """The telephone system has put the talk through to another seat (转接): its words go there from now on."""
    rules.check_seat(to)
    call = locked(call_id)
    if call.state != CallState.TALKING or call.agent_id == to.pk:
        return call
    call.agent = to
    call.save(update_fields=["agent"])
    _tell(call, "transferred", None, CallState.TALKING, now)
    return call


@transaction.atomic
def hold(*, call_id, on: bool, now) -> Call:
    """The telephone system lets the citizen wait on the line, or takes them back (保持, 取回)."""
    call = locked(call_id)
    if call.state == CallState.TALKING and is_held(call) != on:
        feed.append(call, "held", {"on": on}, at=now)
    return call


@transaction.atomic
def lose_sight(*, call_id, now) -> bool:
    """What brings a talk's sound gives no sign: told once to the desks. The talk goes on when it comes back."""
    call = locked(call_id)
    if (
        call.state != CallState.TALKING
        or not is_out_of_sight(call, now)
        or faults.is_open(call, faults.GATEWAY)
    ):
        return False
    feed.append(call, "fault", faults.body_of(faults.GATEWAY, faults.AWAY), at=now)
    return True


@transaction.atomic
def see_again(*, call_id, now) -> bool:
    """What brings a talk's sound is back: told where its absence was.

    This is a sign of life itself: without it a watcher that looks before the next one would tell of an absence again.
    """
    call = locked(call_id)
    if not faults.is_open(call, faults.GATEWAY):
        return False
    call.alive_at = now
    call.save(update_fields=["alive_at"])
    feed.append(call, "fault", faults.body_of(faults.GATEWAY, faults.BACK, over=True), at=now)
    return True


def is_out_of_sight(call: Call, now) -> bool:
    """Telephone calls alone: what is played here has no gateway that could be away."""
    return bool(call.line_name and call.sound_at and call.alive_at and call.alive_at < now - OUT_OF_SIGHT)


def locked(call_id) -> Call:
    call = Call.objects.select_for_update(of=("self",)).filter(pk=call_id).first()
    if call is None:
        raise NotFound("没有这通电话", cure="请刷新后再试")
    return call


def _end(call: Call, actor, now, reason: str = "") -> Call:
    before = call.state
    call.state = CallState.ENDED if before == CallState.TALKING else CallState.ABANDONED
    call.ended_at = now
    call.save(update_fields=["state", "ended_at"])
    keep_figures(call)
    _tell(call, "ended", actor, before, now, reason)
    return call


def _tell(call: Call, kind: str, actor, before: str, now, reason: str = "") -> None:
    """The desks' feed, masked for everybody, and the chain last: its head is locked after all else."""
    feed.append(call, kind, call_row(call), at=now)
    record(
        actor=actor,
        subject="call",
        key=str(call.pk),
        verb=kind,
        from_state=before,
        to_state=call.state,
        reason=reason,
        data={"source": call.source},
        at=now,
    )
