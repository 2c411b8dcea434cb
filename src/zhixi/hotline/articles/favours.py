"""How articles stand with those who use them, from their marks (使用反馈); counted again each hour."""

import datetime as dt
import functools

from django.db import connection
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from zhixi.assist.knowledge import Answer
from zhixi.assist.knowledge.favour import Marks, favour, favoured
from zhixi.hotline.articles.choices import MarkMade
from zhixi.hotline.articles.models import Mark, Version

WORTH = {MarkMade.USED: 1.0, MarkMade.OUTDATED: -3.0, MarkMade.WRONG: -5.0}
_HOUR = 3600


def by_use(answer: Answer, *, district: str, now, keep_first: bool = False) -> Answer:
    """The cards in the order of confidence and use; one query an article an hour."""
    hour, database = int(now.timestamp()) // _HOUR, str(connection.settings_dict["NAME"])
    keys = {card.passage.key for card in answer.cards}
    favours = {key: _favour(key, district, hour, database) for key in keys}
    return favoured(answer, favours, keep_first=keep_first)


@functools.lru_cache(maxsize=20_000)
def _favour(key: str, district: str, hour: int, database: str) -> float:
    now = dt.datetime.fromtimestamp(hour * _HOUR, dt.UTC)
    # What was found wrong with an older version was put right in this one.
    rows = Mark.objects.filter(version__article__key=key).filter(
        Q(made=MarkMade.USED) | Q(version__in=Version.objects.live_at(now))
    )
    told = rows.annotate(month=TruncMonth("at")).values_list("made", "order__district", "month")
    return favour(
        Marks(count, WORTH[made], (now - month).days, place in ("", None, district) or not district)
        for made, place, month, count in told.annotate(n=Count("pk")).order_by()
    )
