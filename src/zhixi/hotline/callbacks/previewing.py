"""What a change of the callback policy would come to, tried on the orders concluded lately."""

import dataclasses
import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from zhixi.hotline.callbacks import policy
from zhixi.hotline.callbacks.models import CallbackRule
from zhixi.hotline.callbacks.queries import as_rule, risks_of
from zhixi.hotline.orders.models import Order

DAYS = 30
MOST = 300  # orders looked at: to hold replies against each other takes its time


@dataclasses.dataclass(frozen=True)
class Tried:
    """concluded: orders of the last days that a unit had replied to; looked: how many of them were tried, the newest;
    now, then: how many of those the policy asks as it is, and as it would be."""

    concluded: int
    looked: int
    now: int
    then: int


def try_rules(then: Iterable[policy.Rule], now: dt.datetime) -> Tried:
    """then: the active rules as they would be."""
    found = _concluded(now)
    before = [as_rule(row) for row in CallbackRule.objects.filter(active=True)]
    then, asked_now, asked_then, looked = list(then), 0, 0, 0
    for order in found[:MOST]:
        looked += 1
        facts = _facts(order, before, then)
        asked_now += bool(policy.why_asked(facts, before))
        asked_then += bool(policy.why_asked(facts, then))
    return Tried(found.order_by().count(), looked, asked_now, asked_then)


def _concluded(now: dt.datetime) -> QuerySet:
    since = now - dt.timedelta(days=DAYS)
    return Order.objects.filter(
        concluded_at__gte=since, concluded_at__lte=now, replied_at__isnull=False, callback_wanted=True
    ).order_by("-concluded_at", "-pk")


def _facts(order: Order, *policies: list[policy.Rule]) -> policy.Facts:
    """Its risks are looked up only where they decide: for that, replies are held against each other."""
    plain = policy.Facts(order.number, order.request_type, order.urgency, frozenset())
    if all(policy.why_asked(plain, rules) for rules in policies):
        return plain
    return dataclasses.replace(plain, risks=risks_of(order))
