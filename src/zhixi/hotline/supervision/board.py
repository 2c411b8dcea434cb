"""The supervision board: open orders with their units, by age, rung and unit (督办台). Always within `visible_to`."""

import datetime as dt

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.rules import WITH_UNIT
from zhixi.hotline.supervision.choices import Age, Rung
from zhixi.hotline.supervision.models import Notice

ON_BOARD = WITH_UNIT | {State.RETURNED, State.SUSPENDED, State.HARD_CASE}
HIGHEST_FIRST = (Rung.CIRCULATE, Rung.SUPERVISE, Rung.REMIND, Rung.WARN)
NO_RUNG = "none"


def orders(user, now: dt.datetime) -> QuerySet:
    """The board's orders, each with its `age`, its highest `rung` since dispatch, and who answers (`board_unit`)."""
    return (
        Order.objects.visible_to(user)
        .filter(state__in=ON_BOARD)
        .annotate(
            age=_age(now),
            rung=_rung(),
            board_unit=Coalesce("responsible_unit__code", "unit__code"),
            board_unit_name=Coalesce("responsible_unit__name", "unit__name"),
        )
    )


def counts(user, now: dt.datetime) -> dict:
    """How many by age, by rung and by unit; each figure opens to `orders` with the same filter."""
    found = orders(user, now).order_by()
    ages = dict(found.values_list("age").annotate(n=Count("pk")))
    rungs = dict(found.values_list("rung").annotate(n=Count("pk")))
    late = Q(age__in=[age for age in Age if age.startswith("late")])
    units = (
        found.values("board_unit", "board_unit_name")
        .annotate(
            n=Count("pk"), late=Count("pk", filter=late), important=Count("pk", filter=Q(important=True))
        )
        .order_by("-late", "-n", "board_unit")
    )
    return {
        "total": sum(ages.values()),
        "late": sum(n for age, n in ages.items() if age.startswith("late")),
        "important": found.filter(important=True).count(),
        "by_age": [{"value": a, "label": a.label, "colour": a.colour, "count": ages.get(a, 0)} for a in Age],
        "by_rung": [
            {"value": r, "label": r.label, "colour": r.colour, "count": rungs.get(r, 0)}
            for r in reversed(HIGHEST_FIRST)
        ]
        + [{"value": NO_RUNG, "label": "未催办", "colour": "info", "count": rungs.get(NO_RUNG, 0)}],
        "by_unit": [
            {
                "unit": {"code": row["board_unit"] or "", "name": row["board_unit_name"] or "未派单位"},
                "count": row["n"],
                "late": row["late"],
                "important": row["important"],
            }
            for row in units
        ],
    }


def _age(now: dt.datetime) -> Case:
    day = dt.timedelta(days=1)
    return Case(
        When(state=State.SUSPENDED, then=Value(Age.STOPPED.value)),
        When(due_at__lt=now - 7 * day, then=Value(Age.LATE_MORE.value)),
        When(due_at__lt=now - 3 * day, then=Value(Age.LATE_7.value)),
        When(due_at__lt=now - day, then=Value(Age.LATE_3.value)),
        When(due_at__lt=now, then=Value(Age.LATE_1.value)),
        When(due_at__lt=now + day, then=Value(Age.SOON.value)),
        default=Value(Age.FAR.value),
        output_field=CharField(),
    )


def _rung() -> Case:
    """An order that was opened again starts below the ladder: pushes of an earlier round do not count."""
    pushed = Notice.objects.filter(order=OuterRef("pk"), at__gte=OuterRef("dispatched_at"))
    return Case(
        *(When(Exists(pushed.filter(rung=rung)), then=Value(rung.value)) for rung in HIGHEST_FIRST),
        default=Value(NO_RUNG),
        output_field=CharField(),
    )
