"""Freezing an order, and setting it free (冻结, 解除冻结)."""

from zhixi.hotline.archive import guards as archive_guards
from zhixi.hotline.archive.models import Hold
from zhixi.hotline.orders import guards
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.step import step


def hold(*, actor, order, now, reason: str) -> Order:
    """Freeze an order (冻结): whatever its retention says, no list of destruction may name it."""
    with step("hold", actor=actor, order=order, now=now, reason=reason) as taking:
        reason = guards.has_reason(reason, label="冻结原因")
        archive_guards.may_hold(taking.order.held)
        Hold.objects.create(order=taking.order, by=actor, at=now, reason=reason)
        taking.order.held = True
    return taking.order


def release(*, actor, order, now, reason: str) -> Order:
    """End the freeze (解除冻结); who froze it and why stays."""
    with step("release", actor=actor, order=order, now=now, reason=reason) as taking:
        reason = guards.has_reason(reason, label="解除原因")
        archive_guards.may_release(taking.order.held)
        taking.order.holds.filter(released_at=None).update(
            released_by=actor, released_at=now, release_reason=reason
        )
        taking.order.held = False
    return taking.order
