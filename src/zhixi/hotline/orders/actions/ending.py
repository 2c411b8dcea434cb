"""The end: reviewing the reply, conclude, reopen, archive (反馈审核, 办结, 重办, 归档)."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhixi.errors import BadInput, Conflict
from zhixi.hotline.callbacks.queries import why_asked
from zhixi.hotline.notifications.actions import tell_citizen
from zhixi.hotline.orders import guards
from zhixi.hotline.orders.actions import following
from zhixi.hotline.orders.actions.dispatching import send
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.step import step
from zhixi.hotline.units.queries import successor


def pass_reply(*, actor, order, now, note: str = "") -> Order:
    """The reply answers what was asked (反馈审核通过)."""
    with transaction.atomic():
        with step("pass_reply", actor=actor, order=order, now=now, reason=note) as taking:
            merged = following.answered(taking.order, State.REPLIED)
            _judge_reply(taking.order, True, note)
        following.share_pass(actor=actor, master=taking.order, orders=merged, now=now, note=note)
    return taking.order


def reject_reply(*, actor, order, now, note: str) -> Order:
    """The reply does not do; the unit goes on, its clock never stopped (退回重办)."""
    with transaction.atomic():
        with step("reject_reply", actor=actor, order=order, now=now, reason=note) as taking:
            merged = following.answered(taking.order, State.REPLIED, State.REPLY_REVIEWED)
            guards.has_reason(note, "note", "退回理由")
            if taking.order.master_id is not None:
                raise Conflict("本单的反馈来自主工单", cure=f"请在主工单 {taking.order.master.number} 上退回")
            _judge_reply(taking.order, False, note)
            taking.order.replied_at = taking.order.callback_due_at = None
        following.share_recall(actor=actor, master=taking.order, orders=merged, now=now, note=note)
    return taking.order


def conclude(*, actor, order, now, note: str = "") -> Order:
    """Close an order that the citizen was asked about, or did not want to be (办结)."""
    with step("conclude", actor=actor, order=order, now=now, reason=note) as taking:
        guards.concludable(
            wanted=taking.order.callback_wanted and bool(why_asked(taking.order)),
            attempts=callbacks_of_this_round(taking.order),
            needed=settings.ORDER_CALLBACK_ATTEMPTS,
            reopened=taking.order.reopened,
            limit=settings.ORDER_REOPEN_LIMIT,
            note=note,
        )
        taking.order.concluded_at = now
    return taking.order


def reopen(*, actor, order, now, reason: str, unit=None) -> Order:
    """Open an unsolved order again, with a fresh clock (重办). unit: another lead; the same one if None."""
    return _opened_again("reopen", actor, order, now, reason, unit)


def citizen_reopen(*, order, now, reason: str) -> Order:
    """The same by the citizen's own answer (市民评价后重办). No person acts: the one-time link that
    `callbacks.citizen` has checked in the same transaction is the right to."""
    return _opened_again("citizen_reopen", None, order, now, reason, None)


def _opened_again(verb: str, actor, order, now, reason: str, unit) -> Order:
    with transaction.atomic():
        with step(verb, actor=actor, order=order, now=now, reason=reason) as taking:
            merged = following.answered(taking.order, State.REPLIED, State.REPLY_REVIEWED)
            _reopen(taking, reason, unit, now)
            tell_citizen(order=taking.order, kind="reopened", now=now)
        following.share_recall(actor=actor, master=taking.order, orders=merged, now=now, note=reason)
    return taking.order


def _reopen(taking, reason: str, unit, now) -> None:
    guards.has_reason(reason, label="重办理由")
    if taking.order.reopened >= settings.ORDER_REOPEN_LIMIT:
        raise Conflict(f"重办已满{settings.ORDER_REOPEN_LIMIT}次", cure="请提请会商，或写明情况后办结")
    unit = unit or _last_unit(taking.order, now)
    if unit is None:
        raise BadInput("本单没有承办单位，重办须指定单位", cure="请选择承办单位", field="unit")
    guards.ready_to_dispatch(taking.order)
    send(taking, unit, now)
    taking.order.reopened += 1
    taking.order.answered_on_the_spot = False
    taking.order.replied_at = taking.order.concluded_at = taking.order.callback_due_at = None


def _last_unit(order: Order, now):
    """Who answered, or who has taken over from them since; a merged order was answered by its master's unit."""
    unit = order.master.unit if order.master else order.unit
    return successor(unit, timezone.localtime(now).date()) if unit else None


def archive(*, actor, order, now) -> Order:
    """Put a closed order away (归档)."""
    with step("archive", actor=actor, order=order, now=now) as taking:
        taking.order.archived_at = now
    return taking.order


def callbacks_of_this_round(order: Order) -> list:
    """The callbacks since the last reply: an earlier round says nothing about what was done since."""
    if order.replied_at is None:
        return []
    return list(order.callbacks.filter(at__gte=order.replied_at).order_by("attempt"))


def _judge_reply(order: Order, accepted: bool, note: str) -> None:
    last = order.replies.last()
    last.accepted, last.review_note = accepted, note
    last.save()
