"""`/api/lessons`: what became of suggestions, how right each field is, and the export for training."""

import datetime as dt
from typing import Literal

from django.http import StreamingHttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema

from zhixi.hotline.accounts.schemas import name_of
from zhixi.hotline.calls.hearing import for_others, owns
from zhixi.hotline.filling import teaching
from zhixi.hotline.filling.models import Lesson
from zhixi.hotline.filling.slots import LABELS, read
from zhixi.hotline.http import Line, Moment, answers
from zhixi.hotline.orders.choices import Gender, RequestType, Urgency
from zhixi.hotline.paging import Page, page_of
from zhixi.hotline.units.models import Category

router = Router()
CHOICES = {"request_type": RequestType, "urgency": Urgency, "caller_gender": Gender}


class LessonFilter(Schema):
    field: Line = ""
    made: Literal["", "accepted", "kept", "edited", "rejected"] = ""
    since: dt.date | None = None
    until: dt.date | None = None


class LessonRow(Schema):
    """suggested, final: as people read them, masked. call, order: where it was."""

    id: int
    field: str
    label: str
    suggested: str
    final: str
    words: list[str]
    confidence: float
    made: str
    by: str
    at: Moment
    call: str | None
    order: str | None


class LessonPage(Schema):
    items: list[LessonRow]
    total: int
    more: bool
    page: int
    size: int


class FieldAccuracy(Schema):
    """n: suggestions decided. accuracy: accepted and kept ÷ n."""

    field: str
    label: str
    n: int
    accepted: int
    kept: int
    edited: int
    rejected: int
    accuracy: float


@router.get("", response=answers(LessonPage), operation_id="lessons")
def lessons(request, wanted: Query[LessonFilter], page: Query[Page]):
    found = teaching.narrowed(request.user, **wanted.model_dump())
    found = found.select_related("by", "call__order", "order")
    return page_of(found, page, lambda rows: [_row(row, request.user) for row in rows])


@router.get("/accuracy", response=answers(list[FieldAccuracy]), operation_id="lesson_accuracy")
def accuracy(request, wanted: Query[LessonFilter]):
    return teaching.accuracy(teaching.narrowed(request.user, **wanted.model_dump()))


@router.post("/export", operation_id="lessons_export")
def export(request, body: LessonFilter):
    """JSON Lines without personal values. A POST: it leaves an event."""
    found = teaching.export(actor=request.user, now=timezone.now(), **body.model_dump())
    answer = StreamingHttpResponse(teaching.lines(found), content_type="application/x-ndjson")
    answer["Content-Disposition"] = 'attachment; filename="lessons.jsonl"'
    return answer


def _row(row: Lesson, viewer) -> dict:
    body = {"suggested": {row.field: read(row.suggested)}, "final": read(row.final) or {}}
    words = [{"text": text} for text in teaching.words_of(row)]
    if row.call is None or not owns(row.call, viewer):
        body = for_others("field", body)
        words = [for_others("field", one) for one in words]
    order = row.order or (row.call.order if row.call else None)
    return {
        "id": row.pk,
        "field": row.field,
        "label": LABELS.get(row.field, row.field),
        "suggested": _shown(row.field, body["suggested"][row.field]),
        "final": _shown(row.field, body["final"]),
        "words": [one["text"] for one in words],
        "confidence": row.confidence,
        "made": row.made,
        "by": name_of(row.by),
        "at": row.at,
        "call": str(row.call_id) if row.call_id else None,
        "order": order.number if order else None,
    }


def _shown(field: str, value) -> str:
    """A value as people read it: of a place or time its words, of a category its path, of a choice its name."""
    if isinstance(value, dict):
        named = value.get("path") or value.get("text") or value.get("incident_time_text")
        return named or "".join(_shown(part, held) for part, held in value.items())
    if isinstance(value, bool):
        return "是" if value else "否"
    if field == "category" and value:
        return Category.objects.filter(code=value).values_list("path", flat=True).first() or value
    names = dict(CHOICES[field].choices) if field in CHOICES else {}
    return "" if value is None else str(names.get(value, value))
