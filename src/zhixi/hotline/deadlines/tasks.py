"""What the clock does by itself: notice, once, every limit that has passed."""

import datetime as dt
from collections.abc import Iterator

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
CHUNK = 4000
READ = ("pk", "number", "state", "unit", "responsible_unit")
NOTICE = ("order_id", "clock", "limit", "unit_id", "rung", "at", "text")


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
    late = Order.objects.select_for_update().filter(clock_overdue_q(clock, now), pk__among=pks).order_by("pk")
    orders = list(late.values_list(*READ, column))
    noticed = Notice.objects.filter(order__gte=pks[0], order__lte=pks[-1], by=None, clock=clock)
    known = set(noticed.values_list("order", "limit"))
    fresh = [order for order in orders if (order[0], order[-1]) not in known]
    said = _Said(clock)
    bulk.insert(Notice, NOTICE, _rows(fresh, clock, said, now))
    return record_many(_entry(order, clock, said, now) for order in fresh)


class _Said(dict):
    """A limit as the notice's text, as an event tells it, and as the database stores it; many orders share one."""

    def __init__(self, clock: Clock):
        self.label = clock.label

    def __missing__(self, limit: dt.datetime) -> tuple[str, str, str]:
        local = timezone.localtime(limit)
        text = f"{self.label}期限 {local:%Y-%m-%d %H:%M} 已过，请尽快处理"
        told = self[limit] = text, local.isoformat(), bulk.moment(limit)
        return told


def _rows(orders: list[tuple], clock: Clock, said: _Said, now: dt.datetime) -> Iterator[tuple]:
    name, rung, at = clock.value, Rung.REMIND.value, bulk.moment(now)
    for pk, _, _, unit, responsible, limit in orders:
        text, _, stored = said[limit]
        yield pk, name, stored, _answerable(clock, unit, responsible), rung, at, text


def _answerable(clock: Clock, unit: int | None, responsible: int | None) -> int | None:
    """Whose limit it was: the centre's own name no unit; until the new unit has signed, the first one's (首接负责)."""
    if clock == Clock.HANDLE:
        return responsible or unit
    return unit if clock == Clock.SIGN else None


def _entry(order: tuple, clock: Clock, said: _Said, now: dt.datetime) -> Entry:
    _, number, state, _, _, limit = order
    text, told, _ = said[limit]
    return Entry(
        actor=None,
        subject="order",
        key=number,
        verb="overdue",
        from_state=state,
        to_state=state,
        reason=text,
        data={"clock": clock.value, "limit": told},
        at=now,
    )
