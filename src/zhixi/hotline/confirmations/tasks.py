"""Reminders of articles to confirm: once before the day, once after it."""

import datetime as dt
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from zhixi.hotline.confirmations.models import Confirmation
from zhixi.hotline.notifications.actions import tell_people

BEFORE = dt.timedelta(days=3)


def remind(now: dt.datetime) -> int:
    """Remind units, a message each for what is due soon and for what is overdue; how many articles it was about."""
    today = timezone.localdate(now)
    open_ = Confirmation.objects.filter(answered_at=None)
    late = open_.filter(due_on__lt=today, reminded__lt=2)
    soon = open_.filter(due_on__gte=today, due_on__lte=today + BEFORE, reminded=0)
    return _tell(late, "confirm_overdue", 2, now) + _tell(soon, "confirm_soon", 1, now)


@transaction.atomic
def _tell(rows, kind: str, reminded: int, now) -> int:
    found = list(rows.select_related("unit").select_for_update(of=("self",)).order_by("unit", "due_on", "pk"))
    for (unit, due_on), group in groupby(found, key=lambda one: (one.unit, one.due_on)):
        ids = [one.pk for one in group]
        text = f"共{len(ids)}条，截止{due_on:%Y-%m-%d}。"
        tell_people(kind=kind, unit=unit, text=text, key=f"{ids[0]}:{reminded}", now=now)
    Confirmation.objects.filter(pk__in=[one.pk for one in found]).update(reminded=reminded)
    return len(found)
