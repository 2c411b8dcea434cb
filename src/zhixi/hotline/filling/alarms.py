"""生命安全告警: raised on an utterance and told to the floor's leaders at once; a person confirms or dismisses it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from zhixi.assist import safety
from zhixi.errors import Conflict, NotAllowed, NotFound
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.audit.actions import record
from zhixi.hotline.calls import feed
from zhixi.hotline.calls.actions import locked
from zhixi.hotline.calls.models import Call
from zhixi.hotline.filling.choices import AlarmState
from zhixi.hotline.filling.models import Alarm
from zhixi.hotline.filling.presenting import alarm_out
from zhixi.hotline.notifications.actions import tell_people
from zhixi.hotline.orders.guards import has_reason

WATCH = (Role.TEAM_LEADER, Role.SUPERVISOR)  # they are told, and may decide beside the call's own agent


@transaction.atomic
def raise_all(*, call: Call, found: Iterable[safety.Alarm], now) -> list[Alarm]:
    """What was heard, each kind once a call; those that are new. The seat raises them, no person does."""
    known = set(Alarm.objects.filter(call=call).values_list("kind", flat=True).order_by())
    fresh = [one for one in found if one.kind not in known]
    if not fresh:
        return []
    call = locked(call.pk)
    raised = []
    for one in fresh:
        row, made = Alarm.objects.get_or_create(
            call=call,
            kind=one.kind,
            defaults={
                "label": one.label,
                "words": one.words,
                "utterance": one.utterance,
                "start": one.start,
                "end": one.end,
                "raised_at": now,
            },
        )
        if made:
            raised.append(row)
            _told(row, None, "alarm_raised", "", now)
    return raised


@transaction.atomic
def confirm(*, actor, alarm_id: int, now) -> Alarm:
    """It is a danger (确认告警)."""
    row = _opened(actor, alarm_id, AlarmState.CONFIRMED)
    return _decide(row, actor, AlarmState.CONFIRMED, "alarm_confirmed", "", now)


@transaction.atomic
def dismiss(*, actor, alarm_id: int, reason: str, now) -> Alarm:
    """It is none (排除告警): why is kept, and teaches what not to raise."""
    row = _opened(actor, alarm_id, AlarmState.DISMISSED)
    reason = has_reason(reason, label="排除原因")
    return _decide(row, actor, AlarmState.DISMISSED, "alarm_dismissed", reason, now)


def _opened(actor, alarm_id: int, to: AlarmState) -> Alarm:
    call_id = Alarm.objects.visible_to(actor).filter(pk=alarm_id).values_list("call_id", flat=True).first()
    if call_id is None:
        raise NotFound("没有这条告警", cure="请刷新后再试")
    call = locked(call_id)
    if call.agent_id != actor.pk and actor.role not in WATCH:
        raise NotAllowed(f"{actor.get_role_display()}不能处理告警", cure="请由接听的话务员、班长或督办员处理")
    row = Alarm.objects.select_related("call__agent").get(pk=alarm_id)
    if row.state == to:
        by = row.by.name or row.by.username
        raise Conflict(
            f"{by}已{'确认' if to == AlarmState.CONFIRMED else '排除'}这条告警", cure="无需再次处理"
        )
    return row


def _decide(row: Alarm, actor, state: AlarmState, verb: str, reason: str, now) -> Alarm:
    row.state, row.by, row.at, row.reason = state, actor, now, reason
    row.save(update_fields=["state", "by", "at", "reason"])
    _told(row, actor, verb, reason, now)
    return row


def _told(row: Alarm, actor, verb: str, reason: str, now) -> None:
    """The desks; the leaders of the floor; the chain last."""
    feed.append(row.call, "alarm", alarm_out(row), at=now)
    if row.state != AlarmState.DISMISSED:
        people = User.objects.filter(role__in=WATCH, is_active=True)
        if actor is not None:
            people = people.exclude(pk=actor.pk)
        tell_people(kind="alarm", now=now, users=people, text=_text(row), key=f"{row.pk}:{row.state}")
    record(
        actor=actor,
        subject="call",
        key=str(row.call_id),
        verb=verb,
        reason=reason,
        data={"alarm": row.kind, "utterance": row.utterance},
        at=now,
    )


def _text(row: Alarm) -> str:
    """Never the caller's words: messages are read on locked screens."""
    agent = row.call.agent
    who = f"话务员{agent.name or agent.username}" if agent else "等待中的来电"
    answered = timezone.localtime(row.call.answered_at or row.call.offered_at)
    return f"{row.label}（{row.get_state_display()}），{who}，{answered:%H:%M}的来电"
