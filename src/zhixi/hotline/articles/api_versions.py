"""`/api/articles/{key}/versions`: the history of an article, what a version changed, and taking an old one up again; and marks."""

from django.utils import timezone
from ninja import Router

from zhixi.errors import NotAllowed, NotFound
from zhixi.hotline.articles import actions, marking, queries
from zhixi.hotline.articles.api import seen
from zhixi.hotline.articles.models import EDITORS, Article, Version
from zhixi.hotline.articles.schemas import ArticleOut, FieldDifference, MarkIn, MarkRow, RestoreIn, VersionRow
from zhixi.hotline.http import answers

router = Router()


@router.get("/{key}/versions", response=answers(list[VersionRow]), operation_id="article_versions")
def article_versions(request, key: str):
    article = _for_editors(request.user, key)
    return [queries.version_row(version, timezone.now()) for version in queries.history(article)]


@router.get("/{key}/difference", response=answers(list[FieldDifference]), operation_id="article_difference")
def article_difference(request, key: str, before: int, after: int = 0):
    """What version `after` changed of version `before`; 0 is the text that is being worked on."""
    article = _for_editors(request.user, key)
    return queries.difference(_text(article, before), _text(article, after))


@router.post("/{key}/restore", response=answers(ArticleOut), operation_id="article_restore")
def article_restore(request, key: str, body: RestoreIn):
    article = seen(request.user, key)
    now = timezone.now()
    restored = actions.restore(actor=request.user, key=article.key, n=body.n, revision=body.revision, now=now)
    return queries.article_detail(restored, request.user, now)


@router.post("/{key}/marks", response=answers(MarkRow), operation_id="article_mark")
def article_mark(request, key: str, body: MarkIn):
    """Say of the answer that it is wrong or out of date; the editors see it."""
    article = seen(request.user, key)
    made = marking.mark(
        actor=request.user, key=article.key, made=body.made, note=body.note, now=timezone.now()
    )
    return {"made": made.made, "note": made.note, "by": request.user.name, "at": made.at}


def _for_editors(user, key: str) -> Article:
    article = seen(user, key)
    if user.role not in EDITORS:
        raise NotAllowed("版本记录只供知识采编、审核人员查看", cure="需要旧版内容请联系知识库")
    return article


def _text(article: Article, n: int) -> Article | Version:
    version = article if n == 0 else article.versions.filter(n=n).first()
    if version is None:
        raise NotFound(f"该条目没有第{n}版")
    return version
