"""Taking orders out of the office (导出): asked with a purpose, made in the background, fetched by the asker alone."""

import datetime as dt
import pathlib

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhixi.errors import BadInput, NotAllowed, NotFound
from zhixi.hotline.archive import rules
from zhixi.hotline.archive.choices import ExportState
from zhixi.hotline.archive.columns import COLUMNS, USUAL
from zhixi.hotline.archive.models import Export
from zhixi.hotline.audit import actions as audit
from zhixi.hotline.orders import queries
from zhixi.hotline.orders.filters import OrderFilter, written
from zhixi.hotline.orders.guards import has_reason
from zhixi.hotline.privacy.masking import mask_text


def ask(*, actor, wanted: OrderFilter, columns: list[str], purpose: str, now: dt.datetime) -> Export:
    """An export that waits to be made. columns: names of `columns.COLUMNS`, the usual ones if none."""
    rules.check(actor, rules.EXPORTS, "导出工单")
    purpose = mask_text(has_reason(purpose, "purpose", "导出用途"))[:200]
    columns = list(dict.fromkeys(columns)) or list(USUAL)
    if unknown := [name for name in columns if name not in COLUMNS]:
        raise BadInput(f"没有“{unknown[0]}”这一列", cure="请从列表中选择", field="columns")
    found, _, notice, _ = queries.find(actor, wanted, now)
    if notice:
        raise BadInput("文字检索的结果不全，不能导出", cure=notice, field="filters")
    most = settings.EXPORT_ROWS
    if found.order_by()[: most + 1].count() > most:
        raise BadInput(f"超过{most}行，不能一次导出", cure="请缩小范围，分次导出", field="filters")
    with transaction.atomic():
        export = Export.objects.create(
            asked_by=actor, asked_at=now, purpose=purpose, filters=written(wanted), columns=columns
        )
        _record(export, actor, "export", now, reason=purpose)
    return export


def fetch(*, actor, pk: int, now: dt.datetime) -> tuple[Export, pathlib.Path]:
    """The file, for whoever asked for it, while it lies here; each fetch leaves an event."""
    with transaction.atomic():
        export = Export.objects.visible_to(actor).select_for_update().filter(pk=pk).first()
        if export is None:
            raise NotFound("没有这个导出文件", cure="请在导出列表中查看")
        if export.asked_by_id != actor.pk:
            raise NotAllowed("只有申请人可以下载", cure="如有需要，请自行申请导出")
        path = path_of(export)
        if export.state != ExportState.READY or export.expires_at <= now or not path.exists():
            raise NotFound("文件尚未生成或已过期", cure="请刷新列表，或重新导出")
        export.downloads += 1
        export.save(update_fields=["downloads"])
        _record(export, actor, "download", now)
    return export, path


def path_of(export: Export) -> pathlib.Path:
    day = timezone.localtime(export.asked_at)
    return settings.EXPORT_HOME / f"{day:%Y%m%d}-{export.pk}.xlsx"


def _record(export: Export, actor, verb: str, now: dt.datetime, reason: str = "") -> None:
    kept = {"filters": export.filters, "columns": export.columns} if verb == "export" else {}
    data = {**kept, "rows": export.rows, "sm3": export.digest}
    audit.record(actor=actor, subject="export", key=export.pk, verb=verb, reason=reason, data=data, at=now)
