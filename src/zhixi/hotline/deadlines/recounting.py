"""Open orders counted anew when a holiday or a limit changed while their clocks ran.

Every running clock keeps its start, its stops and what was granted on top. Each order whose limit or rule
changed gets an event of its own ("recount"); its version stays, so nobody's open form turns stale.
"""

import json
from collections.abc import Iterator

from django.utils import timezone

from zhixi.hotline import bulk
from zhixi.hotline.audit.actions import Entry
from zhixi.hotline.deadlines import clock, limits, terms
from zhixi.hotline.deadlines.counting import Ends
from zhixi.hotline.deadlines.models import ClockStop
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.due import RUNNING
from zhixi.hotline.orders.models import Order

CHUNK = 2000
READ = [
    "number",
    "state",
    "state_before",
    "clocks",
    "request_type",
    "urgency",
    "channel",
    "district",
    "category__code",
    "accepted_at",
    "dispatched_at",
    "replied_at",
    "dispatch_due_at",
    "sign_due_at",
    "due_at",
    "callback_due_at",
]
WRITTEN = ("clocks", *limits.COLUMN.values())


def recount_open(*, actor, now, because: str, policies_changed: bool) -> list[Entry]:
    """Lock and change every open order that is touched; the events to append, for the caller to chain.

    because: what changed, for the events. policies_changed: look for each clock's policy again; else only days did.
    """
    ends = Ends(limits.calendar())
    policies = limits.policies_in_force()
    entries = []
    for orders in _open_orders():
        stops = _stops_of(orders)
        changed = []
        for order in orders:
            before = _values(order)
            for which in _running(order):
                if policies_changed:
                    _under_its_policy(order, which, policies)
                _count(order, which, stops.get(order.pk, ()), ends, policies)
            if difference := _difference(before, _values(order)):
                changed.append(order)
                entries.append(_entry(order, difference, actor, now, because))
        bulk.update(Order, WRITTEN, map(_row, changed))
    return entries


def _open_orders() -> Iterator[list[Order]]:
    found = Order.objects.filter(state__in=(*RUNNING, State.SUSPENDED)).order_by("pk")
    found = found.select_for_update(of=("self",)).select_related("category").only(*READ)
    last = 0
    while orders := list(found.filter(pk__gt=last)[:CHUNK]):
        yield orders
        last = orders[-1].pk


def _stops_of(orders: list[Order]) -> dict[int, list[clock.Stop]]:
    found: dict[int, list[clock.Stop]] = {}
    among = {"order__gte": orders[0].pk, "order__lte": orders[-1].pk}
    rows = ClockStop.objects.filter(**among).exclude(end=None)
    for order, begin, end in rows.values_list("order", "begin", "end"):
        found.setdefault(order, []).append(clock.Stop(begin, end))
    return found


def _running(order: Order) -> tuple:
    return RUNNING[order.state_before if order.state == State.SUSPENDED else order.state]


def _under_its_policy(order: Order, which: str, policies) -> None:
    """Give the clock the rule that holds for it now; its start and what was granted stay."""
    began = getattr(order, terms.BEGAN[which])
    kept = limits.terms_of(order, which, policies)
    policy = limits.policy_for(order, which, policies)
    if policy is None:
        order.clocks = {name: value for name, value in order.clocks.items() if name != which}
        setattr(order, limits.COLUMN[which], None)
    elif kept or began:
        fresh = terms.written(began or timezone.now(), policy)
        if kept:
            fresh |= {"start": kept["start"], "extra": kept["extra"]}
        order.clocks = {**order.clocks, str(which): fresh}


def _count(order: Order, which: str, stops, ends: Ends, policies) -> None:
    kept = limits.terms_of(order, which, policies)
    if kept is not None:
        setattr(order, limits.COLUMN[which], ends.of(kept, stops))


def _values(order: Order) -> dict:
    return {name: getattr(order, name) for name in WRITTEN}


def _difference(before: dict, after: dict) -> dict:
    """Fit for an event; empty when no limit and no rule is another, though the row that says it may be."""
    changed = {name: value for name, value in after.items() if before[name] != value}
    if set(changed) == {"clocks"} and _rules(before["clocks"]) == _rules(after["clocks"]):
        return {}
    return {
        name: timezone.localtime(value).isoformat() if hasattr(value, "astimezone") else value
        for name, value in changed.items()
    }


def _rules(clocks: dict) -> dict:
    return {which: {k: v for k, v in kept.items() if k != "policy"} for which, kept in clocks.items()}


def _row(order: Order) -> tuple:
    """The key and the columns of WRITTEN, as the database takes them."""
    return order.pk, json.dumps(order.clocks), *(bulk.moment(getattr(order, name)) for name in WRITTEN[1:])


def _entry(order: Order, changed: dict, actor, now, because: str) -> Entry:
    return Entry(
        actor=actor,
        subject="order",
        key=order.number,
        verb="recount",
        from_state=order.state,
        to_state=order.state,
        reason=because,
        data={"changed": changed},
        at=now,
    )
