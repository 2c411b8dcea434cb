"""`/api/public`: which articles are let out to the public, asked for by editors and decided by reviewers."""

from django.utils import timezone
from ninja import Query, Router

from zhixi.errors import NotFound
from zhixi.hotline.articles.api import seen
from zhixi.hotline.articles.models import EDITORS
from zhixi.hotline.http import Line, answers
from zhixi.hotline.paging import Page, page_of
from zhixi.hotline.portal import actions, presenting, schemas
from zhixi.hotline.portal.models import Exposure

router = Router()


@router.get("", response=answers(schemas.ExposurePage), operation_id="exposures")
def exposures(request, state: Line = "", page: Page = Query(...)):
    found = Exposure.objects.visible_to(request.user).select_related("article", "asked_by", "decided_by")
    if state:
        found = found.filter(state=state)
    now = timezone.now()
    return page_of(found, page, lambda rows: presenting.rows(rows, now))


@router.get("/{key}", response=answers(schemas.ExposureOut), operation_id="exposure")
def exposure(request, key: str):
    return _told(request, seen(request.user, key))


@router.post("/{key}/{verb}", response=answers(schemas.ExposureOut), operation_id="exposure_verb")
def exposure_verb(request, key: str, verb: str, body: schemas.Note):
    article = seen(request.user, key)
    actions.take(actor=request.user, key=article.key, verb=verb, note=body.note, now=timezone.now())
    return _told(request, article)


def _told(request, article):
    if request.user.role not in EDITORS:
        raise NotFound("只有知识采编、审核人员能看公开情况")
    return presenting.exposure_of(article, request.user, timezone.now())
