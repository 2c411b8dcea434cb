"""Sending an order to its unit: review, dispatch, assisting units, delegation below (审核, 派单)."""

from django.utils import timezone

from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.deadlines import limits
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.orders import guards
from zhixi.hotline.orders.choices import Ruling
from zhixi.hotline.orders.models import Assisting, Order
from zhixi.hotline.orders.step import step


def review(*, actor, order, now, note: str = "") -> Order:
    """Check what was taken down, before dispatch (审核)."""
    with step("review", actor=actor, order=order, now=now, reason=note) as taking:
        guards.ready_to_dispatch(taking.order)
    return taking.order


def dispatch(*, actor, order, now, unit, note: str = "", assisting=()) -> Order:
    """Send to the lead unit (派单); its clock starts now, not when it signs. assisting: units that help."""
    with step("dispatch", actor=actor, order=order, now=now, reason=note) as taking:
        guards.ready_to_dispatch(taking.order)
        send(taking, unit, now)
        for helper in assisting:
            add_assisting(taking, helper, note, now)
    return taking.order


def assist(*, actor, order, now, unit, task: str) -> Order:
    """Ask another unit to help the lead (协办)."""
    with step("assist", actor=actor, order=order, now=now, reason=task) as taking:
        guards.has_reason(task, "task", "协办事项")
        add_assisting(taking, unit, task, now)
    return taking.order


def delegate(*, actor, order, now, unit, note: str = "") -> Order:
    """A district passes an order on to one of its own units (转下级办理); the limit stays where it was."""
    with step("delegate", actor=actor, order=order, now=now, reason=note) as taking:
        if not unit.trail.startswith(actor.unit.trail):
            raise NotAllowed(f"{unit.name}不是本区的单位", cure="请选择本区所属单位", field="unit")
        if unit.pk == taking.order.unit_id:
            raise BadInput(f"工单已在{unit.name}办理", cure="请选择另一个下级单位", field="unit")
        check_unit(taking.order, unit, now)
        taking.data["from_unit"] = taking.order.unit.code
        lead(taking, unit)
        ask_to_sign(taking.order, now)
    return taking.order


def send(taking, unit, now) -> None:
    """Make `unit` the lead and start its clocks; shared by every verb that dispatches."""
    check_unit(taking.order, unit, now)
    lead(taking, unit)
    taking.order.dispatched_at = now
    taking.order.due_at = limits.due(taking.order, Clock.HANDLE, now)
    ask_to_sign(taking.order, now)


def check_unit(order: Order, unit, now) -> None:
    """The unit works today, and has not been told that this order is not its duty."""
    guards.takes_orders(unit, timezone.localtime(now).date())
    upheld = order.returns.filter(ruling=Ruling.UPHELD).values_list("unit", flat=True)
    guards.not_returned_by(unit, set(upheld))


def lead(taking, unit) -> None:
    taking.order.unit = unit
    taking.data["unit"] = unit.code


def ask_to_sign(order: Order, now) -> None:
    order.signed_at = None
    order.sign_due_at = limits.due(order, Clock.SIGN, now)


def add_assisting(taking, unit, task: str, now) -> None:
    guards.takes_orders(unit, timezone.localtime(now).date())
    if unit.pk == taking.order.unit_id:
        raise BadInput(f"{unit.name}已是主办单位", cure="请选择另一个单位", field="unit")
    if taking.order.assisting.filter(unit=unit).exists():
        raise Conflict(f"{unit.name}已在协办", cure="不必重复添加", field="unit")
    Assisting.objects.create(order=taking.order, unit=unit, task=task)
    taking.data.setdefault("assisting", []).append(unit.code)
