"""Beside the orders themselves: repeats, clusters, merging many, what helps a ruling, the ledger of returns, and a
district's overview."""

import datetime as dt
import uuid
from typing import Annotated

from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from zhixi.errors import NotAllowed
from zhixi.hotline.calls.models import Call
from zhixi.hotline.http import Line, answers
from zhixi.hotline.orders import actions, district, figures, forms, mass, present, queries, ruling
from zhixi.hotline.orders import ledger as returns_ledger
from zhixi.hotline.orders.choices import Ruling
from zhixi.hotline.orders.fields import phone_digest
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.reading import fields_of, order_by_number
from zhixi.hotline.orders.rules import DESK, WATCH
from zhixi.hotline.orders.schemas import OrderRow
from zhixi.hotline.paging import Page, page_of
from zhixi.hotline.privacy.rules import SPEAKS_WITH_CITIZENS, WATCHES

orders = Router()
returns = Router()
MOST_BEHIND = 500


class Days(Schema):
    """Local days, both counted in."""

    first: Annotated[dt.date | None, Field(alias="from")] = None
    last: Annotated[dt.date | None, Field(alias="to")] = None


class Refused(Schema):
    number: str
    message: str


class MergedMany(Schema):
    merged: list[str]
    refused: list[Refused]


class Figure(Schema):
    """value: 0..1, None where nothing was dispatched. orders: those of which a return was upheld, 500 at most."""

    definition: str
    target: float
    value: float | None
    dispatched: int
    upheld: int
    orders: list[OrderRow]


@orders.post("/likely-repeats", response=answers(list[mass.LikelyRepeat]), operation_id="likely_repeats")
def likely_repeats(request, body: forms.NewReport):
    """Before saving: the same caller's orders and others about the same matter. A POST: it holds a phone number."""
    user = request.user
    if user.role not in SPEAKS_WITH_CITIZENS | WATCHES:
        raise NotAllowed(f"{user.get_role_display()}不能查询重复诉求", cure="请由热线中心查询")
    fields = fields_of(body, user)
    digests = {phone_digest(fields.get("caller_phone", ""))} | _digests(user, body.call, body.number)
    return mass.likely_repeats(user, fields, frozenset(digests), body.number or "", timezone.now())


@orders.get("/clusters", response=answers(list[mass.ClusterRow]), operation_id="order_clusters")
def clusters(request):
    """Open orders likely about one event, to be merged into one."""
    _for_the_desk(request.user, "查看群体诉求")
    return mass.clusters(request.user, timezone.now())


@orders.get("/masters", response=answers(list[mass.MasterRow]), operation_id="order_masters")
def masters(request):
    """Orders that others were merged into, and how many callers wait for their reply."""
    _for_the_desk(request.user, "查看群体诉求")
    return mass.masters(request.user, timezone.now())


@orders.get("/district", response=answers(district.DistrictBoard), operation_id="district_board")
def district_board(request):
    """A district's open orders by unit and by street."""
    return district.board(request.user, timezone.now())


@orders.get("/district/orders", response=answers(district.DistrictPage), operation_id="district_orders")
def district_orders(request, wanted: Query[district.DistrictFilter], page: Query[Page]):
    now = timezone.now()
    found = district.narrowed(request.user, wanted, now)
    return page_of(found, page, lambda rows: present.rows(rows, request.user, now))


@orders.post("/merge-many", response=answers(MergedMany), operation_id="merge_many")
def merge_many(request, body: forms.MergeMany):
    """Fold many orders into one; those that cannot be are named, with the reason, and the others are merged."""
    master = order_by_number(body.master, request.user, "master")
    wanted = {one.number: one.version for one in body.orders}
    found = list(Order.objects.visible_to(request.user).filter(number__in=wanted).order_by("pk"))
    for order in found:
        order.version = wanted[order.number]
    done = actions.merge_many(
        actor=request.user, orders=found, now=timezone.now(), master=master, note=body.note
    )
    absent = [{"number": n, "message": f"没有工单 {n}"} for n in wanted if n not in done]
    return {
        "merged": [number for number, refusal in done.items() if refusal is None],
        "refused": [{"number": n, "message": str(r)} for n, r in done.items() if r is not None] + absent,
    }


@orders.get("/figures/dispatch-accuracy", response=answers(Figure), operation_id="dispatch_accuracy")
def dispatch_accuracy(request, days: Query[Days]):
    """派单准确率, open to the orders behind it."""
    if not request.user.in_centre:
        raise NotAllowed("承办单位不能查看中心的派单准确率", cure="请联系热线中心")
    found = figures.dispatch_accuracy(days.first, days.last)
    behind = figures.orders_of(request.user, found.wrong)[:MOST_BEHIND]
    return {
        "definition": figures.DEFINITION,
        "target": figures.TARGET,
        "value": found.accuracy,
        "dispatched": found.dispatched,
        "upheld": len(found.wrong),
        "orders": present.rows(behind, request.user, timezone.now()),
    }


@orders.get("/{number}/returns/help", response=answers(ruling.ReturnsHelp), operation_id="returns_help")
def returns_help(request, number: str):
    order = queries.one(request.user, number)
    return ruling.returns_help(request.user, order, timezone.localdate())


@returns.get("/ledger", response=answers(list[returns_ledger.LedgerRow]), operation_id="returns_ledger")
def ledger(request, days: Query[Days]):
    """Returns by pair of units; a unit sees those of the orders that it sees."""
    return returns_ledger.ledger(request.user, days.first, days.last)


@returns.get(
    "/ledger/behind", response=answers(list[returns_ledger.ReturnBehind]), operation_id="returns_behind"
)
def returns_behind(
    request, days: Query[Days], unit: Line = "", other: Line = "", ruling: Ruling | None = None
):
    """The returns that a number of the ledger counts. other: "-" where the unit named nobody."""
    return returns_ledger.behind(
        request.user,
        unit=unit,
        other=other,
        ruling=ruling.value if ruling else "",
        first=days.first,
        last=days.last,
        now=timezone.now(),
    )


def _for_the_desk(user, what: str) -> None:
    if user.role not in DESK | WATCH:
        raise NotAllowed(f"{user.get_role_display()}不能{what}", cure="请由派单员或督办员办理")


def _digests(user, call: uuid.UUID | None, number: str | None) -> set[str]:
    """Of the number that the call came in on, and of those that the saved draft has."""
    found = set()
    if call:
        seen = Call.objects.visible_to(user).filter(pk=call)
        found |= set(seen.values_list("calling_number_digest", flat=True))
    if number:
        seen = Order.objects.visible_to(user).filter(number=number)
        for pair in seen.values_list("caller_phone_digest", "calling_number_digest"):
            found |= set(pair)
    return found
