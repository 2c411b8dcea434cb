"""`/api/documents`: looking at what a document would become, importing it, and sending its drafts to review."""

from typing import Annotated

from django.conf import settings
from django.utils import timezone
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile
from pydantic import Field, ValidationError

from zhixi.errors import BadInput, NotFound
from zhixi.hotline.articles import rules
from zhixi.hotline.documents import actions, opening, queries, schemas
from zhixi.hotline.documents.planning import plan
from zhixi.hotline.http import Key, answers
from zhixi.hotline.paging import Page, page_of
from zhixi.hotline.wording import told

router = Router()
Size = Form[Annotated[int, Field(ge=0, lt=2**63)]]
Wanted = Form[Annotated[str, Field(max_length=4_000_000)]]


@router.get("", response=answers(schemas.SourcePage), operation_id="documents")
def documents(request, page: Page = Query(...)):
    found = page_of(
        queries.sources(request.user), page, lambda rows: [queries.source_row(row) for row in rows]
    )
    return found | {"may_import": request.user.role in rules.WRITERS, "most": settings.DOCUMENT_BYTES}


@router.post("/preview", response=answers(schemas.PlanOut), operation_id="document_preview")
def preview(request, file: File[UploadedFile], size: Size, wishes: Wanted):
    """What the file would become. Nothing is written. wishes: `WishesIn` as JSON."""
    actions.may(request.user)
    wanted = _wishes(wishes)
    with opening.on_disk(file, size) as path:
        document, digest = opening.opened(path, file.name or "")
    return queries.plan_out(plan(document, wanted, name=file.name or "", digest=digest))


@router.post("", response=answers(schemas.OutcomeOut), operation_id="document_import")
def bring_in(request, file: File[UploadedFile], size: Size, wishes: Wanted):
    """Import the file, as it was looked at."""
    actions.may(request.user)
    wanted = _wishes(wishes)
    name = file.name or ""
    with opening.on_disk(file, size) as path:
        document, digest = opening.opened(path, name)
    outcome = actions.bring_in(
        actor=request.user, document=document, name=name, digest=digest, wishes=wanted, now=timezone.now()
    )
    row = queries.sources(request.user).get(pk=outcome.source.pk)
    lists = {
        name: getattr(outcome, name) for name in ("added", "changed", "kept", "review", "same", "skipped")
    }
    return {"source": queries.source_row(row), **lists}


@router.post("/{source}/submit", response=answers(schemas.Submitted), operation_id="document_submit")
def submit(request, source: Key):
    """Send all drafts of a document to review."""
    found = queries.sources(request.user).filter(pk=source).first()
    if found is None:
        raise NotFound("没有这份来源文件", cure="请刷新后再看")
    return {"keys": actions.submit_all(actor=request.user, source=found, now=timezone.now())}


def _wishes(text: str):
    try:
        return schemas.WishesIn.model_validate_json(text).wishes()
    except ValidationError as error:
        fault = error.errors()[0]
        field, words = told({**fault, "loc": ("body", *fault["loc"])})
        raise BadInput(
            f"“{field or '导入选项'}”填写有误：{words}", cure="请改正后重试", field=field
        ) from None
