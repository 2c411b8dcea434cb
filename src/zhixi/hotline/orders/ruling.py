"""What lies at hand when a return is ruled on: the duty list, precedents, and how the two units stand (裁定参考)."""

import datetime as dt

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from ninja import Schema

from zhixi.hotline.accounts.schemas import UnitRef, unit_ref
from zhixi.hotline.http import Moment
from zhixi.hotline.orders import ledger, repeats
from zhixi.hotline.orders.actions.returns import return_until
from zhixi.hotline.orders.choices import Ruling, State
from zhixi.hotline.orders.models import Order, Return
from zhixi.hotline.privacy.rules import text_shown
from zhixi.hotline.units.models import Duty

SETTLED = (State.REPLIED, State.REPLY_REVIEWED, State.CALLBACK, State.CONCLUDED, State.ARCHIVED)
MOST_READ, MOST_SHOWN = 300, 10


class DutyRow(Schema):
    """lead: it is the duty of the unit that has the order now."""

    code: str
    unit: UnitRef
    category: str
    matter: str
    clause: str
    source: str
    lead: bool


class PrecedentRow(Schema):
    """A past order of this category that a unit answered. likeness: of its words, 0..1."""

    number: str
    title: str
    unit: UnitRef
    day: dt.date
    likeness: float
    returned_by: list[UnitRef]


class RuledRow(Schema):
    """A return of an order of this category, as it was ruled on. sent_to: the unit that had the order after it."""

    number: str
    unit: UnitRef
    reason: str
    clause: str
    ruling: str
    ruling_note: str
    ruled_at: Moment
    sent_to: UnitRef | None


class ReturnsHelp(Schema):
    """until: until when the lead may return the order; left: how often it still may. must_meet: the dispatcher may
    no longer rule alone (`limit` returns), a joint meeting must be convened. Units get the duties and the limits."""

    duties: list[DutyRow]
    precedents: list[PrecedentRow]
    rulings: list[RuledRow]
    ledger: list[ledger.LedgerRow]
    until: Moment | None
    left: int
    limit: int
    must_meet: bool


def returns_help(user, order: Order, today: dt.date) -> dict:
    """For the unit that would return the order, and for the centre that rules on it."""
    centre = user.in_centre
    pending = order.returns.filter(ruling=Ruling.OPEN).select_related("unit", "believed_unit").last()
    both = pending is not None and pending.believed_unit is not None
    mine = order.returns.filter(unit=order.unit).count() if order.unit_id else 0
    return {
        "duties": _duties(order, today),
        "precedents": _precedents(user, order) if centre else [],
        "rulings": _rulings(user, order) if centre else [],
        "ledger": ledger.between(user, pending.unit, pending.believed_unit) if centre and both else [],
        "until": None if order.bound else return_until(order),
        "left": 0 if order.bound else max(0, settings.ORDER_RETURNS_A_UNIT - mine),
        "limit": settings.ORDER_RETURN_LIMIT,
        "must_meet": pending is not None and order.returned >= settings.ORDER_RETURN_LIMIT,
    }


def _duties(order: Order, today: dt.date) -> list[dict]:
    """The duty list's rows of the category, of those above it and of those below, that hold today."""
    if order.category is None:
        return []
    code = order.category.code
    levels = code.split(".")
    above = [".".join(levels[:n]) for n in range(1, len(levels) + 1)]
    wanted = Q(category__code__in=above) | Q(category__code__startswith=f"{code}.")
    holds = (Q(valid_from=None) | Q(valid_from__lte=today)) & (Q(valid_to=None) | Q(valid_to__gte=today))
    found = Duty.objects.filter(wanted & holds).select_related("unit", "category")
    near_first = sorted(
        found, key=lambda d: (d.category_id != order.category_id, d.unit_id != order.unit_id, d.code)
    )
    return [
        {
            **{name: getattr(duty, name) for name in ("code", "matter", "clause", "source")},
            "unit": unit_ref(duty.unit),
            "category": duty.category.path,
            "lead": duty.unit_id == order.unit_id,
        }
        for duty in near_first
    ]


def _precedents(user, order: Order) -> list[dict]:
    """Answered orders of the same category, the most alike first."""
    past = (
        Order.objects.visible_to(user)
        .filter(state__in=SETTLED, category=order.category, unit__isnull=False)
        .exclude(pk=order.pk)
    )
    read = list(past.select_related("unit").prefetch_related("returns__unit")[:MOST_READ])
    reports = {
        one.pk: repeats.Report(key=one.number, at=one.created_at, text=_text(one)) for one in (order, *read)
    }
    words = repeats.Words(report.text for report in reports.values())
    mine = words.weighed(reports[order.pk])
    scored = [(repeats.cosine(mine, words.weighed(reports[one.pk])), one) for one in read]
    best = sorted(scored, key=lambda pair: -pair[0])[:MOST_SHOWN]
    return [
        {
            "number": one.number,
            "title": text_shown(user, one, one.title),
            "unit": unit_ref(one.unit),
            "day": timezone.localdate(one.created_at),
            "likeness": round(likeness, 3),
            "returned_by": [unit_ref(r.unit) for r in one.returns.all() if r.ruling == Ruling.UPHELD],
        }
        for likeness, one in best
    ]


def _rulings(user, order: Order) -> list[dict]:
    ruled = Return.objects.visible_to(user).exclude(ruling=Ruling.OPEN).exclude(order=order)
    found = ruled.filter(order__category=order.category).select_related("order", "unit", "sent_to")
    return [
        {
            **{name: getattr(sent, name) for name in ("reason", "clause", "ruling", "ruled_at")},
            "number": sent.order.number,
            "unit": unit_ref(sent.unit),
            "ruling_note": text_shown(user, sent.order, sent.ruling_note),
            "sent_to": unit_ref(sent.sent_to),
        }
        for sent in found.order_by("-ruled_at")[:MOST_SHOWN]
    ]


def _text(order: Order) -> str:
    return f"{order.title}\n{order.description}"
