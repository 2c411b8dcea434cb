"""Standing still: suspension, and waiting for what the citizen is asked (挂起, 补充)."""

from django.conf import settings

from zhixi.errors import Conflict
from zhixi.hotline.deadlines import stops
from zhixi.hotline.deadlines.choices import StopCause, StopKind
from zhixi.hotline.deadlines.models import SuspensionRequest
from zhixi.hotline.notifications.actions import tell_citizen
from zhixi.hotline.orders import guards
from zhixi.hotline.orders.actions.time import limit_told
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.step import step


def suspend(*, actor, order, now, reason: str, cause: str = StopCause.OTHER) -> Order:
    """Stop the clocks, for a reason that stands in the event (挂起)."""
    with step("suspend", actor=actor, order=order, now=now, reason=reason) as taking:
        guards.has_reason(reason, label="挂起理由")
        _suspend(taking, actor, now, reason, cause)
    return taking.order


def resume(*, actor, order, now, note: str = "") -> Order:
    """Go on where it stopped, with as much working time as was left (恢复办理)."""
    with step("resume", actor=actor, order=order, now=now, reason=note) as taking:
        stops.go_on(taking, actor=actor, now=now)
        _tell_resumed(taking.order, now)
    return taking.order


def ask_suspension(*, actor, order, now, cause: str, reason: str) -> Order:
    """A unit asks for its clock to be stopped (申请挂起); it runs until the centre has agreed."""
    with step("ask_suspension", actor=actor, order=order, now=now, reason=reason) as taking:
        guards.has_text(reason, "reason", "挂起理由")
        if taking.order.suspension_requests.filter(granted=None).exists():
            raise Conflict("上一次挂起申请尚未审批", cure="请等待审批")
        SuspensionRequest.objects.create(
            order=taking.order, by=actor, at=now, cause=StopCause(cause), reason=reason
        )
        taking.data["cause"] = str(cause)
    return taking.order


def grant_suspension(*, actor, order, now, note: str = "") -> Order:
    """Agree (同意挂起): the clocks stop now, not when it was asked."""
    with step("grant_suspension", actor=actor, order=order, now=now, reason=note) as taking:
        asked = _decide(taking.order, True, actor, note, now)
        _suspend(taking, actor, now, asked.reason, asked.cause)
    return taking.order


def refuse_suspension(*, actor, order, now, note: str) -> Order:
    with step("refuse_suspension", actor=actor, order=order, now=now, reason=note) as taking:
        guards.has_reason(note, "note", "不同意的理由")
        taking.data["cause"] = _decide(taking.order, False, actor, note, now).cause
    return taking.order


def ask_supplement(*, actor, order, now, text: str) -> Order:
    """Ask the citizen for what is missing (请市民补充): the clocks stand still until it comes, or the centre resumes.

    A unit may do so only so often in one order (settings.ORDER_SUPPLEMENT_ASKS): asking is no way to stop a clock.
    """
    with step("ask_supplement", actor=actor, order=order, now=now, reason=text) as taking:
        text = guards.has_text(text, "text", "须补充的内容")
        asked = taking.order.stops.filter(
            kind=StopKind.WAITING, begin__gte=taking.order.dispatched_at
        ).count()
        if asked >= settings.ORDER_SUPPLEMENT_ASKS:
            raise Conflict(f"请市民补充已满{asked}次", cure="请按已有情况办理，或向热线中心申请挂起")
        stops.stop(taking, StopKind.WAITING, actor=actor, now=now, reason=text)
        tell_citizen(order=taking.order, kind="supplement", text=text, now=now)
    return taking.order


def supplemented(taking, *, actor, now) -> None:
    """The citizen answered: the wait is over, and with it the stop, if nothing else holds the order."""
    if stops.waiting(taking.order) and stops.go_on(taking, actor=actor, now=now, kind=StopKind.WAITING):
        _tell_resumed(taking.order, now)


def _suspend(taking, actor, now, reason: str, cause: str) -> None:
    cause = StopCause(cause)
    stops.stop(taking, StopKind.SUSPENSION, actor=actor, now=now, reason=reason, cause=cause)
    why = "" if cause == StopCause.OTHER else f"原因：{cause.label}。"
    tell_citizen(order=taking.order, kind="suspended", text=why, now=now)


def _tell_resumed(order: Order, now) -> None:
    tell_citizen(order=order, kind="resumed", text=limit_told(order), now=now)


def _decide(order: Order, granted: bool, actor, note: str, now) -> SuspensionRequest:
    asked = order.suspension_requests.filter(granted=None).last()
    if asked is None:
        raise Conflict(f"工单 {order.number} 没有待审批的挂起申请", cure="请刷新后再试")
    asked.granted, asked.decided_by, asked.decided_at, asked.decision_note = granted, actor, now, note
    asked.save()
    return asked
