"""Sending an order to its unit: review, dispatch, and the district's own tier (审核, 派单, 区级转办)."""

from django.utils import timezone

from zhixi.errors import BadInput, NotAllowed
from zhixi.hotline.deadlines import limits
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.orders import guards
from zhixi.hotline.orders.actions.helping import add_assisting, stop_helping
from zhixi.hotline.orders.choices import Ruling
from zhixi.hotline.orders.models import Order
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


def auto_dispatch(*, order, now, unit, reason: str, told: dict) -> Order:
    """Send to the lead unit by a row of automatic dispatch (自动派单): as `dispatch`, and by nobody.

    reason: which row, and how sure. told: the same for machines. Called by `dispatching.auto` alone, under its row's lock.
    """
    with step("auto_dispatch", actor=None, order=order, now=now, reason=reason) as taking:
        guards.ready_to_dispatch(taking.order)
        send(taking, unit, now)
        taking.data.update(told)
    return taking.order


def delegate(*, actor, order, now, unit, note: str = "") -> Order:
    """A district passes an order on to one of its own units (转下级办理); the limit stays where it was."""
    with step("delegate", actor=actor, order=order, now=now, reason=note) as taking:
        if not actor.unit.has_in_district(unit):
            raise NotAllowed(f"{unit.name}不是本区的单位", cure="请选择本区所属单位", field="unit")
        _pass_on(taking, unit, now)
    return taking.order


def take_up(*, actor, order, now, note: str = "") -> Order:
    """A district takes an order back from a unit below it, to handle or to pass on (收回本级)."""
    with step("take_up", actor=actor, order=order, now=now, reason=note) as taking:
        _pass_on(taking, actor.unit, now)
    return taking.order


def send(taking, unit, now) -> None:
    """Make `unit` the lead and start its clocks; shared by every verb that dispatches."""
    check_unit(taking.order, unit, now)
    if unit.pk != taking.order.unit_id:
        taking.order.bound = False  # a meeting bound the unit, not whoever comes after it
    taking.order.master = None  # what has a unit of its own waits for no other order's reply
    hand_over(taking, unit, now)
    taking.order.dispatched_at = now
    limits.start(taking.order, Clock.HANDLE, now)


def hand_over(taking, unit, now) -> None:
    """Give the order to `unit`, to be signed for; whoever answered for it does so until then (首接负责)."""
    order = taking.order
    before = order.answering_unit
    order.responsible_unit = before if before is not None and before.pk != unit.pk else None
    order.unit = unit
    order.handed_at = now
    taking.data["unit"] = unit.code
    if order.responsible_unit:
        taking.data["responsible_unit"] = order.responsible_unit.code
    stop_helping(order, unit, now)
    ask_to_sign(order, now)


def check_unit(order: Order, unit, now) -> None:
    """The unit works today, and has not been told that this order is not its duty."""
    guards.takes_orders(unit, timezone.localtime(now).date())
    upheld = order.returns.filter(ruling=Ruling.UPHELD).values_list("unit", flat=True)
    guards.not_returned_by(unit, set(upheld))


def ask_to_sign(order: Order, now) -> None:
    order.signed_at = None
    limits.start(order, Clock.SIGN, now)


def _pass_on(taking, unit, now) -> None:
    """Within a district; the limits stay, for the citizen's time is not the district's to give."""
    if unit.pk == taking.order.unit_id:
        raise BadInput(f"工单已在{unit.name}办理", cure="请选择另一个单位", field="unit")
    check_unit(taking.order, unit, now)
    taking.data["from_unit"] = taking.order.unit.code
    hand_over(taking, unit, now)
