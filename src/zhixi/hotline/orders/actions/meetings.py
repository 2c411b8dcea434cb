"""The joint meeting on an order that nobody owns (疑难会商)."""

from django.db import transaction

from zhixi.errors import BadInput
from zhixi.hotline.orders import guards
from zhixi.hotline.orders.actions import following
from zhixi.hotline.orders.actions.dispatching import ask_to_sign, check_unit, send
from zhixi.hotline.orders.actions.returns import rule_on
from zhixi.hotline.orders.choices import Ruling, State
from zhixi.hotline.orders.models import Meeting, Order
from zhixi.hotline.orders.step import step
from zhixi.hotline.privacy.sealing import seal


def convene(*, actor, order, now, note: str, participants=()) -> Order:
    """Put a case that nobody owns before a joint meeting (疑难会商).

    participants: units that are asked to come; those that led or returned the order always are.
    """
    with transaction.atomic():
        with step("convene", actor=actor, order=order, now=now, reason=note) as taking:
            guards.has_reason(note, "note", "会商事由")
            recalled = following.answered(taking.order, State.REPLIED, State.REPLY_REVIEWED)
            meeting = Meeting.objects.create(
                order=taking.order, convened_by=actor, convened_at=now, reason=note
            )
            units = {unit.pk: unit for unit in (*_concerned(taking.order), *participants)}
            meeting.participants.set(units.values())
            taking.order.replied_at = taking.order.callback_due_at = None
            taking.order.master = (
                None  # its own case from here on, whatever becomes of the one it was merged into
            )
            taking.data["participants"] = sorted(unit.code for unit in units.values())
        following.share_recall(actor=actor, master=taking.order, orders=recalled, now=now, note=note)
    return taking.order


def bind(*, actor, order, now, unit, note: str, minutes: str, held_at=None, participants=()) -> Order:
    """The meeting's result binds a unit, which may not return the order again (会商定责).

    note: the result. minutes: what was said (会议纪要). held_at: now if None. participants: who came, if others
    than were asked.
    """
    with step("bind", actor=actor, order=order, now=now, reason=note) as taking:
        guards.has_reason(note, "note", "会商结论")
        minutes = guards.has_text(minutes, "minutes", "会议纪要")
        _close_meeting(taking, unit, note, minutes, held_at or now, participants, now)
        pending = taking.order.returns.filter(ruling=Ruling.OPEN).last()
        if pending is not None:
            kept = pending.unit_id == unit.pk
            rule_on(taking, Ruling.REFUSED if kept else Ruling.UPHELD, actor, note, now, unit)
        if unit.pk == taking.order.unit_id:
            check_unit(taking.order, unit, now)
            taking.data["unit"] = unit.code
            ask_to_sign(taking.order, now)
        else:
            send(taking, unit, now)
        taking.order.bound = True
    return taking.order


def _concerned(order: Order) -> list:
    units = [sent.unit for sent in order.returns.select_related("unit")]
    units += [sent.believed_unit for sent in order.returns.select_related("believed_unit")]
    return [unit for unit in (order.unit, order.responsible_unit, *units) if unit is not None]


def _close_meeting(taking, unit, note: str, minutes: str, held_at, participants, now) -> None:
    meeting = taking.order.meetings.filter(closed_at=None).last()
    if meeting is None:  # convened before meetings were kept
        meeting = Meeting(order=taking.order, convened_by=taking.order.created_by, convened_at=held_at)
    if held_at > now:
        raise BadInput("会商时间不能晚于现在", cure="请填写实际开会的时间", field="held_at")
    meeting.held_at, meeting.minutes, meeting.result = held_at, minutes, note
    meeting.unit, meeting.closed_at = unit, now
    meeting.save()
    if participants:
        meeting.participants.set(participants)
    taking.data.update(
        minutes=seal(minutes),
        held_at=held_at.isoformat(),
        participants=sorted(meeting.participants.values_list("code", flat=True)),
    )
