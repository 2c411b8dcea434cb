"""Lead and assisting units: ask, release, exchange, answer (主办, 协办)."""

from django.conf import settings
from django.utils import timezone

from zhixi.errors import BadInput, Conflict
from zhixi.hotline.attachments.actions.attaching import add
from zhixi.hotline.orders import guards
from zhixi.hotline.orders.due import working_days_after
from zhixi.hotline.orders.models import Assisting, Order
from zhixi.hotline.orders.step import step
from zhixi.hotline.privacy.sealing import seal

FORMER_LEAD = "原主办单位，配合新的主办单位办理"


def assist(*, actor, order, now, unit, task: str, days: int | None = None) -> Order:
    """Ask another unit to help the lead (协办). days: its working days, the city's own number if None."""
    with step("assist", actor=actor, order=order, now=now, reason=task) as taking:
        guards.has_reason(task, "task", "协办事项")
        add_assisting(taking, unit, task, now, days)
    return taking.order


def remove_assist(*, actor, order, now, unit, note: str) -> Order:
    """Release a helper that is not needed (取消协办); what one has already said stays."""
    with step("remove_assist", actor=actor, order=order, now=now, reason=note) as taking:
        guards.has_reason(note, "note", "取消协办的理由")
        asked = _helper(taking.order, unit)
        if asked.replied_at:
            raise Conflict(f"{unit.name}已提交协办意见，不能取消", cure="其意见会留在工单上", field="unit")
        asked.removed_at = now
        asked.save()
        taking.data["unit"] = unit.code
    return taking.order


def change_lead(*, actor, order, now, unit, note: str) -> Order:
    """Make a helper the lead and the lead a helper (调换主办). The citizen's limit stays where it was."""
    from zhixi.hotline.orders.actions.dispatching import check_unit, hand_over

    with step("change_lead", actor=actor, order=order, now=now, reason=note) as taking:
        guards.has_reason(note, "note", "调换主办的理由")
        _helper(taking.order, unit)
        check_unit(taking.order, unit, now)
        former = taking.order.unit
        taking.order.bound = False
        hand_over(taking, unit, now)
        add_assisting(taking, former, FORMER_LEAD, now)
    return taking.order


def assist_reply(*, actor, order, now, text: str, uploads=()) -> Order:
    """A helper's opinion to the lead (协办意见). uploads: ids of files received for this order."""
    with step("assist_reply", actor=actor, order=order, now=now) as taking:
        text = guards.has_text(text, "text", "协办意见")
        asked = taking.order.helpers.get(unit=actor.unit)
        if asked.reply:
            raise Conflict("本单位已提交协办意见", cure="如需补充，请联系主办单位")
        asked.reply, asked.replied_at = text, now
        asked.save()
        taking.data.update(unit=actor.unit.code, text=seal(text))
        add(taking, actor, uploads, now)
    return taking.order


def add_assisting(taking, unit, task: str, now, days: int | None = None) -> None:
    """Shared by every verb that asks for help."""
    guards.takes_orders(unit, timezone.localtime(now).date())
    if unit.pk == taking.order.unit_id:
        raise BadInput(f"{unit.name}已是主办单位", cure="请选择另一个单位", field="unit")
    if taking.order.helpers.filter(unit=unit).exists():
        raise Conflict(f"{unit.name}已在协办", cure="不必重复添加", field="unit")
    due = working_days_after(now, settings.ORDER_ASSIST_DAYS if days is None else days)
    if taking.order.due_at is not None:
        due = min(due, taking.order.due_at)
    Assisting.objects.create(order=taking.order, unit=unit, task=task, asked_at=now, due_at=due)
    taking.data.setdefault("assisting", []).append(unit.code)


def stop_helping(order: Order, unit, now) -> None:
    """A helper that becomes the lead helps no more."""
    order.helpers.filter(unit=unit).update(removed_at=now)


def _helper(order: Order, unit) -> Assisting:
    asked = order.helpers.filter(unit=unit).first()
    if asked is None:
        raise BadInput(f"{unit.name}没有协办本单", cure="请从协办单位中选择", field="unit")
    return asked
