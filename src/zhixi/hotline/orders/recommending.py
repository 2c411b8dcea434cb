"""Which unit should have this order: the city's rows and its past orders behind `assist.dispatch` (智能转派)."""

import datetime as dt
import functools
import pathlib

from django.conf import settings
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from zhixi.assist.dispatch import Precedent, Recommender
from zhixi.hotline.orders.choices import Ruling, State
from zhixi.hotline.orders.models import Order, Return
from zhixi.hotline.units.queries import city_facts, heirs, revision

MOST_PRECEDENTS = 20_000
SETTLED = (State.REPLIED, State.REPLY_REVIEWED, State.CALLBACK, State.CONCLUDED, State.ARCHIVED)


def for_order(order: Order, today: dt.date) -> list[dict]:
    """Ranked units with their reasons, as the browser gets them. A unit that returned it with right is left out."""
    refused = set(order.returns.filter(ruling=Ruling.UPHELD).values_list("unit__code", flat=True))
    found = recommender(today).recommend(
        f"{order.title}\n{order.description}".strip(),
        category=order.category.code if order.category else "",
        place={
            "district": order.district,
            "street": order.street,
            "community": order.community,
            "road": order.road,
        },
        on=today,
    )
    return [presented(one) for one in found if one.unit not in refused]


def presented(recommendation) -> dict:
    return {
        "unit": {"code": recommendation.unit, "name": recommendation.name},
        "confidence": round(recommendation.confidence, 4),
        "reasons": [
            {"kind": str(reason.kind), "text": reason.text, "clause": reason.clause}
            for reason in recommendation.reasons
        ],
    }


def recommender(today: dt.date) -> Recommender:
    """The recommender of the city as it is, with the precedents up to this morning; built once a day."""
    return _recommender(revision(), today)


@functools.lru_cache(maxsize=1)
def _recommender(revision: int, today: dt.date) -> Recommender:
    learnt = _model(settings.HOME / "models" / "dispatch")
    return Recommender(city_facts(), learnt, precedents=precedents(), heirs=heirs(today))


def _model(folder: pathlib.Path):
    """What `zhixi dispatch fit --model` learnt for this city, if anything."""
    if not folder.is_dir():
        return None
    from zhixi.assist.dispatch.model import load_model  # brings scikit-learn, which a desk may do without

    return load_model(folder)


def precedents():
    """Past orders that a unit answered, newest first, each with the unit whose return was upheld, if any."""
    upheld = Return.objects.filter(order=OuterRef("pk"), ruling=Ruling.UPHELD).order_by("at")
    past = (
        Order.objects.filter(state__in=SETTLED, unit__isnull=False)
        .annotate(
            unit_code=F("unit__code"),
            returned_from=Subquery(upheld.values("unit__code")[:1]),
        )
        .order_by("-created_at")
        .values("title", "description", "created_at", "unit_code", "returned_from")
    )
    for row in past[:MOST_PRECEDENTS]:
        yield Precedent(
            text=f"{row['title']}\n{row['description']}",
            unit=row["unit_code"],
            day=timezone.localdate(row["created_at"]),
            returned_from=row["returned_from"] or "",
        )
