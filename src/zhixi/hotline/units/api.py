"""Units that follow each other: the whole office of one goes to another (单位沿革)."""

import datetime as dt

from django.db.models import Count
from django.utils import timezone
from ninja import Router, Schema

from zhixi.errors import NotFound
from zhixi.hotline.accounts.schemas import UnitRef, unit_ref
from zhixi.hotline.http import Line, Moment, Said, answers
from zhixi.hotline.orders import actions, present
from zhixi.hotline.orders.actions.transfer import affected, check_may_transfer, moved_with
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.reading import category_by_code, unit_by_code
from zhixi.hotline.orders.schemas import OrderRow
from zhixi.hotline.units.choices import Succession
from zhixi.hotline.units.models import Unit, UnitSuccession

router = Router()
MOST_MOVED = 500


class Transfer(Schema):
    """to: the unit that takes over. category: only the orders in it. close: the old one takes no more orders."""

    to: Line
    kind: Succession
    reason: Said
    day: dt.date | None = None
    category: Line | None = None
    close: bool = False


class StateCount(Schema):
    state: State
    label: str
    count: int


class Affected(Schema):
    """What a transfer would move."""

    unit: UnitRef
    orders: int
    states: list[StateCount]
    people: int


class SuccessionRow(Schema):
    """category: its full name, where only orders of it and of those below it went over; "" for the whole office."""

    id: int
    old: UnitRef
    new: UnitRef
    day: dt.date
    kind: Succession
    kind_label: str
    category: str
    reason: str
    orders: int
    by: str
    at: Moment


@router.get("/successions", response=answers(list[SuccessionRow]), operation_id="unit_successions")
def successions(request):
    """Who followed whom: for everybody, like the list of units itself."""
    seen = Unit.objects.visible_to(request.user)
    found = UnitSuccession.objects.filter(old__in=seen).select_related("old", "new", "by", "category")
    return [_row(one) for one in found]


@router.get(
    "/successions/{pk}/orders", response=answers(list[OrderRow]), operation_id="unit_succession_orders"
)
def moved(request, pk: int):
    """The orders that went over with it, as this person may see them, newest first, five hundred at most."""
    one = UnitSuccession.objects.filter(pk=pk).select_related("old").first() if 0 < pk < 2**62 else None
    if one is None:
        raise NotFound("没有这次移交", cure="请从单位沿革中选择")
    found = moved_with(one, request.user).select_related("unit", "category")[:MOST_MOVED]
    return present.rows(found, request.user, timezone.now())


@router.get("/{code}/transfer", response=answers(Affected), operation_id="unit_transfer_preview")
def preview(request, code: str, category: Line = ""):
    check_may_transfer(request.user)
    old = _unit(code)
    found = affected(old, category_by_code(category) if category else None).order_by()
    counts = found.values_list("state").annotate(n=Count("pk"))
    states = [{"state": s, "label": State(s).label, "count": n} for s, n in sorted(counts)]
    return {
        "unit": unit_ref(old),
        "orders": sum(row["count"] for row in states),
        "states": states,
        "people": old.people.filter(is_active=True).count(),
    }


@router.post("/{code}/transfer", response=answers(SuccessionRow), operation_id="unit_transfer")
def transfer(request, code: str, body: Transfer):
    now = timezone.now()
    check_may_transfer(request.user)
    done = actions.transfer(
        actor=request.user,
        old=_unit(code),
        new=unit_by_code(body.to, "to"),
        day=body.day or timezone.localdate(now),
        kind=body.kind.value,
        reason=body.reason,
        category=category_by_code(body.category) if body.category else None,
        close=body.close,
        now=now,
    )
    return _row(done)


def _unit(code: str) -> Unit:
    unit = Unit.objects.filter(code=code).first() if code.isprintable() else None
    if unit is None:
        raise NotFound(f"没有编码为“{code}”的承办单位", cure="请从单位列表中选择")
    return unit


def _row(one: UnitSuccession) -> dict:
    return {
        **{name: getattr(one, name) for name in ("id", "day", "kind", "reason", "orders", "at")},
        "kind_label": one.get_kind_display(),
        "category": one.category.path if one.category else "",
        "old": unit_ref(one.old),
        "new": unit_ref(one.new),
        "by": one.by.name or one.by.username,
    }
