"""`/api/confirmations`: articles that units were asked to confirm."""

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from ninja import Query, Router

from zhixi.hotline.articles.models import Version
from zhixi.hotline.confirmations import actions
from zhixi.hotline.confirmations.models import KEEPERS, Confirmation
from zhixi.hotline.confirmations.schemas import AskUnit, ConfirmationPage, ConfirmationRow, UnitAnswer
from zhixi.hotline.http import answers
from zhixi.hotline.orders.reading import unit_by_code
from zhixi.hotline.paging import Page, page_of

router = Router()


@router.get("", response=answers(ConfirmationPage), operation_id="confirmations")
def confirmations(request, open: bool = True, page: Page = Query(...)):
    rows = Confirmation.objects.visible_to(request.user).filter(answered_at__isnull=open)
    rows = _shown(rows).order_by("due_on" if open else "-answered_at", "pk")
    today = timezone.localdate()
    return page_of(rows, page, lambda found: [_row(one, today) for one in found]) | {
        "may_ask": request.user.role in KEEPERS,
        "may_answer": request.user.role in actions.ANSWERERS,
    }


@router.post("", response=answers(list[ConfirmationRow]), operation_id="confirmation_ask")
def confirmation_ask(request, body: AskUnit):
    now = timezone.now()
    made = actions.ask(
        actor=request.user, unit=unit_by_code(body.unit, "unit"), due_on=body.due_on, keys=body.keys, now=now
    )
    rows = _shown(Confirmation.objects.filter(pk__in=[one.pk for one in made]))
    return [_row(one, timezone.localdate(now)) for one in rows]


@router.post(
    "/{int:confirmation_id}/confirm", response=answers(ConfirmationRow), operation_id="confirmation_confirm"
)
def confirmation_confirm(request, confirmation_id: int, body: UnitAnswer):
    now = timezone.now()
    done = actions.confirm(actor=request.user, confirmation_id=confirmation_id, note=body.note, now=now)
    return _row(_shown(Confirmation.objects.filter(pk=done.pk)).get(), timezone.localdate(now))


@router.post(
    "/{int:confirmation_id}/change", response=answers(ConfirmationRow), operation_id="confirmation_change"
)
def confirmation_change(request, confirmation_id: int, body: UnitAnswer):
    now = timezone.now()
    done = actions.report_change(actor=request.user, confirmation_id=confirmation_id, note=body.note, now=now)
    return _row(_shown(Confirmation.objects.filter(pk=done.pk)).get(), timezone.localdate(now))


def _shown(rows):
    """With the title that is out: a unit reads no drafts."""
    out = Version.objects.live_at(timezone.now()).filter(article=OuterRef("article")).values("title")[:1]
    return rows.annotate(title=Subquery(out)).select_related("article", "unit", "by")


def _row(one: Confirmation, today) -> dict:
    names = ("id", "due_on", "answer", "note", "answered_at")
    return {name: getattr(one, name) for name in names} | {
        "key": one.article.key,
        "title": one.title or one.article.key,
        "unit": {"code": one.unit.code, "name": one.unit.name},
        "overdue": one.answered_at is None and one.due_on < today,
        "by": one.by.name if one.by else "",
    }
