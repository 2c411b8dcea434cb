"""The ledger of returns: who sends orders back, to whom they went, and who was right (退单台账).

Every number of it opens to the returns that it counts.
"""

import collections
import datetime as dt

from django.db.models import Q, QuerySet
from ninja import Schema

from zhixi.hotline.accounts.schemas import UnitRef, unit_ref
from zhixi.hotline.http import Moment
from zhixi.hotline.orders import present
from zhixi.hotline.orders.choices import Ruling
from zhixi.hotline.orders.filters import within
from zhixi.hotline.orders.models import Return
from zhixi.hotline.orders.schemas import OrderRow
from zhixi.hotline.privacy.rules import text_shown

MOST_NUMBERS = 100
MOST_BEHIND = 500
NOBODY = "-"  # in an address: the unit that was not named


class LedgerRow(Schema):
    """Returns by `unit` that went to `other`, or that it meant for `other` (None: it named nobody).

    orders: their numbers, newest first, the first hundred.
    """

    unit: UnitRef
    other: UnitRef | None
    returns: int
    upheld: int
    refused: int
    open: int
    orders: list[str]


class ReturnBehind(Schema):
    """One return, and its order as it is now. other: where it went, or where its unit meant it to go."""

    order: OrderRow
    unit: UnitRef
    other: UnitRef | None
    at: Moment
    reason: str
    clause: str
    note: str
    ruling: str
    ruling_note: str
    ruled_at: Moment | None


def ledger(user, first: dt.date | None = None, last: dt.date | None = None) -> list[dict]:
    """Every pair of units of the returns that this person may see, the busiest first. Days are local, both in."""
    return _rows(within(Return.objects.visible_to(user), "at", first, last))


def behind(user, *, unit: str, other: str, ruling: str, first, last, now) -> list[dict]:
    """The returns that a number of the ledger counts, newest first, the first five hundred. unit, other: codes;
    other: `NOBODY` where none was named; all pairs where both are empty."""
    found = within(Return.objects.visible_to(user), "at", first, last)
    if unit:
        found = found.filter(unit__code=unit)
    if other:
        code = None if other == NOBODY else other
        sent = Q(ruling=Ruling.UPHELD) & ~Q(sent_to=None)
        found = found.filter((sent & Q(sent_to__code=code)) | (~sent & Q(believed_unit__code=code)))
    if ruling:
        found = found.filter(ruling=ruling)
    read = found.select_related("order__unit", "order__category", "unit", "believed_unit", "sent_to")
    return [_behind(sent, user, now) for sent in read.order_by("-at", "-pk")[:MOST_BEHIND]]


def between(user, one, other) -> list[dict]:
    """The ledger of two units, in both directions."""
    wanted = {one.pk, other.pk}
    found = Return.objects.visible_to(user).filter(unit__in=wanted)
    rows = _rows(found)
    codes = {one.code, other.code}
    return [row for row in rows if row["other"] and row["other"]["code"] in codes]


def _rows(returns: QuerySet) -> list[dict]:
    pairs = collections.defaultdict(list)
    read = returns.select_related("unit", "believed_unit", "sent_to", "order").order_by("-at", "-pk")
    for sent in read:
        pairs[sent.unit, _other(sent)].append(sent)
    rows = [_row(unit, other, sent) for (unit, other), sent in pairs.items()]
    return sorted(rows, key=lambda row: (-row["returns"], row["unit"]["code"]))


def _other(sent: Return):
    return sent.sent_to if sent.ruling == Ruling.UPHELD and sent.sent_to else sent.believed_unit


def _row(unit, other, sent: list[Return]) -> dict:
    ruled = collections.Counter(one.ruling for one in sent)
    return {
        "unit": unit_ref(unit),
        "other": unit_ref(other),
        "returns": len(sent),
        "upheld": ruled[Ruling.UPHELD],
        "refused": ruled[Ruling.REFUSED],
        "open": ruled[Ruling.OPEN],
        "orders": list(dict.fromkeys(one.order.number for one in sent))[:MOST_NUMBERS],
    }


def _behind(sent: Return, user, now) -> dict:
    return {
        **{name: getattr(sent, name) for name in ("at", "reason", "clause", "ruling", "ruled_at")},
        "order": present.row(sent.order, user, now),
        "unit": unit_ref(sent.unit),
        "other": unit_ref(_other(sent)),
        "note": text_shown(user, sent.order, sent.note),
        "ruling_note": text_shown(user, sent.order, sent.ruling_note),
    }
