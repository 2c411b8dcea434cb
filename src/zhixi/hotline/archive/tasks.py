"""What the clock does for the archive: make exports that wait, delete those that expired, list what is past."""

import datetime as dt
import threading

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from zhixi.errors import ZhixiError
from zhixi.hotline.archive import writing
from zhixi.hotline.archive.actions.exporting import path_of
from zhixi.hotline.archive.actions.listing import propose
from zhixi.hotline.archive.choices import ExportState
from zhixi.hotline.archive.models import Export
from zhixi.hotline.orders import queries, search
from zhixi.hotline.orders.filters import read


def make_exports(now: dt.datetime) -> int:
    """Make each export that waits; one that was begun and left by a killed process is begun again."""
    lost = now - dt.timedelta(minutes=settings.EXPORT_MINUTES)
    Export.objects.filter(state=ExportState.RUNNING, begun_at__lt=lost).update(state=ExportState.WAITING)
    waiting = Export.objects.filter(state=ExportState.WAITING).order_by("asked_at", "pk")
    return sum(_make(pk, now) for pk in list(waiting.values_list("pk", flat=True)))


def make_soon() -> None:
    """Begin at once, beside the request that asked; the tick makes it if this process ends before."""

    def work() -> None:
        try:
            make_exports(timezone.now())
        finally:
            connection.close()

    threading.Thread(target=work, name="exports", daemon=True).start()


def expire_exports(now: dt.datetime) -> int:
    """Delete the files whose time has passed; the record of who took what stays."""
    found = list(Export.objects.filter(state=ExportState.READY, expires_at__lte=now))
    for export in found:
        path_of(export).unlink(missing_ok=True)
    Export.objects.filter(pk__in=[e.pk for e in found]).update(state=ExportState.EXPIRED)
    return len(found)


def list_past(now: dt.datetime) -> int:
    """Once a night: propose what is past its retention."""
    if timezone.localtime(now).hour != settings.DESTRUCTION_HOUR:
        return 0
    made = propose(now=now)
    return made.size if made else 0


def follow_changes(now: dt.datetime) -> int:
    """Take into the index what no search has taken in; what is left after that."""
    return max(search.follow(settings.SEARCH_FOLLOW * 10), 0)


def _make(pk: int, now: dt.datetime) -> bool:
    mine = Export.objects.filter(pk=pk, state=ExportState.WAITING)
    if not mine.update(state=ExportState.RUNNING, begun_at=now):
        return False  # another process was quicker
    export = Export.objects.select_related("asked_by", "asked_by__unit").get(pk=pk)
    path = path_of(export)
    try:
        export.rows = writing.write(_orders(export, now), export.columns, _about(export), path)
    except (ZhixiError, OSError) as error:
        export.state, export.fault = ExportState.FAILED, str(error)[:200]
        export.save()
        return False
    export.state, export.ready_at = ExportState.READY, now
    export.expires_at = now + dt.timedelta(hours=settings.EXPORT_HOURS)
    export.size, export.digest = path.stat().st_size, writing.digest(path)
    export.save()
    return True


def _orders(export: Export, now: dt.datetime) -> QuerySet:
    return queries.find(export.asked_by, read(export.filters), now).found[: settings.EXPORT_ROWS]


def _about(export: Export) -> list[tuple[str, str]]:
    conditions = "；".join(f"{name}={value}" for name, value in export.filters.items()) or "全部"
    return [
        ("导出人", str(export.asked_by)),
        ("导出时间", f"{timezone.localtime(export.asked_at):%Y-%m-%d %H:%M:%S}"),
        ("用途", export.purpose),
        ("条件", conditions),
        ("提示", "个人信息已按规定遮蔽。请按用途使用，用后删除。"),
    ]
