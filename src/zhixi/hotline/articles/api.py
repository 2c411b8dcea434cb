"""`/api/articles`: reading and searching for everybody, writing for the editors."""

import datetime as dt

from django.utils import timezone
from ninja import Query, Router

from zhixi.errors import NotFound
from zhixi.hotline.articles import actions, queries, rules, search
from zhixi.hotline.articles.asked_next import asked_next
from zhixi.hotline.articles.elements import TOLD
from zhixi.hotline.articles.favours import by_use
from zhixi.hotline.articles.models import Article
from zhixi.hotline.articles.schemas import (
    AnswersOut,
    ArticleOut,
    ArticlePage,
    ArticleVerb,
    AskedNext,
    ChangedArticle,
    NewArticle,
)
from zhixi.hotline.http import Line, Text, answers
from zhixi.hotline.paging import Page, page_of
from zhixi.hotline.units.models import CityAbout

router = Router()


@router.get("", response=answers(ArticlePage), operation_id="articles")
def articles(
    request,
    q: Line = "",
    category: Line = "",
    state: Line = "",
    on: dt.date | None = None,
    page: Page = Query(...),
):
    found = queries.found(request.user, q=q[:100], category=category, state=state, on=on).defer(*TOLD)
    shown = page_of(found, page, lambda rows: [queries.article_row(row) for row in rows])
    return shown | {"may_write": request.user.role in rules.WRITERS}


@router.get("/search", response=answers(AnswersOut), operation_id="article_search")
def article_search(request, q: Text, district: Line = ""):
    """What answers this question today and in this district, or an honest none."""
    city = CityAbout.objects.values_list("name", flat=True).first() or ""
    now = timezone.now()
    found = search.answer(q[:500], on=timezone.localdate(now), city=city, district=district)
    return queries.answer_out(by_use(found, district=district, now=now))


@router.get("/{key}/asked-next", response=answers(list[AskedNext]), operation_id="article_asked_next")
def article_asked_next(request, key: str):
    """What those who asked this asked as well."""
    return asked_next(seen(request.user, key).key, timezone.now())


@router.get("/{key}", response=answers(ArticleOut), operation_id="article")
def article(request, key: str):
    return queries.article_detail(seen(request.user, key), request.user, timezone.now())


@router.post("", response=answers(ArticleOut), operation_id="article_write")
def article_write(request, body: NewArticle):
    fields = body.dict(exclude={"key"})
    made = actions.write(actor=request.user, key=body.key, fields=fields, now=timezone.now())
    return queries.article_detail(made, request.user, timezone.now())


@router.put("/{key}", response=answers(ArticleOut), operation_id="article_change")
def article_change(request, key: str, body: ChangedArticle):
    changed = actions.write(
        actor=request.user,
        key=seen(request.user, key).key,
        fields=body.dict(exclude={"revision"}),
        revision=body.revision,
        now=timezone.now(),
    )
    return queries.article_detail(changed, request.user, timezone.now())


@router.post("/{key}/verbs/{verb}", response=answers(ArticleOut), operation_id="article_verb")
def article_verb(request, key: str, verb: str, body: ArticleVerb):
    taken = actions.take(
        actor=request.user,
        key=seen(request.user, key).key,
        verb=verb,
        revision=body.revision,
        note=body.note,
        at=_aware(body.at),
        now=timezone.now(),
    )
    return queries.article_detail(taken, request.user, timezone.now())


def _aware(at: dt.datetime | None) -> dt.datetime | None:
    """A moment that a browser wrote without its zone is the office's."""
    return timezone.make_aware(at) if at is not None and timezone.is_naive(at) else at


def seen(user, key: str) -> Article:
    rows = Article.objects.visible_to(user).select_related("category", "unit", "written_by")
    found = rows.filter(key=key).first() if key.isprintable() else None  # PostgreSQL refuses to look for NUL
    if found is None:
        raise NotFound(f"没有编号为 {key} 的条目")
    return found
