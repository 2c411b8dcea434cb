"""Repeat and mass requests among the city's orders: the rows behind `repeats`, and what the desk is told."""

import collections
import datetime as dt

from django.conf import settings
from django.db.models import Count, Q
from ninja import Schema

from zhixi.hotline.http import Moment
from zhixi.hotline.orders import gathering, present, repeats, rules
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.schemas import OrderRow
from zhixi.hotline.privacy.masking import mask_text

MOST_COMPARED = 1000
MOST_OPEN = 5000
MOST_CLUSTERS = 50
PLACE = ("district", "street", "community", "road", "poi")
COLUMNS = (
    *("number", "created_at", "title", "description", "category__code", "state", "caller_phone_digest"),
    *("calling_number_digest", *PLACE),
)
ADVICE = {
    "remind": "该市民已反映过，仍在办理，可补充或催办",
    "merge": "已有人反映同一件事，立单后可合并到该工单",
    "related": "可设为关联工单",
}


class RepeatReason(Schema):
    kind: str
    text: str


class LikelyRepeat(Schema):
    """advice: remind, merge or related; advice_label says it in words. master: where that order was merged into."""

    order: OrderRow
    score: float
    same_caller: bool
    same_matter: bool
    open: bool
    reasons: list[RepeatReason]
    master: str | None
    advice: str
    advice_label: str


class ClusterRow(Schema):
    """Open orders likely about one event, the oldest first. callers: different numbers. merged: already folded into
    one of them. master: which to keep, if nobody knows better. mergeable: those that this person may fold into
    another now. words, category: what most of them have in common."""

    orders: list[OrderRow]
    score: float
    callers: int
    merged: int
    master: str
    mergeable: list[str]
    place: str
    words: list[str]
    category: str
    first_at: Moment
    last_at: Moment


class MasterRow(Schema):
    """waiting: how many callers beside its own wait for its reply."""

    order: OrderRow
    waiting: int


def likely_repeats(user, fields: dict, callers: frozenset, number: str, now: dt.datetime) -> list[dict]:
    """What an order that is being taken down may repeat. fields: as for `create_draft`; number: its draft, if any."""
    category = fields.get("category")
    new = repeats.Report(
        key=number,
        at=now,
        text=f"{fields.get('title', '')}\n{fields.get('description', '')}\n{fields.get('demand', '')}",
        category=category.code if category else "",
        callers=callers - {""},
        **{name: fields.get(name, "") for name in PLACE},
    )
    found = repeats.likely(new, _candidates(user, new, now))
    rows = Order.objects.filter(number__in=[one.key for one in found]).select_related(
        "unit", "category", "master"
    )
    orders = {order.number: order for order in rows}
    return [_shown(one, orders[one.key], user, now) for one in found]


def clusters(user, now: dt.datetime) -> list[dict]:
    """Open orders that are likely about one event, to be merged, biggest group first."""
    since = now - dt.timedelta(days=settings.ORDER_REPEAT_DAYS)
    seen = Order.objects.visible_to(user).filter(state__in=rules.MASTERS, created_at__gte=since)
    reports = [_report(row) for row in seen.order_by("-created_at").values_list(*COLUMNS)[:MOST_OPEN]]
    folded = _folded()
    # A late call about an event that was merged already is a group with its master: those who wait count too.
    grouped = gathering.clusters(reports, hours=settings.ORDER_CLUSTER_HOURS, least=2)
    least = max(2, settings.ORDER_CLUSTER_LEAST)
    found = [c for c in grouped if len(c.keys) + sum(folded.get(key, 0) for key in c.keys) >= least]
    found = found[:MOST_CLUSTERS]
    numbers = [key for cluster in found for key in cluster.keys]
    rows = Order.objects.filter(number__in=numbers).select_related("unit", "category")
    orders = {order.number: order for order in rows}
    told = {report.key: report for report in reports}
    return [
        _cluster_row(c, [orders[key] for key in c.keys], [told[key] for key in c.keys], folded, user, now)
        for c in found
    ]


