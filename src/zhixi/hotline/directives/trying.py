"""What a rule would have changed: last month's orders, recommended with it and without it."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone

from zhixi.assist.dispatch.directives import Directive as Rule
from zhixi.hotline.orders import recommending
from zhixi.hotline.orders.models import Order

DAYS = 30
MOST_LOOKED = 5_000  # to see whether a rule speaks of an order is quick
MOST_TRIED = 100  # to recommend twice takes its time


@dataclasses.dataclass(frozen=True)
class Changed:
    """An order that would have been recommended otherwise: codes of the first unit before and then, "" for none.

    helper: the rule proposes this unit to help; before and then are the lead then.
    """

    order: Order
    before: str
    then: str
    helper: str = ""


@dataclasses.dataclass(frozen=True)
class Tried:
    """looked: orders dispatched in the last days (the newest); held: the rule speaks of so many of them; tried: for so
    many of those it was worked out, the newest; changed: those recommended otherwise."""

    looked: int
    held: int
    tried: int
    changed: tuple[Changed, ...]


def try_rules(user, rule: Rule, before: Sequence[Rule], then: Sequence[Rule], now: dt.datetime) -> Tried:
    """rule: the one in question, for the orders of which alone anything can change."""
    recommender = recommending.recommender(timezone.localdate(now))
    orders = list(_dispatched(user, now)[:MOST_LOOKED])
    held = [one for one in orders if recommender.holds(rule, **recommending.told(one, _day(one)))]
    changed = []
    for order in held[:MOST_TRIED]:
        asked = recommending.told(order, _day(order))
        if rule.effect == "assist":
            first = order.unit.code if order.unit else ""
            was, will = (
                {h.unit for h in recommender.assisting(lead=first, rules=r, **asked)} for r in (before, then)
            )
            changed += [Changed(order, first, first, helper) for helper in sorted(was ^ will)]
            continue
        was, will = (_first(recommender.recommend(rules=rules, limit=1, **asked)) for rules in (before, then))
        if was != will:
            changed.append(Changed(order, was, will))
    return Tried(len(orders), len(held), min(len(held), MOST_TRIED), tuple(changed))


def _dispatched(user, now: dt.datetime) -> QuerySet:
    since = now - dt.timedelta(days=DAYS)
    found = Order.objects.visible_to(user).filter(dispatched_at__gte=since, dispatched_at__lte=now)
    return found.select_related("category", "unit").order_by("-dispatched_at", "-pk")


def _day(order: Order) -> dt.date:
    return timezone.localdate(order.dispatched_at)


def _first(found) -> str:
    return found[0].unit if found else ""
