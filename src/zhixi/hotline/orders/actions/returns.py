"""Returns and what the centre rules on them (退单, 裁定)."""

from django.conf import settings

from zhixi.errors import Conflict
from zhixi.hotline.orders import guards
from zhixi.hotline.orders.actions.dispatching import ask_to_sign, send
from zhixi.hotline.orders.choices import ReturnReason, Ruling
from zhixi.hotline.orders.due import working_days_after
from zhixi.hotline.orders.models import Order, Return
from zhixi.hotline.orders.step import step
from zhixi.hotline.privacy.masking import mask_text


def send_back(
    *, actor, order, now, reason: str, note: str, clause: str = "", duty=None, believed_unit=None
) -> Order:
    """Say that the order is not one's duty (退单). The unit stays responsible until another has signed.

    duty: the row of the duty list that says whose it is; its unit is the one believed right if none is named.
    """
    with step("send_back", actor=actor, order=order, now=now) as taking:
        note = guards.has_text(note, "note", "退单说明")
        if duty is not None:
            clause, believed_unit = clause or duty.clause, believed_unit or duty.unit
        _check_return(taking.order, actor, now, reason, clause, duty, believed_unit)
        Return.objects.create(
            order=taking.order,
            unit=actor.unit,
            by=actor,
            at=now,
            reason=reason,
            note=note,
            clause=clause,
            duty=duty,
            believed_unit=believed_unit,
        )
        taking.order.returned += 1
        taking.reason = f"{ReturnReason(reason).label}：{note}"
        taking.data.update(unit=actor.unit.code, return_reason=reason, clause=mask_text(clause))
        if duty is not None:
            taking.data["duty"] = duty.code
        if believed_unit is not None:
            taking.data["believed_unit"] = believed_unit.code
    return taking.order


def uphold_return(*, actor, order, now, unit, note: str = "") -> Order:
    """Agree, and send the order to another unit (同意退单并改派); the new unit's clock starts afresh."""
    with step("uphold_return", actor=actor, order=order, now=now, reason=note) as taking:
        guards.ruled_alone(taking.order.returned, settings.ORDER_RETURN_LIMIT)
        rule_on(taking, Ruling.UPHELD, actor, note, now, unit)
        send(taking, unit, now)
    return taking.order


def refuse_return(*, actor, order, now, note: str) -> Order:
    """Disagree: the same unit goes on, and the time it lost is its own (不同意退单)."""
    with step("refuse_return", actor=actor, order=order, now=now, reason=note) as taking:
        guards.has_reason(note, "note", "裁定意见")
        guards.ruled_alone(taking.order.returned, settings.ORDER_RETURN_LIMIT)
        rule_on(taking, Ruling.REFUSED, actor, note, now, taking.order.unit)
        taking.data["unit"] = taking.order.unit.code
        ask_to_sign(taking.order, now)
    return taking.order


def rule_on(taking, ruling: Ruling, actor, note: str, now, sent_to) -> Return:
    """Close the return that is open. sent_to: the unit that has the order after it."""
    pending = taking.order.returns.filter(ruling=Ruling.OPEN).last()
    if pending is None:
        raise Conflict(f"工单 {taking.order.number} 没有待裁定的退单", cure="请刷新后再试")
    pending.ruling, pending.ruled_by, pending.ruled_at, pending.ruling_note = ruling, actor, now, note
    pending.sent_to = sent_to
    pending.save()
    taking.data.update(returned_by=pending.unit.code, ruling=str(ruling))
    return pending


def return_until(order: Order):
    """Until when the lead may return the order: so many working days after it got it."""
    got = order.handed_at or order.dispatched_at
    return working_days_after(got, settings.ORDER_RETURN_DAYS) if got else None


def _check_return(order: Order, actor, now, reason: str, clause: str, duty, believed_unit) -> None:
    mine = order.returns.filter(unit=actor.unit)
    guards.returnable(
        reason=reason,
        clause=clause,
        believed_unit=believed_unit,
        own_unit_id=actor.unit_id,
        bound=order.bound,
        refused=set(mine.filter(ruling=Ruling.REFUSED).values_list("reason", flat=True)),
    )
    guards.returnable_now(
        now=now, until=return_until(order), times=mine.count(), most=settings.ORDER_RETURNS_A_UNIT
    )
    if duty is not None:
        guards.duty_is_anothers(duty, actor.unit_id)