def masters(user, now: dt.datetime) -> list[dict]:
    """Orders for whose reply others wait, most callers first."""
    folded = _folded()
    rows = Order.objects.visible_to(user).filter(number__in=folded).select_related("unit", "category")
    found = [{"order": present.row(order, user, now), "waiting": folded[order.number]} for order in rows]
    return sorted(found, key=lambda one: -one["waiting"])[:MOST_CLUSTERS]


def _folded() -> dict[str, int]:
    """How many merged orders wait for each master's reply, by its number."""
    waiting = Order.objects.filter(state=State.MERGED, master__isnull=False).order_by()
    return dict(waiting.values_list("master__number").annotate(Count("pk")))


def _candidates(user, new: repeats.Report, now: dt.datetime) -> list[repeats.Report]:
    since = now - dt.timedelta(days=settings.ORDER_REPEAT_DAYS)
    seen = Order.objects.visible_to(user).exclude(state=State.DRAFT).filter(created_at__gte=since)
    near = Q(pk__in=())
    if new.street or new.district:
        near = Q(district=new.district, street=new.street) if new.street else Q(district=new.district)
    for name in ("road", "poi"):
        if value := getattr(new, name):
            near |= Q(**{name: value})
    digests = list(new.callers)
    own = Q(caller_phone_digest__in=digests) | Q(calling_number_digest__in=digests)
    # Two queries, so that a busy street does not crowd a caller's own orders out.
    found = {}
    for wanted in (own if digests else Q(pk__in=()), near & ~Q(state=State.MERGED)):
        rows = seen.filter(wanted).order_by("-created_at").values_list(*COLUMNS)[:MOST_COMPARED]
        found.update((row[0], _report(row)) for row in rows)
    return list(found.values())


def _report(row: tuple) -> repeats.Report:
    number, at, title, description, category, state, phone, calling, *place = row
    return repeats.Report(
        key=number,
        at=at,
        text=f"{title}\n{description}",
        category=category or "",
        callers=frozenset({phone, calling} - {""}),
        open=state in rules.OPEN or state == State.MERGED,
        **dict(zip(PLACE, place, strict=True)),
    )


def _shown(one: repeats.Alike, order: Order, user, now) -> dict:
    advice = "related"
    if one.same_matter and one.same_caller and one.open:
        advice = "remind"
    elif one.same_matter and order.state in rules.MASTERS:
        advice = "merge"
    return {
        "order": present.row(order, user, now),
        "score": one.score,
        "same_caller": one.same_caller,
        "same_matter": one.same_matter,
        "open": one.open,
        "reasons": [{"kind": reason.kind, "text": reason.text} for reason in one.reasons],
        "master": order.master.number if order.master else None,
        "advice": advice,
        "advice_label": ADVICE[advice],
    }


def _cluster_row(
    cluster: gathering.Cluster, orders: list[Order], told: list[repeats.Report], folded: dict, user, now
) -> dict:
    names = [{o.street or o.district for o in orders}, {o.road for o in orders}]
    place = "、".join(sorted(names[0] - {""}))
    if len(names[1]) == 1:
        place += "".join(names[1])
    # The one that others were merged into already, then the one that is furthest, then the oldest.
    master = min(orders, key=lambda o: (-folded.get(o.number, 0), o.unit_id is None, o.created_at, o.number))
    return {
        "orders": present.rows(orders, user, now),
        "score": cluster.score,
        "callers": len({min(report.callers) if report.callers else report.key for report in told}),
        "merged": sum(folded.get(o.number, 0) for o in orders),
        "master": master.number,
        "mergeable": [o.number for o in orders if rules.may(user, o, "merge") and o.number not in folded],
        "place": place,
        "words": [mask_text(run) for run in gathering.shared_words(told)],
        "category": _usual_category(orders),
        "first_at": orders[0].created_at,
        "last_at": orders[-1].created_at,
    }


def _usual_category(orders: list[Order]) -> str:
    named = collections.Counter(order.category.path for order in orders if order.category)
    [(path, times)] = named.most_common(1) or [("", 0)]
    return path if 2 * times >= len(orders) else ""
