"""A district's open orders by unit and by street, for its administrator (区级管理员的本区总览)."""

import datetime as dt
from typing import Literal

from django.db.models import Count, Q, QuerySet
from ninja import Schema

from zhixi.errors import NotAllowed
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.schemas import UnitRef, unit_ref
from zhixi.hotline.http import Line
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.due import overdue_q
from zhixi.hotline.orders.models import Order, units_of
from zhixi.hotline.orders.rules import OPEN
from zhixi.hotline.orders.schemas import OrderRow

Standing = Literal["open", "to_sign", "in_hand", "returned", "overdue"]


class DistrictCounts(Schema):
    """open: all that are not closed; the others are parts of it and may overlap."""

    open: int
    to_sign: int
    in_hand: int
    returned: int
    overdue: int


class DistrictUnit(DistrictCounts):
    """A unit of the district, those with nothing to do too. depth: 0 for the district's own office."""

    unit: UnitRef
    depth: int


class DistrictStreet(DistrictCounts):
    """street: "" where the order names none."""

    street: str


class DistrictBoard(Schema):
    units: list[DistrictUnit]
    streets: list[DistrictStreet]


class DistrictPage(Schema):
    items: list[OrderRow]
    total: int
    more: bool
    page: int
    size: int


class DistrictFilter(Schema):
    """unit: a code. street: its name, "-" for orders that name none."""

    unit: Line = ""
    street: Line = ""
    standing: Standing = "open"


def orders(user) -> QuerySet:
    """Open orders led by a unit of the district; NotAllowed for whoever administers none."""
    if user.role != Role.DISTRICT_ADMIN or user.unit_id is None:
        raise NotAllowed(f"{user.get_role_display()}没有本区总览", cure="请由区级管理员查看")
    return Order.objects.visible_to(user).filter(unit__in=units_of(user), state__in=OPEN)


def narrowed(user, wanted: DistrictFilter, now: dt.datetime) -> QuerySet:
    """The orders behind a number of the board, the nearest limit first."""
    found = orders(user).filter(_standings(now)[wanted.standing])
    if wanted.unit:
        found = found.filter(unit__code=wanted.unit)
    if wanted.street:
        found = found.filter(street="" if wanted.street == "-" else wanted.street)
    return found.select_related("unit", "category").order_by("due_at", "pk")


def board(user, now: dt.datetime) -> dict:
    counts = {name: Count("pk", filter=held) for name, held in _standings(now).items()}
    found = orders(user).order_by()
    by_unit = {row.pop("unit"): row for row in found.values("unit").annotate(**counts)}
    streets = found.values("street").annotate(**counts).order_by("-open", "street")
    return {
        "units": [
            {
                **by_unit.get(unit.pk, dict.fromkeys(counts, 0)),
                "unit": unit_ref(unit),
                "depth": int(unit.pk != user.unit_id),
            }
            for unit in sorted(user.unit.with_district(), key=lambda u: (u.pk != user.unit_id, u.trail))
        ],
        "streets": list(streets),
    }


def _standings(now: dt.datetime) -> dict[str, Q]:
    return {
        "open": Q(state__in=OPEN),
        "to_sign": Q(state=State.DISPATCHED),
        "in_hand": Q(state__in=(State.SIGNED, State.HANDLING, State.SUSPENDED)),
        "returned": Q(state=State.RETURNED),
        "overdue": overdue_q(now),
    }
