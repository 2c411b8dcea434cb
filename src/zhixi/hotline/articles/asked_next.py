"""What those who asked this asked as well (还常问): articles that concluded the same orders, the most frequent first."""

import datetime as dt

from django.db.models import Count
from django.utils import timezone

from zhixi.hotline.articles.choices import MarkMade
from zhixi.hotline.articles.models import Mark, Version

SINCE = dt.timedelta(days=365)
LEAST = 2  # orders: one alone is chance, and may be somebody's own story
MOST = 3
LOOKED_AT = 2_000  # of the latest orders that the article was used for


def asked_next(key: str, now) -> list[dict]:
    """[{"key", "title", "times"}], only what is out and holds today; [] for an article that is not used."""
    used = Mark.objects.filter(made=MarkMade.USED, order__isnull=False, at__gte=now - SINCE)
    orders = used.filter(version__article__key=key).order_by("-at").values_list("order_id", flat=True)
    beside = used.filter(order__in=list(orders[:LOOKED_AT])).exclude(version__article__key=key)
    counted = beside.values("version__article__key").annotate(times=Count("order", distinct=True))
    times = {row["version__article__key"]: row["times"] for row in counted if row["times"] >= LEAST}
    out = Version.objects.live_at(now).valid_on(timezone.localdate(now)).filter(article__key__in=times)
    found = [
        {"key": code, "title": title, "times": times[code]}
        for code, title in out.values_list("article__key", "title")
    ]
    return sorted(found, key=lambda one: (-one["times"], one["key"]))[:MOST]
