"""Units are reminded of what they were asked by a day (到期提醒): once before the day, once after it."""

import datetime as dt
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from zhixi.hotline.notifications.actions import tell_people

BEFORE = dt.timedelta(days=3)


def remind_units(open_, *, kind: str, now: dt.datetime) -> int:
    """A message each unit for what is due soon and for what is overdue; how many rows it was about.

    open_: rows that nobody answered, with unit, due_on and reminded. kind: its `_soon` and `_overdue` are in `texts`.
    """
    today = timezone.localdate(now)
    late = open_.filter(due_on__lt=today, reminded__lt=2)
    soon = open_.filter(due_on__gte=today, due_on__lte=today + BEFORE, reminded=0)
    return _tell(late, f"{kind}_overdue", 2, now) + _tell(soon, f"{kind}_soon", 1, now)


@transaction.atomic
def _tell(rows, kind: str, reminded: int, now) -> int:
    found = list(rows.select_related("unit").select_for_update(of=("self",)).order_by("unit", "due_on", "pk"))
    for (unit, due_on), group in groupby(found, key=lambda one: (one.unit, one.due_on)):
        ids = [one.pk for one in group]
        text = f"共{len(ids)}条，截止{due_on:%Y-%m-%d}。"
        tell_people(kind=kind, unit=unit, text=text, key=f"{ids[0]}:{reminded}", now=now)
    rows.model.objects.filter(pk__in=[one.pk for one in found]).update(reminded=reminded)
    return len(found)
