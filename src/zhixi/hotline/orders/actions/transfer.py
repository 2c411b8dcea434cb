"""A unit's whole office goes to another: its open orders with it (单位沿革, 整体移交)."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zhixi.errors import BadInput, NotAllowed
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.audit import actions as audit
from zhixi.hotline.audit.models import Event
from zhixi.hotline.orders import guards, rules, snapshot
from zhixi.hotline.orders.models import Assisting, Order
from zhixi.hotline.privacy.masking import mask_text
from zhixi.hotline.units.actions import city_changed
from zhixi.hotline.units.choices import Succession
from zhixi.hotline.units.models import Unit, UnitSuccession

MAY_TRANSFER = frozenset({Role.SYSTEM_ADMIN, Role.DISPATCHER})


def transfer(
    *, actor, old: Unit, new: Unit, day, kind: str, reason: str, now, category=None, close: bool = False
) -> UnitSuccession:
    """Hand all open orders of one unit to another, in one transaction, with an event on each (整体移交).

    The orders stay where they are in their life, and so do their limits. category: only those in it (for a unit
    that is split). close: the old unit takes no orders from `day` on.
    """
    check_may_transfer(actor)
    _check(old, new, day, reason, close, category, timezone.localtime(now).date())
    with transaction.atomic():
        orders = list(affected(old, category).select_for_update(of=("self",)).order_by("pk"))
        entries = [_moved(actor, order, old, new, reason, now) for order in orders]
        succession = UnitSuccession.objects.create(
            old=old,
            new=new,
            day=day,
            kind=Succession(kind),
            category=category,
            reason=reason,
            orders=len(orders),
            by=actor,
            at=now,
        )
        if close:
            old.closed = day
            old.save()
        city_changed()
        told = {"to": new.code, "kind": str(kind), "orders": len(orders), "closed": close}
        audit.record_many([*entries, _entry(actor, "unit", old.code, "transfer", now, reason, told)])
    return succession


def check_may_transfer(actor) -> None:
    if actor.role not in MAY_TRANSFER:
        raise NotAllowed(f"{actor.get_role_display()}不能整体移交工单", cure="请由系统管理员或派单员办理")


def affected(old: Unit, category=None):
    """The open orders that the unit leads, still answers for, or helps with."""
    helping = Assisting.objects.filter(unit=old, removed_at=None).values("order")
    found = Order.objects.filter(state__in=rules.FOLLOWING["transfer"].start).filter(
        Q(unit=old) | Q(responsible_unit=old) | Q(pk__in=helping)
    )
    if category is not None:
        below = Q(category=category) | Q(category__code__startswith=f"{category.code}.")
        found = found.filter(below)
    return found


def moved_with(done: UnitSuccession, user):
    """The orders that went over in a transfer, by the events that it left, within what this person may see."""
    left = Event.objects.filter(at=done.at, subject="order", verb="transfer", data__from_unit=done.old.code)
    return Order.objects.visible_to(user).filter(number__in=left.order_by().values("key"))


def _moved(actor, order: Order, old: Unit, new: Unit, reason: str, now) -> audit.Entry:
    before = snapshot.values_of(order)
    if order.unit_id == old.pk:
        order.unit = new
        order.helpers.filter(unit=new).update(removed_at=now)
    if order.responsible_unit_id == old.pk:
        order.responsible_unit = new
    if order.responsible_unit_id is not None and order.responsible_unit_id == order.unit_id:
        order.responsible_unit = None
    helping = order.helpers.filter(unit=old)
    if order.unit_id == new.pk or order.helpers.filter(unit=new).exists():
        helping.update(removed_at=now)
    else:
        helping.update(unit=new)
    order.version += 1
    order.save()
    told = {"from_unit": old.code, "unit": new.code, "changed": snapshot.changes(before, order)}
    return _entry(actor, "order", order.number, "transfer", now, reason, told, order.state)


def _entry(actor, subject, key, verb, now, reason, data, state: str = "") -> audit.Entry:
    return audit.Entry(
        actor=actor,
        subject=subject,
        key=key,
        verb=verb,
        at=now,
        from_state=state,
        to_state=state,
        reason=mask_text(reason),
        data=data,
    )


def _check(old: Unit, new: Unit, day, reason: str, close: bool, category, today) -> None:
    guards.has_reason(reason, label="移交依据")
    if old.pk == new.pk:
        raise BadInput("不能移交给原单位自己", cure="请选择承接单位", field="to")
    if day > today:
        raise BadInput("生效日期尚未到，不能提前移交", cure="请在生效当日或之后办理", field="day")
    if close and category is not None:
        raise BadInput("只移交部分事项时不能停用原单位", cure="请取消停用，或移交全部工单", field="close")
    guards.takes_orders(new, today, field="to")
