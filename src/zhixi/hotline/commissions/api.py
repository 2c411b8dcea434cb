"""`/api/commissions`: the questions that units are asked to answer."""

from django.utils import timezone
from ninja import Query, Router

from zhixi.hotline.commissions import actions
from zhixi.hotline.commissions.models import GIVERS, Commission
from zhixi.hotline.commissions.schemas import CommissionPage, CommissionRow, GiveGap, UnitDraft, Why
from zhixi.hotline.http import answers
from zhixi.hotline.orders.reading import unit_by_code
from zhixi.hotline.paging import Page, page_of
from zhixi.hotline.units.asking import UNIT_PEOPLE

router = Router()


@router.get("", response=answers(CommissionPage), operation_id="commissions")
def commissions(request, open: bool = True, page: Page = Query(...)):
    rows = Commission.objects.visible_to(request.user).filter(answered_at__isnull=open)
    rows = _shown(rows).order_by("due_on" if open else "-answered_at", "pk")
    today = timezone.localdate()
    return page_of(rows, page, lambda found: [_row(one, today) for one in found]) | {
        "may_give": request.user.role in GIVERS,
        "may_answer": request.user.role in UNIT_PEOPLE,
    }


@router.post("", response=answers(CommissionRow), operation_id="commission_give")
def commission_give(request, body: GiveGap):
    made = actions.give(
        actor=request.user,
        gap_id=body.gap,
        unit=unit_by_code(body.unit, "unit"),
        due_on=body.due_on,
        wish=body.wish,
        now=timezone.now(),
    )
    return _fresh(made.pk)


@router.post("/{int:commission_id}/write", response=answers(CommissionRow), operation_id="commission_write")
def commission_write(request, commission_id: int, body: UnitDraft):
    actions.write(actor=request.user, commission_id=commission_id, fields=body.dict(), now=timezone.now())
    return _fresh(commission_id)


@router.post(
    "/{int:commission_id}/decline", response=answers(CommissionRow), operation_id="commission_decline"
)
def commission_decline(request, commission_id: int, body: Why):
    actions.decline(actor=request.user, commission_id=commission_id, reason=body.reason, now=timezone.now())
    return _fresh(commission_id)


@router.post("/{int:commission_id}/recall", response=answers(CommissionRow), operation_id="commission_recall")
def commission_recall(request, commission_id: int, body: Why):
    actions.recall(actor=request.user, commission_id=commission_id, reason=body.reason, now=timezone.now())
    return _fresh(commission_id)


def _shown(rows):
    return rows.select_related("gap", "unit", "asked_by", "article", "by")


def _fresh(commission_id: int) -> dict:
    return _row(_shown(Commission.objects.filter(pk=commission_id)).get(), timezone.localdate())


def _row(one: Commission, today) -> dict:
    names = ("id", "asked_at", "due_on", "wish", "outcome", "note", "answered_at")
    return {name: getattr(one, name) for name in names} | {
        "gap": one.gap_id,
        "question": one.gap.question,
        "asked": one.gap.asked,
        "unit": {"code": one.unit.code, "name": one.unit.name},
        "asked_by": one.asked_by.name,
        "overdue": one.answered_at is None and one.due_on < today,
        "article": one.article.key if one.article else None,
        "article_state": one.article.state if one.article else "",
        "by": one.by.name if one.by else "",
    }
