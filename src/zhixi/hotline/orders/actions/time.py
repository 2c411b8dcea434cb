"""More time: extension (延期). Who may grant how much is the city's own rule (settings, ORDER_EXTENSION_…)."""

from django.conf import settings
from django.utils import timezone

from zhixi.errors import Conflict
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.deadlines import limits
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.notifications.actions import tell_citizen
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
        guards.extension_within_total(
            days=days, granted=granted_days(taking.order), total=settings.ORDER_EXTENSION_TOTAL
        )
        Extension.objects.create(order=taking.order, by=actor, at=now, days=days, reason=reason)
        taking.data["days"] = days
    return taking.order


def grant_extension(*, actor, order, now, note: str = "") -> Order:
    """Move the limit on by the days that were asked for (同意延期); the citizen is told the new one."""
    with step("grant_extension", actor=actor, order=order, now=now, reason=note) as taking:
        asked = pending_extension(taking.order)
        guards.extension_grantable(
            days=asked.days,
            most=most_grantable(actor),
            own=asked.by_id == actor.pk,
            used_up=actor.role == Role.UNIT_LEAD and _granted_by_unit(taking.order),
            who=actor.get_role_display(),
        )
        guards.extension_within_total(
            days=asked.days, granted=granted_days(taking.order), total=settings.ORDER_EXTENSION_TOTAL
        )
        _decide(asked, True, actor, note, now)
        limits.extend(taking.order, Clock.HANDLE, asked.days)
        taking.data["days"] = asked.days
        tell_citizen(order=taking.order, kind="extended", text=limit_told(taking.order), now=now)
    return taking.order


def refuse_extension(*, actor, order, now, note: str) -> Order:
    with step("refuse_extension", actor=actor, order=order, now=now, reason=note) as taking:
        guards.has_reason(note, "note", "不同意的理由")
        asked = pending_extension(taking.order)
        _decide(asked, False, actor, note, now)
        taking.data["days"] = asked.days
    return taking.order


def granted_days(order: Order) -> int:
    """Working days granted so far in this round: a reopened order, or another unit's, begins afresh."""
    kept = limits.terms_of(order, Clock.HANDLE)
    return sum(days for days, _ in kept["extra"]) if kept else 0


def most_grantable(actor) -> int:
    """How many working days at once this person may grant; 0 for whoever may not."""
    return settings.ORDER_EXTENSION_GRANTS.get(str(actor.role), 0)


def limit_told(order: Order) -> str:
    if order.due_at is None:
        return ""
    day = timezone.localtime(order.due_at)
    return f"办理期限为{day.year}年{day.month}月{day.day}日。"


def pending_extension(order: Order) -> Extension:
    asked = order.extensions.filter(granted=None).last()
    if asked is None:
        raise Conflict(f"工单 {order.number} 没有待审批的延期申请", cure="请刷新后再试")
    return asked


def _decide(asked: Extension, granted: bool, actor, note: str, now) -> None:
    asked.granted, asked.decided_by, asked.decided_at, asked.decision_note = granted, actor, now, note
    asked.save()


def _granted_by_unit(order: Order) -> bool:
    return order.extensions.filter(
        granted=True, decided_by__role=Role.UNIT_LEAD, decided_at__gte=order.dispatched_at
    ).exists()
