"""Returns and what the centre rules on them (退单, 裁定, 会商)."""

from zhixi.errors import Conflict
from zhixi.hotline.orders import guards
from zhixi.hotline.orders.actions.dispatching import ask_to_sign, check_unit, send
from zhixi.hotline.orders.choices import ReturnReason, Ruling
from zhixi.hotline.orders.models import Order, Return
from zhixi.hotline.orders.step import step
from zhixi.hotline.privacy.masking import mask_text


def send_back(*, actor, order, now, reason: str, note: str, clause: str = "", believed_unit=None) -> Order:
    """Say that the order is not one's duty (退单). The unit stays responsible until the centre has ruled."""
    with step("send_back", actor=actor, order=order, now=now) as taking:
        note = guards.has_text(note, "note", "退单说明")
        mine = taking.order.returns.filter(unit=actor.unit)
        guards.returnable(
            reason=reason,
            clause=clause,
            believed_unit=believed_unit,
            own_unit_id=actor.unit_id,
            bound=taking.order.bound,
            refused=set(mine.filter(ruling=Ruling.REFUSED).values_list("reason", flat=True)),
        )
        Return.objects.create(
            order=taking.order,
            unit=actor.unit,
            by=actor,
            at=now,
            reason=reason,
            note=note,
            clause=clause,
            believed_unit=believed_unit,
        )
        taking.order.returned += 1
        taking.reason = f"{ReturnReason(reason).label}：{note}"
        taking.data.update(unit=actor.unit.code, return_reason=reason, clause=mask_text(clause))
        if believed_unit:
            taking.data["believed_unit"] = believed_unit.code
    return taking.order


def uphold_return(*, actor, order, now, unit, note: str = "") -> Order:
    """Agree, and send the order to another unit (同意退单并改派); the new unit's clock starts afresh."""
    with step("uphold_return", actor=actor, order=order, now=now, reason=note) as taking:
        rule_on(taking, Ruling.UPHELD, actor, note, now)
        send(taking, unit, now)
    return taking.order


def refuse_return(*, actor, order, now, note: str) -> Order:
    """Disagree: the same unit goes on, and the time it lost is its own (不同意退单)."""
    with step("refuse_return", actor=actor, order=order, now=now, reason=note) as taking:
        guards.has_reason(note, "note", "裁定意见")
        rule_on(taking, Ruling.REFUSED, actor, note, now)
        taking.data["unit"] = taking.order.unit.code
        ask_to_sign(taking.order, now)
    return taking.order


def convene(*, actor, order, now, note: str) -> Order:
    """Put a case that nobody owns before a joint meeting (疑难会商)."""
    with step("convene", actor=actor, order=order, now=now, reason=note) as taking:
        guards.has_reason(note, "note", "会商事由")
    return taking.order


def bind(*, actor, order, now, unit, note: str) -> Order:
    """The meeting's result binds a unit, which may not return the order again (会商定责)."""
    with step("bind", actor=actor, order=order, now=now, reason=note) as taking:
        guards.has_reason(note, "note", "会商结论")
        pending = taking.order.returns.filter(ruling=Ruling.OPEN).last()
        if pending is not None:
            kept = pending.unit_id == unit.pk
            rule_on(taking, Ruling.REFUSED if kept else Ruling.UPHELD, actor, note, now)
        if unit.pk == taking.order.unit_id:
            check_unit(taking.order, unit, now)
            taking.data["unit"] = unit.code
            ask_to_sign(taking.order, now)
        else:
            send(taking, unit, now)
        taking.order.bound = True
    return taking.order


def rule_on(taking, ruling: Ruling, actor, note: str, now) -> Return:
    """Close the return that is open."""
    pending = taking.order.returns.filter(ruling=Ruling.OPEN).last()
    if pending is None:
        raise Conflict(f"工单 {taking.order.number} 没有待裁定的退单", cure="请刷新后再试")
    pending.ruling, pending.ruled_by, pending.ruled_at, pending.ruling_note = ruling, actor, now, note
    pending.save()
    taking.data.update(returned_by=pending.unit.code, ruling=str(ruling))
    return pending
