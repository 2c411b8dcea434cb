"""Stopping an order's clocks and letting them go on (挂起, 等待补充). Inside a step: see `orders.step`.

Both kinds may hold an order at once; it goes on when the last of them ends, and what was stopped twice over
counts once. Each beginning and end stands in the event's data ("stop", "go"), so that replay needs no row.
"""

from zhixi.errors import Conflict
from zhixi.hotline.deadlines import limits
from zhixi.hotline.deadlines.choices import StopKind
from zhixi.hotline.deadlines.models import ClockStop
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.due import RUNNING


def stop(taking, kind: StopKind, *, actor, now, reason: str, cause: str = "") -> None:
    """Begin a stop; the order is suspended from here on."""
    order = taking.order
    if order.stops.filter(kind=kind, end=None).exists():
        raise Conflict(f"工单 {order.number} 已在{kind.label}中", cure="请刷新后再试")
    ClockStop.objects.create(order=order, kind=kind, cause=cause, reason=reason, begin=now, by=actor)
    if order.suspended_at is None:
        order.state_before, order.suspended_at = order.state, now
    taking.to = State.SUSPENDED
    taking.data["stop"] = {"kind": str(kind), "cause": str(cause)}


def go_on(taking, *, actor, now, kind: StopKind | None = None) -> bool:
    """End the open stop of one kind, or all of them; True when the order's clocks run again."""
    order = taking.order
    end(taking, actor=actor, now=now, kind=kind)
    if order.stops.filter(end=None).exists():
        return False
    taking.to = order.state_before
    for clock in RUNNING[order.state_before]:
        limits.recount(order, clock)
    order.state_before, order.suspended_at = "", None
    return True


def end(taking, *, actor, now, kind: StopKind | None = None) -> None:
    """End open stops where the order does not go on (撤单): their times are known, and no clock is counted anew."""
    found = taking.order.stops.filter(end=None, **({"kind": kind} if kind else {}))
    kinds = [str(held) for held in found.values_list("kind", flat=True)]
    found.update(end=now, ended_by=actor)
    if kinds:
        taking.data["go"] = kinds


def waiting(order) -> bool:
    """Whether the order waits for what the citizen was asked."""
    return order.suspended_at is not None and order.stops.filter(kind=StopKind.WAITING, end=None).exists()
