"""Which unit should have this order: the city's rows and its past orders behind `assist.dispatch` (智能转派)."""

import collections
import datetime as dt
import functools

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.dateparse import parse_date

from zhixi.assist.dispatch import Precedent, Precedents, Recommendation, Recommender
from zhixi.hotline.directives.queries import in_force
from zhixi.hotline.dispatching import keeping
from zhixi.hotline.orders.choices import Ruling, State
from zhixi.hotline.orders.lately import Lately
from zhixi.hotline.orders.models import Assisting, Order, Return
from zhixi.hotline.units.queries import city_facts, heirs, matters, revision

MOST_PRECEDENTS = 20_000
UNKNOWN_SINCE = 30  # days that count as later than a model which does not say when it was learnt
SETTLED = (State.REPLIED, State.REPLY_REVIEWED, State.CALLBACK, State.CONCLUDED, State.ARCHIVED)


def for_order(order: Order, today: dt.date) -> list[dict]:
    """Ranked units with their reasons, as the browser gets them. A unit that returned it with right is left out."""
    refused = set(order.returns.filter(ruling=Ruling.UPHELD).values_list("unit__code", flat=True))
    found = recommended(today, without=order.pk, **told(order, today))
    return [presented(one) for one in found if one.unit not in refused]


def recommended(today: dt.date, *, without: int | None = None, **asked) -> list[Recommendation]:
    """By all that the office knows at this moment. without: an order that is not to be told by its own dispatch."""
    recent = _lately(revision(), today, keeping.mark())
    lessons = recent.now(without) if recent else None
    return recommender(today).recommend(rules=in_force(), recent=lessons, **asked)


def helpers_for(order: Order, today: dt.date) -> list[dict]:
    """Units that should help its lead, or the one that would be recommended as lead (协办建议); helpers are left out."""
    asked = told(order, today)
    lead = order.unit.code if order.unit else ""
    if not lead:
        first = recommended(today, limit=1, **asked)
        lead = first[0].unit if first else ""
    found = recommender(today).assisting(lead=lead, rules=in_force(), **asked)
    there = set(order.assisting.filter(removed_at=None).values_list("unit__code", flat=True))
    return [presented(one) for one in found if one.unit not in there]


def told(order: Order, on: dt.date) -> dict:
    """An order as the recommender takes it."""
    return {
        "text": f"{order.title}\n{order.description}".strip(),
        "category": order.category.code if order.category else "",
        "place": {name: getattr(order, name) for name in ("district", "street", "community", "road")},
        "request_type": order.request_type,
        "on": on,
    }


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
    """The recommender of the city as it is, with the precedents up to this morning and the model in use."""
    return _recommender(revision(), today, keeping.mark())


@functools.lru_cache(maxsize=1)
def _recommender(revision: int, today: dt.date, mark: tuple) -> Recommender:
    learnt = keeping.present().model
    past = _precedents(revision, today)
    return Recommender(city_facts(), learnt, precedents=past, heirs=heirs(today), matters=matters(today))


@functools.lru_cache(maxsize=1)
def _lately(revision: int, today: dt.date, mark: tuple) -> Lately | None:
    """What was dispatched since the model in use was learnt; None without one, for nothing is to be corrected then."""
    model = keeping.present().model
    if model is None:
        return None
    learnt = parse_date(str(model.card.get("made_on", ""))) or today - dt.timedelta(days=UNKNOWN_SINCE)
    since = timezone.make_aware(dt.datetime.combine(learnt, dt.time()))
    return Lately(recommender(today), since)


@functools.lru_cache(maxsize=1)
def _precedents(revision: int, today: dt.date) -> Precedents:
    """Indexed once a day; another model does not change them."""
    return Precedents(precedents())


def precedents():
    """Past orders that a unit answered, newest first, with the unit whose return was upheld, if any, and helpers."""
    helpers = collections.defaultdict(list)
    asked = Assisting.objects.filter(removed_at=None, order__state__in=SETTLED)
    for order, code in asked.values_list("order_id", "unit__code"):
        helpers[order].append(code)
    upheld = Return.objects.filter(order=OuterRef("pk"), ruling=Ruling.UPHELD).order_by("at")
    past = (
        Order.objects.filter(state__in=SETTLED, unit__isnull=False)
        .annotate(
            unit_code=F("unit__code"),
            returned_from=Subquery(upheld.values("unit__code")[:1]),
        )
        .order_by("-created_at")
        .values("pk", "title", "description", "created_at", "unit_code", "returned_from")
    )
    for row in past[:MOST_PRECEDENTS]:
        yield Precedent(
            text=f"{row['title']}\n{row['description']}",
            unit=row["unit_code"],
            day=timezone.localdate(row["created_at"]),
            returned_from=row["returned_from"] or "",
            assisting=tuple(helpers[row["pk"]]),
        )
