"""Side ways: merge, unmerge, unreasonable by ruling, important (合并, 不合理诉求, 重要来电)."""

from zhixi.hotline.orders import guards, rules
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.step import step


def merge(*, actor, order, now, master, note: str = "") -> Order:
    """Fold an order into the one about the same event (合并); its own caller and history stay with it."""
    with step("merge", actor=actor, order=order, now=now, reason=note) as taking:
        guards.mergeable(taking.order, master, rules.OPEN)
        taking.order.master = master
        taking.data["master"] = master.number
    return taking.order


def unmerge(*, actor, order, now, reason: str) -> Order:
    """Take it out again, to be dispatched by itself (取消合并)."""
    with step("unmerge", actor=actor, order=order, now=now, reason=reason) as taking:
        guards.has_reason(reason, label="取消合并的理由")
        taking.data["master"] = taking.order.master.number
        taking.order.master = None
    return taking.order


def rule_unreasonable(*, actor, order, now, reason: str) -> Order:
    """Rule that a request is unreasonable (认定不合理诉求); the ruling's reason stands in the event."""
    with step("rule_unreasonable", actor=actor, order=order, now=now, reason=reason) as taking:
        guards.has_text(reason, "reason", "认定理由")
        taking.order.concluded_at = now
    return taking.order


def mark_important(*, actor, order, now, note: str = "") -> Order:
    with step("mark_important", actor=actor, order=order, now=now, reason=note) as taking:
        taking.order.important = True
    return taking.order
