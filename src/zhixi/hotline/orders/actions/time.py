"""Time: extension, suspension (延期, 挂起)."""

from django.conf import settings

from zhixi.errors import Conflict
from zhixi.hotline.deadlines import limits
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.orders import guards
from zhixi.hotline.orders.models import Extension, Order
from zhixi.hotline.orders.step import step


def ask_extension(*, actor, order, now, days: int, reason: str) -> Order:
    """Ask for more working days (申请延期), before the limit has passed."""
    with step("ask_extension", actor=actor, order=order, now=now, reason=reason) as taking:
        guards.has_reason(reason, label="延期理由")
        guards.extension_askable(
            days=days,
            most=settings.ORDER_EXTENSION_DAYS,
            pending=taking.order.extensions.filter(granted=None).exists(),
            due_at=taking.order.due_at,
            now=now,
        )
        Extension.objects.create(order=taking.order, by=actor, at=now, days=days, reason=reason)
        taking.data["days"] = days
    return taking.order


def grant_extension(*, actor, order, now, note: str = "") -> Order:
    """Move the limit on by the days that were asked for (同意延期)."""
    with step("grant_extension", actor=actor, order=order, now=now, reason=note) as taking:
        asked = _decide(taking.order, True, actor, note, now)
        if taking.order.due_at is not None:
            taking.order.due_at = limits.extended(taking.order.due_at, asked.days)
        taking.data["days"] = asked.days
    return taking.order


def refuse_extension(*, actor, order, now, note: str) -> Order:
    with step("refuse_extension", actor=actor, order=order, now=now, reason=note) as taking:
        guards.has_reason(note, "note", "不同意的理由")
        taking.data["days"] = _decide(taking.order, False, actor, note, now).days
    return taking.order


def suspend(*, actor, order, now, reason: str) -> Order:
    """Stop the clocks, for a reason that stands in the event (挂起)."""
    with step("suspend", actor=actor, order=order, now=now, reason=reason) as taking:
        guards.has_reason(reason, label="挂起理由")
        taking.order.state_before = taking.order.state
        taking.order.suspended_at = now
    return taking.order


def resume(*, actor, order, now, note: str = "") -> Order:
    """Go on where it stopped, with as much working time as was left (恢复办理)."""
    with step("resume", actor=actor, order=order, now=now, reason=note) as taking:
        paused = taking.order
        taking.to = paused.state_before
        paused.due_at = limits.moved(paused, Clock.HANDLE, paused.due_at, paused.suspended_at, now)
        if paused.signed_at is None:
            paused.sign_due_at = limits.moved(
                paused, Clock.SIGN, paused.sign_due_at, paused.suspended_at, now
            )
        paused.state_before, paused.suspended_at = "", None
    return taking.order


def _decide(order: Order, granted: bool, actor, note: str, now) -> Extension:
    asked = order.extensions.filter(granted=None).last()
    if asked is None:
        raise Conflict(f"工单 {order.number} 没有待审批的延期申请", cure="请刷新后再试")
    asked.granted, asked.decided_by, asked.decided_at, asked.decision_note = granted, actor, now, note
    asked.save()
    return asked
