"""Side ways: merge, unmerge, unreasonable by ruling, important (合并, 不合理诉求, 重要来电)."""

from django.db import transaction

from zhixi.errors import ZhixiError
from zhixi.hotline.orders import guards, rules
from zhixi.hotline.orders.actions import following
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.step import step
from zhixi.hotline.privacy.sealing import seal


def merge(*, actor, order, now, master, note: str = "") -> Order:
    """Fold an order into the one about the same event (合并); its own caller, callback and history stay with it."""
    with transaction.atomic():
        # The master first, as its own verbs do: else its reply could pass by what is being merged.
        master = Order.objects.select_for_update().get(pk=master.pk)
        return _merge(actor=actor, order=order, now=now, master=master, note=note)


def merge_many(*, actor, orders: list[Order], now, master, note: str = "") -> dict[str, ZhixiError | None]:
    """Fold many calls about one event into one order. number → None, or why that one was left out."""
    with transaction.atomic():
        wanted = {order.pk for order in orders} | {master.pk}
        rows = Order.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
        locked = {row.pk: row for row in rows}
        return {o.number: _tried(actor, o, now, locked[master.pk], note) for o in orders}


def unmerge(*, actor, order, now, reason: str) -> Order:
    """Take it out again; it goes on where it was when it was merged (取消合并)."""
    with step("unmerge", actor=actor, order=order, now=now, reason=reason) as taking:
        guards.has_reason(reason, label="取消合并的理由")
        taking.data["master"] = taking.order.master.number
        following.leave(taking)
    return taking.order


def rule_unreasonable(*, actor, order, now, reason: str, evidence: str = "") -> Order:
    """Rule that a request is unreasonable (认定不合理诉求); its reason and what it rests on stand in the event."""
    with transaction.atomic():
        with step("rule_unreasonable", actor=actor, order=order, now=now, reason=reason) as taking:
            waiting = following.waiting(taking.order)
            guards.has_text(reason, "reason", "认定理由")
            taking.data["evidence"] = seal(guards.has_text(evidence, "evidence", "认定依据"))
            taking.order.concluded_at = now
        following.set_apart(actor=actor, master=taking.order, orders=waiting, now=now)
    return taking.order


def _tried(actor, order, now, master, note: str) -> ZhixiError | None:
    try:
        with transaction.atomic():
            _merge(actor=actor, order=order, now=now, master=master, note=note)
    except ZhixiError as refusal:
        return refusal
    return None


def _merge(*, actor, order, now, master, note: str) -> Order:
    with step("merge", actor=actor, order=order, now=now, reason=note) as taking:
        guards.mergeable(taking.order, master, rules.MASTERS)
        taking.order.master = master
        taking.order.state_before = taking.order.state
        taking.data["master"] = master.number
    return taking.order
