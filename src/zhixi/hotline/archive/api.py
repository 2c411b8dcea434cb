"""Saved views, exports, retention, holds and lists (常用查询, 导出, 保管期限, 冻结, 销毁清单)."""

from django.conf import settings
from django.db import transaction
from django.http import FileResponse
from django.utils import timezone
from ninja import Query, Router

from zhixi.errors import BadInput, NotFound
from zhixi.hotline.archive import presenting, rules, schemas, tasks
from zhixi.hotline.archive.actions import exporting, listing, views
from zhixi.hotline.archive.columns import COLUMNS, USUAL
from zhixi.hotline.archive.models import DestructionList, Export, Hold, Listed, Retention, SavedView
from zhixi.hotline.http import answers
from zhixi.hotline.orders.filters import read
from zhixi.hotline.paging import Page, page_of
from zhixi.hotline.units.models import Category

saved = Router()
exports = Router()
archive = Router()


@saved.get("", response=answers(list[schemas.ViewRow]), operation_id="views")
def list_views(request, counts: bool = False):
    now, seen = timezone.now(), SavedView.objects.visible_to(request.user).select_related("owner")
    return [presenting.view_row(view, request.user, now, counts=counts) for view in seen]


@saved.post("", response=answers(schemas.ViewRow), operation_id="create_view")
def create_view(request, body: schemas.ViewBody):
    return _save(request, body)


@saved.put("/{view}", response=answers(schemas.ViewRow), operation_id="change_view")
def change_view(request, view: int, body: schemas.ViewBody):
    return _save(request, body, _key(view))


@saved.delete("/{view}", response=answers(list[schemas.ViewRow]), operation_id="drop_view")
def drop_view(request, view: int):
    """What is left."""
    views.drop_view(actor=request.user, pk=_key(view))
    return list_views(request)


@exports.get("", response=answers(schemas.ExportPage), operation_id="exports")
def list_exports(request, page: Query[Page]):
    seen = Export.objects.visible_to(request.user).select_related("asked_by")
    return page_of(seen, page, lambda rows: [presenting.export_row(row, request.user) for row in rows])


@exports.get("/columns", response=answers(schemas.ExportOptions), operation_id="export_options")
def export_options(request):
    columns = [{"key": key, "label": label, "usual": key in USUAL} for key, (label, _) in COLUMNS.items()]
    may, most, hours = request.user.role in rules.EXPORTS, settings.EXPORT_ROWS, settings.EXPORT_HOURS
    return {"may": may, "most": most, "hours": hours, "columns": columns}


@exports.post("", response=answers(schemas.ExportRow), operation_id="export_orders")
def export_orders(request, body: schemas.ExportBody):
    """An export that is made in the background: ask `GET /api/exports` until its state is "ready"."""
    export = exporting.ask(
        actor=request.user,
        wanted=read(body.filters),
        columns=body.columns,
        purpose=body.purpose,
        now=timezone.now(),
    )
    transaction.on_commit(tasks.make_soon)
    return presenting.export_row(export, request.user)


@exports.get("/{export}/file", operation_id="export_file", response=answers(None))
def export_file(request, export: int):
    """The xlsx, for whoever asked for it."""
    found, path = exporting.fetch(actor=request.user, pk=_key(export), now=timezone.now())
    name = f"工单_{timezone.localtime(found.asked_at):%Y%m%d_%H%M}.xlsx"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@archive.get("/retention", response=answers(schemas.RetentionTable), operation_id="retention")
def list_retention(request):
    rules.check(request.user, rules.KEEPS_LISTS, "查看保管期限")
    rows = Retention.objects.select_related("category", "changed_by")
    editable = request.user.role in rules.DECIDES
    return {"rows": [presenting.retention_row(row) for row in rows], "editable": editable}


@archive.post("/retention", response=answers(schemas.RetentionRow), operation_id="set_retention")
def set_retention(request, body: schemas.RetentionBody):
    category = Category.objects.filter(code=body.category).first() if body.category else None
    if body.category and category is None:
        raise BadInput(f"没有编码为“{body.category}”的事项分类", cure="请从列表中选择", field="category")
    row = listing.set_retention(
        actor=request.user,
        request_type=str(getattr(body.request_type, "value", body.request_type)),
        category=category,
        years=body.years,
        basis=body.basis,
        now=timezone.now(),
    )
    return presenting.retention_row(row)


@archive.get("/holds", response=answers(schemas.HoldPage), operation_id="holds")
def list_holds(request, page: Query[Page]):
    """The orders that are frozen now, within what this person sees."""
    rules.check(request.user, rules.KEEPS_LISTS, "查看冻结清单")
    found = Hold.objects.visible_to(request.user).filter(released_at=None).select_related("order", "by")
    return page_of(found, page, lambda rows: [presenting.hold_row(row, request.user) for row in rows])


@archive.get("/lists", response=answers(schemas.Lists), operation_id="destruction_lists")
def destruction_lists(request):
    rules.check(request.user, rules.KEEPS_LISTS, "查看销毁清单")
    found = DestructionList.objects.visible_to(request.user).select_related("decided_by")[:200]
    items = [presenting.list_row(row, request.user) for row in found]
    return {"items": items, "may_propose": request.user.role in rules.DECIDES}


@archive.post("/lists", response=answers(schemas.Proposed), operation_id="propose_destruction")
def propose(request):
    """List now what is past its retention, without waiting for the night."""
    made = listing.propose(now=timezone.now(), actor=request.user)
    return {"list": presenting.list_row(made, request.user) if made else None}


@archive.get("/lists/{list_id}", response=answers(schemas.ListedPage), operation_id="destruction_list")
def destruction_list(request, list_id: int, page: Query[Page]):
    found = DestructionList.objects.visible_to(request.user).filter(pk=_key(list_id)).first()
    if found is None:
        raise NotFound("没有这份销毁清单", cure="请刷新后再试")
    rows = (
        Listed.objects.visible_to(request.user).filter(list=found).select_related("order", "order__category")
    )
    shown = page_of(rows, page, lambda some: [presenting.listed_row(row, request.user) for row in some])
    return {"list": presenting.list_row(found, request.user), **shown}


@archive.post(
    "/lists/{list_id}/decision", response=answers(schemas.ListRow), operation_id="decide_destruction"
)
def decide(request, list_id: int, body: schemas.Decision):
    found = listing.decide(
        actor=request.user, pk=_key(list_id), approve=body.approve, note=body.note, now=timezone.now()
    )
    return presenting.list_row(found, request.user)


def _save(request, body: schemas.ViewBody, pk: int | None = None) -> dict:
    now = timezone.now()
    view = views.save_view(
        actor=request.user,
        name=body.name,
        wanted=read(body.filters),
        shared_with=body.shared_with,
        now=now,
        pk=pk,
    )
    return presenting.view_row(view, request.user, now, counts=True)


def _key(value: int) -> int:
    if not 0 < value < 2**63:
        raise NotFound("没有找到", cure="请刷新后再试")
    return value
