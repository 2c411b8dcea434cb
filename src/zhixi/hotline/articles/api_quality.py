"""`/api/knowledge`: the quality of the base, a repealed source, an answer that was reviewed and holds."""

from django.utils import timezone
from ninja import Router, Schema

from zhixi.errors import NotAllowed
from zhixi.hotline.articles import quality, queries, repealing
from zhixi.hotline.articles.api import seen
from zhixi.hotline.articles.models import EDITORS
from zhixi.hotline.articles.schemas import ArticleOut
from zhixi.hotline.http import Line, Text, answers

router = Router()


class QualityRow(Schema):
    key: str
    title: str
    unit: str
    why: str


class QualityRows(Schema):
    total: int
    items: list[QualityRow]


class ArticleRef(Schema):
    key: str
    title: str


class PairRow(Schema):
    one: ArticleRef
    other: ArticleRef
    says: str
    but: str


class PairRows(Schema):
    total: int
    items: list[PairRow]


class QualityOut(Schema):
    """gaps: open ones; asked: how often. live: articles that are out. marked: said to be wrong or out of date."""

    gaps: int
    asked: int
    live: int
    stale: QualityRows
    marked: QualityRows
    unused: QualityRows
    contradictory: PairRows


class Repealed(Schema):
    source: Line
    note: Text


class RepealOut(Schema):
    keys: list[str]


class Kept(Schema):
    note: Text


@router.get("/quality", response=answers(QualityOut), operation_id="knowledge_quality")
def knowledge_quality(request):
    if request.user.role not in EDITORS:
        raise NotAllowed("知识质量只供知识采编、审核人员查看")
    return quality.quality(timezone.now())


@router.post("/repeal", response=answers(RepealOut), operation_id="source_repeal")
def source_repeal(request, body: Repealed):
    keys = repealing.repeal(actor=request.user, source=body.source, note=body.note, now=timezone.now())
    return {"keys": keys}


@router.post("/articles/{key}/keep", response=answers(ArticleOut), operation_id="article_keep")
def article_keep(request, key: str, body: Kept):
    now = timezone.now()
    article = seen(request.user, key)
    repealing.keep(actor=request.user, key=article.key, note=body.note, now=now)
    return queries.article_detail(article, request.user, now)
