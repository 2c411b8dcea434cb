"""`/api/gaps`: the questions that nothing answered, most wanted first."""

import uuid

from django.utils import timezone
from ninja import Query, Router

from zhixi.errors import BadInput, NotFound
from zhixi.hotline.articles.queries import article_detail
from zhixi.hotline.articles.schemas import ArticleOut
from zhixi.hotline.calls.models import Call
from zhixi.hotline.gaps import actions
from zhixi.hotline.gaps.models import KEEPERS, WATCHERS, Gap
from zhixi.hotline.gaps.schemas import Asked, GapClosed, GapDraft, GapOut, GapPage, GapRow
from zhixi.hotline.http import Line, answers
from zhixi.hotline.paging import Page, page_of

router = Router()
SHOWN = 50  # of the times that one was asked


@router.get("", response=answers(GapPage), operation_id="gaps")
def gaps(request, state: Line = "", page: Page = Query(...)):
    rows = Gap.objects.visible_to(request.user).select_related("article", "by")
    rows = rows.filter(state=state) if state else rows
    shown = page_of(rows, page, lambda found: [_row(gap) for gap in found])
    role = request.user.role
    return shown | {"may_decide": role in KEEPERS, "may_give": role in WATCHERS}


@router.post("", response=answers(GapRow), operation_id="gap_ask")
def gap_ask(request, body: Asked):
    call = _call(request.user, body.call) if body.call else None
    return _row(actions.ask(actor=request.user, question=body.question, call=call, now=timezone.now()))


@router.get("/{int:gap_id}", response=answers(GapOut), operation_id="gap")
def gap(request, gap_id: int):
    found = Gap.objects.visible_to(request.user).filter(pk=gap_id).select_related("article", "by").first()
    if found is None:
        raise NotFound("没有这个知识缺口")
    seen = set(
        Call.objects.visible_to(request.user)
        .filter(pk__in=found.askings.values("call"))
        .values_list("pk", flat=True)
    )
    rows = found.askings.select_related("by")
    if request.user.role not in WATCHERS:
        rows = rows.filter(by=request.user)
    askings = [
        {
            "question": one.question,
            "at": one.at,
            "by": one.by.name,
            "call": str(one.call_id) if one.call_id in seen else None,
        }
        for one in rows[:SHOWN]
    ]
    return _row(found) | {"askings": askings}


@router.post("/{int:gap_id}/draft", response=answers(ArticleOut), operation_id="gap_draft")
def gap_draft(request, gap_id: int, body: GapDraft):
    now = timezone.now()
    fields = body.dict(exclude={"key"})
    made = actions.draft(actor=request.user, gap_id=gap_id, key=body.key, fields=fields, now=now)
    return article_detail(made, request.user, now)


@router.post("/{int:gap_id}/close", response=answers(GapRow), operation_id="gap_close")
def gap_close(request, gap_id: int, body: GapClosed):
    return _row(actions.close(actor=request.user, gap_id=gap_id, reason=body.reason, now=timezone.now()))


def _call(user, text: str) -> Call:
    try:
        key = uuid.UUID(text)
    except ValueError:
        raise BadInput("通话编号无效", field="call") from None
    found = Call.objects.visible_to(user).filter(pk=key).first()
    if found is None:
        raise NotFound("没有这通电话")
    return found


def _row(gap: Gap) -> dict:
    names = ("id", "question", "asked", "first_at", "last_at", "state", "reason")
    return {name: getattr(gap, name) for name in names} | {
        "article": gap.article.key if gap.article else None,
        "by": gap.by.name if gap.by else "",
    }
