"""What the clock does before and after a limit: warn, supervise, circulate by rule (预警、督办、通报).

That a limit has passed is noticed by `deadlines.tasks`; this is what follows, and what comes before.
"""

import datetime as dt
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from zhixi.hotline import bulk
from zhixi.hotline.accounts.models import User
from zhixi.hotline.audit import actions as audit
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.deadlines.models import CalendarDay
from zhixi.hotline.notifications.many import Telling, tell_many
from zhixi.hotline.orders.due import COLUMN, RUNNING
from zhixi.hotline.orders.models import Order
from zhixi.hotline.supervision import thresholds
from zhixi.hotline.supervision.choices import Rung, Span
from zhixi.hotline.supervision.models import Important, LadderRule, Notice, Rise

STARTS = {
    Clock.DISPATCH: "accepted_at",
    Clock.SIGN: "dispatched_at",
    Clock.HANDLE: "dispatched_at",
    Clock.CALLBACK: "replied_at",
}
UNITS_OWN = frozenset({Clock.SIGN, Clock.HANDLE})
# So many orders are held at once; each takes several messages with it.
CHUNK = 1000
READ = ("pk", "number", "state", "unit", "responsible_unit")
KINDS = {Rung.WARN: "due_soon"}  # the other rungs are kinds of message of their own name


def climb(now: dt.datetime) -> int:
    """Every order up to where the rules put it now; how many climbed. Idempotent, and safe beside another sweep.

    The order's version stays, so nobody's open form turns stale.
    """
    works = _calendar(now)
    climbed = 0
    for rule in LadderRule.objects.filter(active=True):
        ready = _ready(rule, now, works)
        climbed += sum(_rise(ready[n : n + CHUNK], rule, now, works) for n in range(0, len(ready), CHUNK))
    return climbed


def beyond(rule: LadderRule, now: dt.datetime) -> list[int]:
    """Orders that this rule, written already or not, would push at once."""
    return _ready(rule, now, _calendar(now))


def _ready(rule: LadderRule, now: dt.datetime, works) -> list[int]:
    column = COLUMN[rule.clock]
    risen = Rise.objects.filter(order=OuterRef("pk"), rule=rule.pk, limit=OuterRef(column))
    found = Order.objects.filter(_under(rule, now, works)).exclude(Exists(risen)).order_by("pk")
    if rule.span != Span.PERCENT:
        return list(found.values_list("pk", flat=True))
    rows = found.values_list("pk", STARTS[rule.clock], column).iterator()
    return [pk for pk, start, limit in rows if _near(start, limit, now, rule)]


def _under(rule: LadderRule, now: dt.datetime, works) -> Q:
    """Orders whose clock runs and whose limit the rule may be about."""
    column = COLUMN[rule.clock]
    states = [state for state, clocks in RUNNING.items() if rule.clock in clocks]
    about = Q(**{"state__in": states, f"{column}__isnull": False})
    if rule.before:
        about &= Q(**{f"{column}__gt": now})
    if rule.span == Span.PERCENT:
        return about
    latest = thresholds.latest_limit(now, before=rule.before, amount=rule.amount, span=rule.span, works=works)
    return about & Q(**{f"{column}__lte": latest})


def _near(start, limit, now, rule: LadderRule) -> bool:
    return start is not None and thresholds.share_left(start, limit, now) <= rule.amount


@transaction.atomic
def _rise(pks: list[int], rule: LadderRule, now: dt.datetime, works) -> int:
    """Orders are locked by rising key, as everywhere, and looked at again: somebody may have been quicker.

    Where another sweep was, it held the order's lock while it wrote, so what it wrote is read after the lock.
    """
    locked = Order.objects.select_for_update().filter(_under(rule, now, works), pk__among=pks).order_by("pk")
    begun, limit = STARTS[rule.clock], COLUMN[rule.clock]
    orders = [Climbing(*row) for row in locked.values_list(*READ, begun, limit)]
    known = set(Rise.objects.filter(rule=rule, order__in=pks).values_list("order", "limit"))
    fresh = [order for order in orders if (order.pk, order.limit) not in known]
    if rule.span == Span.PERCENT:
        fresh = [order for order in fresh if _near(order.start, order.limit, now, rule)]
    _write(fresh, rule, now)
    _tell(fresh, rule, now)
    return audit.record_many(_entry(order, rule, now) for order in fresh)


class Climbing(NamedTuple):
    """What is read of an order that climbs."""

    pk: int
    number: str
    state: str
    unit: int | None
    responsible: int | None
    start: dt.datetime | None
    limit: dt.datetime


def _write(orders: list[Climbing], rule: LadderRule, now: dt.datetime) -> None:
    keys, at, rung = bulk.reserve(Notice, len(orders)), bulk.moment(now), str(rule.rung)
    bulk.insert(
        Notice,
        ("id", "order_id", "unit_id", "rung", "at", "text", "clock"),
        (
            (key, order.pk, _answerable(order, rule), rung, at, _text(rule, order.limit), "")
            for key, order in zip(keys, orders, strict=True)
        ),
    )
    bulk.insert(
        Rise,
        ("order_id", "rule_id", "limit", "notice_id"),
        ((order.pk, rule.pk, bulk.moment(order.limit), key) for key, order in zip(keys, orders, strict=True)),
    )


def _answerable(order: Climbing, rule: LadderRule) -> int | None:
    return (order.responsible or order.unit) if rule.clock in UNITS_OWN else None


def _entry(order: Climbing, rule: LadderRule, now: dt.datetime) -> audit.Entry:
    told = {"rung": str(rule.rung), "clock": str(rule.clock), "limit": order.limit.isoformat()}
    return audit.Entry(
        actor=None,
        subject="order",
        key=order.number,
        verb="ladder",
        from_state=order.state,
        to_state=order.state,
        reason=_text(rule, order.limit),
        data={**told, "rule": rule.pk},
        at=now,
    )


def _text(rule: LadderRule, limit: dt.datetime) -> str:
    when = f"{Clock(rule.clock).label}期限 {timezone.localtime(limit):%Y-%m-%d %H:%M}"
    return f"{when} 将到，请抓紧办理" if rule.before else f"{when} 已过，按规定{rule.get_rung_display()}"


def _tell(orders: list[Climbing], rule: LadderRule, now: dt.datetime) -> None:
    roles = [word for word in rule.tells if word != "unit"]
    users = tuple(User.objects.filter(role__in=roles, is_active=True))
    cases = Important.objects.filter(order__in=[order.pk for order in orders]).select_related("leader")
    leaders = {case.order_id: (case.leader,) for case in cases}
    tellings = (
        Telling(
            order=order.pk,
            number=order.number,
            text=_text(rule, order.limit),
            mark=f"ladder:{rule.pk}:{order.limit.isoformat()}",
            users=users + leaders.get(order.pk, ()),
            unit=_answerable(order, rule) if "unit" in rule.tells else None,
        )
        for order in orders
    )
    tell_many(tellings, kind=KINDS.get(rule.rung, str(rule.rung)), now=now)


def _calendar(now: dt.datetime) -> thresholds.Works:
    """The official calendar around now; a day that it does not know counts by its weekday."""
    today = timezone.localdate(now)
    days = dict(
        CalendarDay.objects.filter(
            day__range=(today - dt.timedelta(days=120), today + dt.timedelta(days=120))
        ).values_list("day", "working")
    )
    return lambda day: days.get(day, day.weekday() < 5)
