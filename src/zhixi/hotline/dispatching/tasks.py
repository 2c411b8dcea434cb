"""What the office's clock does for dispatch models: learn when it is time, and say when one is damaged."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from zhixi.hotline.dispatching import keeping, running
from zhixi.hotline.dispatching.choices import Every, RunState
from zhixi.hotline.dispatching.models import Run, Schedule


def learn(now: dt.datetime) -> int:
    """Begin the learning that waits, or that the schedule asks for now; 1 if one was begun."""
    running.note_dead(now)
    run = _to_begin(now)
    if run is None:
        return 0
    running.begin(run)
    return 1


def look_after(now: dt.datetime) -> int:
    """Tell the supervisors, once a model, that the one chosen cannot be read; 1 if so."""
    found = keeping.present()
    if not found.trouble:
        return 0
    use, key, _ = keeping.mark()
    running.tell("dispatch_damaged", found.trouble, now, key=f"damaged:{use}:{key}")
    return 1


def due(every: str, weekday: int, hour: int, last: dt.datetime | None, local: dt.datetime) -> bool:
    """Whether a learning should begin. last: when the last by schedule or hand was asked for; local: now, of the place.

    An hour that was missed, the office being off, is made up for until the day ends.
    """
    if every == Every.OFF or local.hour < hour:
        return False
    if every == Every.WEEKLY and local.weekday() != weekday:
        return False
    return last is None or last < local.replace(hour=hour, minute=0, second=0, microsecond=0)


def _to_begin(now: dt.datetime) -> Run | None:
    """Taken under the lock of the schedule's row: two ticks begin one. A row that waits was begun when it has a host."""
    with transaction.atomic():
        Schedule.objects.get_or_create(pk=1)
        row = Schedule.objects.select_for_update().get(pk=1)
        if Run.objects.filter(state=RunState.RUNNING).exists():
            return None
        run = Run.objects.select_for_update().filter(state=RunState.WAITING).order_by("pk").first()
        if run is None:
            last = Run.objects.order_by("-asked_at").values_list("asked_at", flat=True).first()
            if not due(row.every, row.weekday, row.hour, last, timezone.localtime(now)):
                return None
            run = Run(asked_at=now)
        elif run.started_at and run.started_at > now - running.GRACE:
            return None  # its process is on its way
        run.started_at = now
        run.save()
        return run
