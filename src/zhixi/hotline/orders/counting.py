"""How many orders lie in each box of a person's (列表数字), up to a cap: what the office asks for most often.

Each count ends at the cap, and is put so that an index alone can answer it.
"""

import datetime as dt

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from zhixi.hotline.accounts.choices import CENTRE
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.due import RUNNING
from zhixi.hotline.orders.models import Order, beside_q, units_of
from zhixi.hotline.orders.queries import BOXES, box_q, boxes_for

# Of these a state says all, so they are counted along the index of the states.
BY_STATE = frozenset(
    ["to_review", "to_dispatch", "returned", "hard_case", "to_sign", "in_hand"]
    + ["replied", "callback", "concluded", "archived"]
)

# Boxes of which every order is a unit's to see, whoever leads it.
THEIRS = frozenset(["answering", "assisting"])


def counts(user, now: dt.datetime) -> list[dict]:
    """The boxes that matter to the role, each with its count, up to `BOX_COUNT_CAP` (`more`: there are more)."""
    cap, rows = settings.BOX_COUNT_CAP, []
    wanted = {box: box_q(box, user, now) for box in boxes_for(user)}
    found = _of_centre(user, wanted, cap) if user.role in CENTRE else _of_units(user, wanted, cap)
    for box, count in found.items():
        rows.append({"box": box, "label": BOXES[box], "count": min(count, cap), "more": count > cap})
    return rows


def _of_centre(user, wanted: dict[str, Q], cap: int) -> dict[str, int]:
    seen = Order.objects.visible_to(user)
    by_state = seen.order_by("state", "-created_at")
    return {box: _up_to((by_state if box in BY_STATE else seen).filter(q), cap) for box, q in wanted.items()}


def _of_units(user, wanted: dict[str, Q], cap: int) -> dict[str, int]:
    """Those that the units lead, and beside them the few others that they may see: an OR of both, which
    `visible_to` is, would be answered by reading every order of theirs."""
    keys = _beside(user)
    if keys is None:
        seen = Order.objects.visible_to(user).order_by()
        return {box: _up_to(seen.filter(q), cap) for box, q in wanted.items()}
    sent = Order.objects.exclude(state=State.DRAFT).order_by()
    led = sent.filter(unit__in=units_of(user))
    each = {box: Count("pk", filter=q) for box, q in wanted.items() if box not in THEIRS}
    others = Order.objects.filter(pk__among=keys).aggregate(**each)
    found = {box: led.filter(q) for box, q in wanted.items()}
    found |= {box: sent.filter(wanted[box]) for box in THEIRS & set(wanted)}
    if "overdue" in found:  # said once more, for the index of a unit's states
        found["overdue"] = found["overdue"].filter(state__in=list(RUNNING))
    return {box: _up_to(rows, cap) + others.get(box, 0) for box, rows in found.items()}


def _beside(user) -> set[int] | None:
    """The orders that the units see and do not lead; None where they are many. Asked for one by one: no database
    answers an OR of them from indexes."""
    mine, few, keys = units_of(user), settings.VISIBLE_BY_KEY, set()
    for why in (Q(responsible_unit__in=mine), beside_q(mine)):
        seen = Order.objects.filter(why).exclude(state=State.DRAFT).exclude(unit__in=mine).order_by()
        keys |= set(seen.values_list("pk", flat=True)[: few + 1])
    return keys if len(keys) <= few else None


def _up_to(found: QuerySet, cap: int) -> int:
    return found.values("state")[: cap + 1].count()
