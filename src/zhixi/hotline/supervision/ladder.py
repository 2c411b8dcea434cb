"""What the clock does before and after a limit: warn, supervise, circulate by rule (预警、督办、通报).

That a limit has passed is noticed by `deadlines.tasks`; this is what follows, and what comes before.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from zhixi.hotline.accounts.models import User
from zhixi.hotline.audit import actions as audit
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.deadlines.models import CalendarDay
from zhixi.hotline.notifications.actions import tell_people
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
KINDS = {Rung.WARN: "due_soon"}  # the other rungs are kinds of message of their own name


def climb(now: dt.datetime) -> int:
    """Every order up to where the rules put it now; how many climbed. Idempotent, and safe beside another sweep.

    The order's version stays, so nobody's open form turns stale.
    """
    works = _calendar(now)
    rules = LadderRule.objects.filter(active=True)
    return sum(_rise(pk, rule, now, works) for rule in rules for pk in _ready(rule, now, works))


def beyond(rule: LadderRule, now: dt.datetime) -> list[int]:
    """Orders that this rule, written already or not, would push at once."""
    return _ready(rule, now, _calendar(now))


def _ready(rule: LadderRule, now: dt.datetime, works) -> list[int]:
    column = COLUMN[rule.clock]
    risen = Rise.objects.filter(order=OuterRef("pk"), rule=rule.pk, limit=OuterRef(column))
    found = Order.objects.filter(_under(rule, now, works)).exclude(Exists(risen)).order_by(F(column))
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


def _rise(pk: int, rule: LadderRule, now: dt.datetime, works) -> bool:
    with transaction.atomic():
        still = _under(rule, now, works)
        order = Order.objects.select_for_update(of=("self",)).filter(still, pk=pk).first()
        if order is None:  # somebody was quicker than the clock
            return False
        limit = getattr(order, COLUMN[rule.clock])
        if rule.span == Span.PERCENT and not _near(getattr(order, STARTS[rule.clock]), limit, now, rule):
            return False
        if Rise.objects.filter(order=order, rule=rule, limit=limit).exists():
            return False  # another sweep was; it held the order's lock while it wrote
        text = _text(rule, limit)
        unit = (order.responsible_unit or order.unit) if rule.clock in UNITS_OWN else None
        notice = Notice.objects.create(order=order, unit=unit, rung=rule.rung, at=now, text=text)
        Rise.objects.create(order=order, rule=rule, limit=limit, notice=notice)
        _tell(order, unit, rule, text, limit, now)
        audit.record(
            actor=None,
            subject="order",
            key=order.number,
            verb="ladder",
            from_state=order.state,
            to_state=order.state,
            reason=text,
            data={
                "rung": str(rule.rung),
                "clock": str(rule.clock),
                "rule": rule.pk,
                "limit": limit.isoformat(),
            },
            at=now,
        )
    return True


def _text(rule: LadderRule, limit: dt.datetime) -> str:
    when = f"{Clock(rule.clock).label}期限 {timezone.localtime(limit):%Y-%m-%d %H:%M}"
    return f"{when} 将到，请抓紧办理" if rule.before else f"{when} 已过，按规定{rule.get_rung_display()}"


def _tell(order: Order, unit, rule: LadderRule, text: str, limit, now) -> None:
    roles = [word for word in rule.tells if word != "unit"]
    users = list(User.objects.filter(role__in=roles, is_active=True))
    case = Important.objects.filter(order=order).select_related("leader").first()
    if case is not None:
        users.append(case.leader)
    tell_people(
        users=users,
        unit=unit if "unit" in rule.tells else None,
        kind=KINDS.get(rule.rung, str(rule.rung)),
        order=order,
        text=text,
        now=now,
        key=f"ladder:{rule.pk}:{limit.isoformat()}",
    )


def _calendar(now: dt.datetime) -> thresholds.Works:
    """The official calendar around now; a day that it does not know counts by its weekday."""
    today = timezone.localdate(now)
    days = dict(
        CalendarDay.objects.filter(
            day__range=(today - dt.timedelta(days=120), today + dt.timedelta(days=120))
        ).values_list("day", "working")
    )
    return lambda day: days.get(day, day.weekday() < 5)
