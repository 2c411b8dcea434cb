"""Articles as the browser shows them."""

import functools
import operator

from django.db.models import Q
from django.utils import timezone

from zhixi.assist.knowledge import Answer
from zhixi.hotline.articles import enclosing, marking, rules, versions
from zhixi.hotline.articles.choices import ArticleState, MarkMade
from zhixi.hotline.articles.difference import pieces
from zhixi.hotline.articles.elements import TOLD
from zhixi.hotline.articles.models import EDITORS, Article, Version
from zhixi.hotline.confirmations.queries import unconfirmed
from zhixi.hotline.units.models import Unit


def found(user, *, q: str = "", category: str = "", state: str = "", on=None):
    """What this person may read, narrowed: editors get articles as they stand, others the versions that are out.

    `category` is a code and takes the nodes below it as well.
    """
    if user.role in EDITORS:
        rows, key, newest = Article.objects.visible_to(user), "key", "-changed_at"
        rows = rows.select_related("category", "unit")
    else:
        rows, key, newest = Version.objects.visible_to(user), "article__key", "-released_at"
        rows = rows.select_related("article", "category", "unit")
    if q:
        told = [Q(**{f"{name}__icontains": q}) for name in ("title", *TOLD)]
        rows = rows.filter(functools.reduce(operator.or_, told) | Q(**{key: q}))
    if category:
        rows = rows.filter(Q(category__code=category) | Q(category__code__startswith=f"{category}."))
    if state and user.role in EDITORS:  # whoever sees only what is out has no states to choose from
        rows = rows.filter(state=state)
    if on:
        rows = rows.valid_on(on)
    return rows.order_by(newest, key)


def article_row(row: Article | Version) -> dict:
    """An article as it stands, or as it is out."""
    article = row.article if isinstance(row, Version) else row
    out = isinstance(row, Version)
    return {
        "key": article.key,
        "title": row.title,
        "state": ArticleState.PUBLISHED if out else article.state,
        "category": row.category and {"code": row.category.code, "path": row.category.path},
        "unit": row.unit and {"code": row.unit.code, "name": row.unit.name},
        "district": row.district,
        "source": row.source,
        "clause": row.clause,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "revision": article.revision,
        "changed_at": row.released_at if out else article.changed_at,
    }


def article_detail(article: Article, user, now) -> dict:
    """Editors read the text as it stands, everybody else the version that is out."""
    live = article.versions.live_at(now).select_related("category", "unit", "written_by").first()
    row = article if user.role in EDITORS or live is None else live
    verbs = [
        {
            "verb": step.verb,
            "label": step.label,
            "danger": step.verb in ("reject", "withdraw"),
            "timed": step.timed,
        }
        for step in rules.STEPS.values()
        if rules.may(user, article, step.verb, now)
    ]
    notice = notices([article.key], now).get(article.key, "")
    return article_row(row) | {
        **{name: getattr(row, name) for name in TOLD},
        "whole": row.whole,
        "files": [enclosing.row(file) for file in enclosing.rows(row)],
        "variants": row.variants,
        "tags": row.tags,
        "written_by": row.written_by.name,
        "version": live.n if live else None,
        "may_write": user.role in rules.WRITERS,
        "may_compare": user.role in EDITORS,
        "may_mark": live is not None and user.role not in marking.LOOKERS_ON,
        "marks": [
            {"made": mark.made, "note": mark.note, "by": mark.by.name, "at": mark.at}
            for mark in marking.of_live(article, user, now)
        ],
        "used": live.marks.filter(made=MarkMade.USED).count() if live else 0,
        "notice": notice,
        "may_keep": live is not None and bool(live.recheck) and user.role in rules.REVIEWERS,
        "verbs": verbs,
    }


def notices(keys: list[str], now) -> dict[str, str]:
    """What an agent should know of these answers before telling them; nothing of those that are in order."""
    if not keys:
        return {}
    told = dict.fromkeys(unconfirmed(keys, timezone.localdate(now)), "未经单位确认")
    rows = Version.objects.live_at(now).filter(article__key__in=keys).exclude(recheck="")
    return told | dict(rows.values_list("article__key", "recheck"))


def files_of(keys: list[str], now) -> dict[str, list[dict]]:
    """The files of these answers; nothing of those that have none."""
    live = Version.objects.live_at(now).filter(article__key__in=keys).exclude(files=[])
    texts = list(live.select_related("article").only("article__key", "files"))
    found = enclosing.of(texts)
    return {
        text.article.key: [enclosing.row(found[pk]) for pk in text.files if pk in found] for text in texts
    }


def answer_out(answer: Answer) -> dict:
    """An answer with its cards; a unit is shown by its name, dates as ISO."""
    names = dict(Unit.objects.values_list("code", "name"))
    keys, now = [card.passage.key for card in answer.cards], timezone.now()
    warned, files = notices(keys, now), files_of(keys, now)
    return {
        "question": answer.query,
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
                "notice": warned.get(card.passage.key, ""),
                "files": files.get(card.passage.key, []),
                "confidence": round(card.confidence, 3),
            }
            for card in answer.cards
        ],
    }


def history(article: Article):
    return article.versions.select_related("written_by", "released_by").defer("variants", *TOLD)


def version_row(version: Version, now) -> dict:
    names = ("n", "title", "released_at", "ended_at", "ended_as", "valid_from", "valid_to")
    return {name: getattr(version, name) for name in names} | {
        "standing": versions.standing(version, now),
        "written_by": version.written_by.name,
        "released_by": version.released_by.name,
    }


def difference(before: Article | Version, after: Article | Version) -> list[dict]:
    """The fields that differ, each in pieces that a person can read."""
    found, files = [], enclosing.of([before, after])
    for name in versions.SAID:
        old, new = (_words(getattr(text, name), files) for text in (before, after))
        if old != new:
            shown = [{"kind": kind, "text": text} for kind, text in pieces(old, new)]
            found.append({"label": str(Article._meta.get_field(name).verbose_name), "pieces": shown})
    return found


def _words(value, files: dict) -> str:
    """files: those whose numbers a list may hold, shown by their names."""
    if isinstance(value, list):
        return "\n".join(files[one].name if one in files else str(one) for one in value)
    return "" if value is None else str(getattr(value, "path", None) or value)
