"""The monthly circular of the units, from the figures alone (通报).

Counted are the orders that were last sent to a unit in the month: replied within their limit, or overdue. Returns
are those ruled on in the month; callbacks those in which the citizen was reached in the month, the last of each order.
"""

import dataclasses
import datetime as dt
from collections import Counter

from django.db.models import F, Q
from django.utils import timezone

from zhixi.hotline.callbacks.models import Callback
from zhixi.hotline.orders.choices import Ruling, Satisfaction
from zhixi.hotline.orders.models import Order, Return
from zhixi.hotline.units.models import Unit

PLEASED = frozenset({Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED, Satisfaction.BASICALLY_SATISFIED})


@dataclasses.dataclass(frozen=True)
class Row:
    """One unit's month. Rates are of 1, None where nothing was counted; rank 1 is the best, equals share it."""

    unit: str
    name: str
    dispatched: int
    in_time: int
    overdue: int
    returned_upheld: int
    returned_refused: int
    rated: int
    satisfied: int
    asked: int
    solved: int
    in_time_rate: float | None
    satisfied_rate: float | None
    solved_rate: float | None
    rank: int = 0


def month_of(month: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The first moment of the month and of the next one, in the city's time."""
    zone = timezone.get_current_timezone()
    first = dt.datetime(month.year, month.month, 1, tzinfo=zone)
    following = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return first, following


def rows(month: dt.date, now: dt.datetime) -> list[Row]:
    """Every unit that had an order, a ruling or a callback in the month, the best first."""
    first, end = month_of(month)
    counts = _orders(first, end, now) + _returns(first, end) + _callbacks(first, end)
    units = sorted({unit for unit, _ in counts})
    names = dict(Unit.objects.filter(code__in=units).values_list("code", "name"))
    return ranked([_row(unit, names.get(unit, unit), counts) for unit in units])


def ranked(found: list[Row]) -> list[Row]:
    """By replies in time, then satisfaction, then solved; where nothing was counted a unit comes after those that were."""

    def merit(row: Row) -> tuple:
        return tuple(
            -1.0 if r is None else r for r in (row.in_time_rate, row.satisfied_rate, row.solved_rate)
        )

    best = sorted(found, key=lambda row: row.unit)
    best.sort(key=merit, reverse=True)
    done: list[Row] = []
    for place, row in enumerate(best, 1):
        tied = done and merit(done[-1]) == merit(row)
        done.append(dataclasses.replace(row, rank=done[-1].rank if tied else place))
    return done


def _row(unit: str, name: str, counts: Counter) -> Row:
    n = {what: counts[unit, what] for what in _WHAT}
    # What is neither answered nor late yet is in no rate.
    decided = n["in_time"] + n["overdue"]
    return Row(
        unit=unit,
        name=name,
        **n,
        in_time_rate=_rate(n["in_time"], decided),
        satisfied_rate=_rate(n["satisfied"], n["rated"]),
        solved_rate=_rate(n["solved"], n["asked"]),
    )


_WHAT = (
    "dispatched",
    "in_time",
    "overdue",
    "returned_upheld",
    "returned_refused",
    "rated",
    "satisfied",
    "asked",
    "solved",
)


def _rate(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _orders(first, end, now) -> Counter:
    sent = Order.objects.filter(
        unit__isnull=False, dispatched_at__gte=first, dispatched_at__lt=end
    ).order_by()
    in_time = Q(replied_at__isnull=False) & (Q(due_at=None) | Q(replied_at__lte=F("due_at")))
    late = Q(replied_at__gt=F("due_at")) | Q(replied_at=None, concluded_at=None, due_at__lt=now)
    found = Counter()
    for what, condition in (("dispatched", Q()), ("in_time", in_time), ("overdue", late)):
        for unit in sent.filter(condition).values_list("unit__code", flat=True):
            found[unit, what] += 1
    return found


def _returns(first, end) -> Counter:
    ruled = Return.objects.filter(ruled_at__gte=first, ruled_at__lt=end)
    found = Counter()
    for unit, ruling in ruled.values_list("unit__code", "ruling"):
        if ruling in (Ruling.UPHELD, Ruling.REFUSED):
            found[unit, f"returned_{ruling}"] += 1
    return found


def _callbacks(first, end) -> Counter:
    made = Callback.objects.filter(
        at__gte=first, at__lt=end, reached=True, order__unit__isnull=False
    ).order_by("attempt")
    last = {
        order: (unit, solved, satisfaction)
        for order, unit, solved, satisfaction in made.values_list(
            "order", "order__unit__code", "solved", "satisfaction"
        )
    }
    found = Counter()
    for unit, solved, satisfaction in last.values():
        found[unit, "asked"] += solved is not None
        found[unit, "solved"] += solved is True
        found[unit, "rated"] += bool(satisfaction)
        found[unit, "satisfied"] += satisfaction in PLEASED
    return +found
