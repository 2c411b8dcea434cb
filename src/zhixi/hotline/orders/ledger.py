"""The ledger of returns: who sends orders back, to whom they went, and who was right (退单台账)."""

import collections
import datetime as dt

from django.db.models import QuerySet
from ninja import Schema

from zhixi.hotline.accounts.schemas import UnitRef, unit_ref
from zhixi.hotline.orders.choices import Ruling
from zhixi.hotline.orders.filters import within
from zhixi.hotline.orders.models import Return

MOST_NUMBERS = 100


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


def ledger(user, first: dt.date | None = None, last: dt.date | None = None) -> list[dict]:
    """Every pair of units of the returns that this person may see, the busiest first. Days are local, both in."""
    return _rows(within(Return.objects.visible_to(user), "at", first, last))


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
