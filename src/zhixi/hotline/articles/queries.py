"""Articles as the browser shows them."""

from django.db.models import Q

from zhixi.assist.knowledge import Answer
from zhixi.hotline.articles import rules
from zhixi.hotline.articles.models import Article
from zhixi.hotline.units.models import Unit


def found(user, *, q: str = "", category: str = "", state: str = "", on=None):
    """Articles this person may see, narrowed; `category` is a code and takes the nodes below it as well."""
    rows = Article.objects.visible_to(user).select_related("category", "unit")
    if q:
        rows = rows.filter(Q(title__icontains=q) | Q(body__icontains=q) | Q(key=q))
    if category:
        rows = rows.filter(Q(category__code=category) | Q(category__code__startswith=f"{category}."))
    if state:
        rows = rows.filter(state=state)
    if on:
        rows = rows.valid_on(on)
    return rows.order_by("-changed_at", "key")


def article_row(article: Article) -> dict:
    return {
        "key": article.key,
        "title": article.title,
        "state": article.state,
        "category": article.category and {"code": article.category.code, "path": article.category.path},
        "unit": article.unit and {"code": article.unit.code, "name": article.unit.name},
        "district": article.district,
        "source": article.source,
        "clause": article.clause,
        "valid_from": article.valid_from,
        "valid_to": article.valid_to,
        "revision": article.revision,
        "changed_at": article.changed_at,
    }


def article_detail(article: Article, user) -> dict:
    verbs = [
        {"verb": step.verb, "label": step.label, "danger": step.verb in ("reject", "withdraw")}
        for step in rules.STEPS.values()
        if rules.may(user, article, step.verb)
    ]
    return article_row(article) | {
        "body": article.body,
        "variants": article.variants,
        "tags": article.tags,
        "written_by": article.written_by.name,
        "may_write": user.role in rules.WRITERS,
        "verbs": verbs,
    }


def answer_out(answer: Answer) -> dict:
    """An answer with its cards; a unit is shown by its name, dates as ISO."""
    names = dict(Unit.objects.values_list("code", "name"))
    return {
        "answered": answer.answered,
        "confidence": round(answer.confidence, 3),
        "cards": [
            {
                "key": card.passage.key,
                "title": card.passage.title,
                "passage": card.passage.text,
                "span": [card.start, card.end],
                "source": card.passage.source,
                "clause": card.passage.clause,
                "unit": names.get(card.passage.unit, ""),
                "valid_from": card.passage.valid_from and card.passage.valid_from.isoformat(),
                "valid_to": card.passage.valid_to and card.passage.valid_to.isoformat(),
                "confidence": round(card.confidence, 3),
            }
            for card in answer.cards
        ],
    }
