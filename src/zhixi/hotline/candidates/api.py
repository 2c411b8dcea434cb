"""`/api/candidates`: answers that citizens accepted and that no article holds, the most frequent first."""

from django.utils import timezone
from ninja import Query, Router

from zhixi.errors import NotFound
from zhixi.hotline.articles.queries import article_detail
from zhixi.hotline.articles.schemas import ArticleOut
from zhixi.hotline.candidates import actions
from zhixi.hotline.candidates.models import KEEPERS, Candidate
from zhixi.hotline.candidates.schemas import (
    CandidateDismissed,
    CandidateDraft,
    CandidateOut,
    CandidatePage,
    CandidateRow,
)
from zhixi.hotline.candidates.solved import KEPT
from zhixi.hotline.http import Line, answers
from zhixi.hotline.orders.models import Order
from zhixi.hotline.paging import Page, page_of

router = Router()
SHOWN = 50  # of the orders behind one


@router.get("", response=answers(CandidatePage), operation_id="candidates")
def candidates(request, state: Line = "", least: int = 1, page: Page = Query(...)):
    """least: how many orders must be behind one."""
    rows = Candidate.objects.visible_to(request.user).select_related("unit", "article", "by")
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(times__gte=min(max(least, 1), 1000))
    shown = page_of(rows, page, lambda found: [_row(one) for one in found])
    return shown | {"may_decide": request.user.role in KEEPERS}


@router.get("/{int:candidate_id}", response=answers(CandidateOut), operation_id="candidate")
def candidate(request, candidate_id: int):
    rows = Candidate.objects.visible_to(request.user).select_related("unit", "article", "by")
    found = rows.filter(pk=candidate_id).first()
    if found is None:
        raise NotFound("没有这条候选知识")
    orders = Order.objects.visible_to(request.user).filter(pk__in=found.sources.values("order"))
    # An order may have become confidential after it was put here.
    behind = orders.exclude(KEPT).order_by("-concluded_at")[:SHOWN]
    return _row(found) | {
        "sources": [
            {"number": one.number, "title": one.title, "concluded_at": one.concluded_at} for one in behind
        ]
    }


@router.post("/{int:candidate_id}/accept", response=answers(ArticleOut), operation_id="candidate_accept")
def candidate_accept(request, candidate_id: int, body: CandidateDraft):
    now = timezone.now()
    fields = body.dict(exclude={"key"})
    made = actions.accept(actor=request.user, candidate_id=candidate_id, key=body.key, fields=fields, now=now)
    return article_detail(made, request.user, now)


@router.post("/{int:candidate_id}/dismiss", response=answers(CandidateRow), operation_id="candidate_dismiss")
def candidate_dismiss(request, candidate_id: int, body: CandidateDismissed):
    return _row(
        actions.dismiss(actor=request.user, candidate_id=candidate_id, reason=body.reason, now=timezone.now())
    )


def _row(one: Candidate) -> dict:
    names = ("id", "question", "answer", "times", "last_at", "state", "reason")
    return {name: getattr(one, name) for name in names} | {
        "unit": one.unit and {"code": one.unit.code, "name": one.unit.name},
        "article": one.article.key if one.article else None,
        "by": one.by.name if one.by else "",
    }
