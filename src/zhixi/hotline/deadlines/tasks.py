"""What the clock does by itself: notice, once, every limit that has passed."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from zhixi.hotline import bulk
from zhixi.hotline.audit.actions import Entry, record_many
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.deadlines.limits import COLUMN
from zhixi.hotline.orders.due import clock_overdue_q
from zhixi.hotline.orders.models import Order
from zhixi.hotline.supervision.choices import Rung
from zhixi.hotline.supervision.models import Notice

# So many orders are held at once: enough that a lock and a commit cost little, few enough that nobody waits long.
CHUNK = 1000


def sweep(now: dt.datetime) -> int:
    """Remind of each limit that ran out and was not noticed yet; returns how many were.

    Idempotent: run twice, or by two processes at once, each limit is still noticed once. A limit that an
    extension moved on is another limit. The order's version stays, so nobody's open form turns stale.
    """
    return sum(_sweep_clock(clock, now) for clock in Clock)


def _sweep_clock(clock: Clock, now: dt.datetime) -> int:
    late = _unnoticed(clock, now)
    return sum(_notice(late[n : n + CHUNK], clock, now) for n in range(0, len(late), CHUNK))


def _unnoticed(clock: Clock, now: dt.datetime) -> list[int]:
    noticed = Notice.objects.filter(order=OuterRef("pk"), by=None, clock=clock, limit=OuterRef(COLUMN[clock]))
    late = Order.objects.filter(clock_overdue_q(clock, now)).exclude(Exists(noticed))
    return list(late.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _notice(pks: list[int], clock: Clock, now: dt.datetime) -> int:
    """Orders are locked by rising key, as everywhere, and looked at again: somebody may have been quicker.

    What another tick noticed is read after the locks are held, so that it is seen.
    """
    column = COLUMN[clock]
    late = Order.objects.select_for_update().filter(clock_overdue_q(clock, now), pk__in=pks).order_by("pk")
    orders = list(late.only("number", "state", "unit", "responsible_unit", column))
    noticed = Notice.objects.filter(order__in=pks, by=None, clock=clock).values_list("order", "limit")
    known = set(noticed)
    fresh = [order for order in orders if (order.pk, getattr(order, column)) not in known]
    notices = [_row(order, clock, now) for order in fresh]
    bulk.insert(notices)
    record_many(_entry(order, notice, now) for order, notice in zip(fresh, notices, strict=True))
    return len(fresh)


def _row(order: Order, clock: Clock, now: dt.datetime) -> Notice:
    limit = getattr(order, COLUMN[clock])
    return Notice(
        order=order,
        by=None,
        clock=clock,
        limit=limit,
        unit_id=_answerable(order, clock),
        rung=Rung.REMIND,
        at=now,
        text=f"{clock.label}期限 {timezone.localtime(limit):%Y-%m-%d %H:%M} 已过，请尽快处理",
    )


def _answerable(order: Order, clock: Clock) -> int | None:
    """Whose limit it was: the centre's own name no unit; until the new unit has signed, the first one's (首接负责)."""
    if clock == Clock.HANDLE:
        return order.responsible_unit_id or order.unit_id
    return order.unit_id if clock == Clock.SIGN else None


def _entry(order: Order, notice: Notice, now: dt.datetime) -> Entry:
    return Entry(
        actor=None,
        subject="order",
        key=order.number,
        verb="overdue",
        from_state=order.state,
        to_state=order.state,
        reason=notice.text,
        data={"clock": str(notice.clock), "limit": timezone.localtime(notice.limit).isoformat()},
        at=now,
    )
