"""The quality of the knowledge base in one page (知识质量): what is unanswered, stale, contradictory, never used."""

import datetime as dt
import functools

from django.db.models import Exists, OuterRef, Q, Sum
from django.utils import timezone

from zhixi.hotline.articles.choices import MarkMade
from zhixi.hotline.articles.contradictions import Contradiction, Text, contradictions
from zhixi.hotline.articles.models import Mark, Version
from zhixi.hotline.confirmations.models import Confirmation
from zhixi.hotline.gaps.choices import GapState
from zhixi.hotline.gaps.models import Gap

STALE_AFTER = dt.timedelta(days=365)  # without a new version
UNUSED_AFTER = dt.timedelta(days=90)  # on show without concluding an order
SHOWN = 50  # rows of a list; its total is counted whole


def quality(now) -> dict:
    """Each list with its total and its first rows."""
    today = timezone.localdate(now)
    live = Version.objects.live_at(now).select_related("article", "unit")
    gaps = Gap.objects.filter(state=GapState.OPEN)
    titles = dict(live.valid_on(today).values_list("article__key", "title"))
    against = _against(_texts(live.valid_on(today)))
    return {
        "gaps": gaps.count(),
        "asked": gaps.aggregate(n=Sum("asked"))["n"] or 0,
        "live": live.count(),
        "stale": _list(_stale(live, now, today), lambda row: _why(row, now, today)),
        "marked": _list(live.filter(_marked()), lambda row: "有人反馈有误或过时"),
        "unused": _list(_unused(live, now), lambda row: f"{row.released_at:%Y-%m-%d} 发布"),
        "contradictory": {
            "total": len(against),
            "items": [
                {"one": _ref(titles, c.one), "other": _ref(titles, c.other), "says": c.says, "but": c.but}
                for c in against[:SHOWN]
            ],
        },
    }


@functools.lru_cache(maxsize=1)
def _against(texts: tuple[Text, ...]) -> tuple[Contradiction, ...]:
    """Looked for anew only when a text is another one: a large base takes seconds."""
    return tuple(contradictions(texts))


def _texts(rows) -> tuple[Text, ...]:
    rows = rows.order_by("article__key")
    return tuple(Text(row.article.key, row.title, row.whole, row.district) for row in rows)


def _stale(live, now, today):
    late = Confirmation.objects.overdue_on(today).filter(article=OuterRef("article"))
    old = Q(released_at__lt=now - STALE_AFTER)
    return live.annotate(late=Exists(late)).filter(
        old | Q(valid_to__lt=today) | Q(late=True) | ~Q(recheck="")
    )


def _why(row: Version, now, today) -> str:
    if row.valid_to and row.valid_to < today:
        return f"{row.valid_to:%Y-%m-%d} 已失效"
    if row.recheck:
        return row.recheck
    return "未经单位确认" if row.late else f"{row.released_at:%Y-%m-%d} 发布后未更新"


def _marked():
    bad = Mark.objects.filter(version=OuterRef("pk")).exclude(made=MarkMade.USED)
    return Exists(bad)


def _unused(live, now):
    used = Mark.objects.filter(version__article=OuterRef("article"), made=MarkMade.USED)
    return live.filter(released_at__lt=now - UNUSED_AFTER).exclude(Exists(used))


def _list(rows, why) -> dict:
    shown = rows.order_by("released_at", "article__key")[:SHOWN]
    return {
        "total": rows.count(),
        "items": [
            {
                "key": row.article.key,
                "title": row.title,
                "unit": row.unit.name if row.unit else "",
                "why": why(row),
            }
            for row in shown
        ],
    }


def _ref(titles: dict, key: str) -> dict:
    return {"key": key, "title": titles[key]}
