"""What the clock does by itself: notice, once, every limit that has passed."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from zhixi.hotline.audit import actions as audit
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.orders.due import COLUMN, clock_overdue_q
from zhixi.hotline.orders.models import Order
from zhixi.hotline.supervision.choices import Rung
from zhixi.hotline.supervision.models import Notice

UNITS_OWN = frozenset({Clock.SIGN, Clock.HANDLE})


def sweep(now: dt.datetime) -> int:
    """Remind of each limit that ran out and was not noticed yet; returns how many were.

    Idempotent: run twice, or by two processes at once, each limit is still noticed once. A limit that an
    extension moved on is another limit. The order's version stays, so nobody's open form turns stale.
    """
    return sum(_notice(pk, clock, now) for clock in Clock for pk in _unnoticed(clock, now))


def _unnoticed(clock: Clock, now: dt.datetime) -> list[int]:
    noticed = Notice.objects.filter(order=OuterRef("pk"), by=None, clock=clock, limit=OuterRef(COLUMN[clock]))
    late = Order.objects.filter(clock_overdue_q(clock, now)).exclude(Exists(noticed))
    return list(late.order_by(F(COLUMN[clock])).values_list("pk", flat=True))


def _notice(pk: int, clock: Clock, now: dt.datetime) -> bool:
    with transaction.atomic():
        order = Order.objects.select_for_update().filter(clock_overdue_q(clock, now), pk=pk).first()
        if order is None:  # somebody was quicker than the clock
            return False
        limit = getattr(order, COLUMN[clock])
        unit = order.unit if clock in UNITS_OWN else None
        text = f"{clock.label}期限 {timezone.localtime(limit):%Y-%m-%d %H:%M} 已过，请尽快处理"
        _, fresh = Notice.objects.get_or_create(
            order=order,
            by=None,
            clock=clock,
            limit=limit,
            defaults={"unit": unit, "rung": Rung.REMIND, "at": now, "text": text},
        )
        if fresh:
            audit.record(
                actor=None,
                subject="order",
                key=order.number,
                verb="overdue",
                from_state=order.state,
                to_state=order.state,
                reason=text,
                data={"clock": str(clock), "limit": timezone.localtime(limit).isoformat()},
                at=now,
            )
    return fresh
