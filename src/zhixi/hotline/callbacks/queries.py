"""Whom to ring, when, and what is doubtful about the last reply. Always within `visible_to`."""

import dataclasses
import datetime as dt

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from zhixi.hotline.attachments.queries import photos_of
from zhixi.hotline.callbacks import policy
from zhixi.hotline.callbacks.doubts import Asked, Doubt, Other, doubts
from zhixi.hotline.callbacks.models import Callback, CallbackRule
from zhixi.hotline.callbacks.photos import photo_doubts
from zhixi.hotline.orders.choices import RequestType, State
from zhixi.hotline.orders.models import Order, Reply

WAITING = (State.REPLIED, State.REPLY_REVIEWED, State.CALLBACK)
LATEST = 200  # earlier replies of the unit that a new one is held against


def waiting(user) -> QuerySet:
    """Orders whose citizen is still to be asked, each with `planned_at` (None: at once) and `tried`."""
    mine = Callback.objects.filter(order=OuterRef("pk"), at__gte=OuterRef("replied_at"))
    last = mine.order_by("-attempt")
    return (
        Order.objects.visible_to(user)
        .filter(state__in=(State.REPLY_REVIEWED, State.CALLBACK), callback_wanted=True)
        .exclude(Exists(mine.filter(reached=True)))
        .annotate(planned_at=Subquery(last.values("next_attempt_at")[:1]), tried=Exists(mine))
        .order_by(F("callback_due_at").asc(nulls_last=True), "pk")
    )


def due_now(user, now: dt.datetime) -> QuerySet:
    return waiting(user).filter(Q(planned_at=None) | Q(planned_at__lte=now))


def planned(user, now: dt.datetime) -> QuerySet:
    return waiting(user).filter(planned_at__gt=now).order_by("planned_at", "pk")


def why_asked(order: Order) -> str:
    """Why the policy asks this citizen, "" where it does not."""
    rules = [as_rule(row) for row in CallbackRule.objects.filter(active=True)]
    facts = policy.Facts(order.number, order.request_type, order.urgency, frozenset())
    if policy.asks_by_risk(facts, rules):  # looking for doubts reads many replies
        facts = dataclasses.replace(facts, risks=risks_of(order))
    return policy.why_asked(facts, rules)


def as_rule(row: CallbackRule) -> policy.Rule:
    return policy.Rule(row.whom, row.request_type, row.urgency, row.percent)


def risks_of(order: Order) -> frozenset[str]:
    late = order.replied_at is not None and order.due_at is not None and order.replied_at > order.due_at
    reply = order.replies.order_by("at", "pk").last()
    held = {
        "complaint": order.request_type in (RequestType.COMPLAINT, RequestType.REPORT),
        "reopened": order.reopened > 0,
        "returned": order.returned > 0,
        "overdue": late,
        "important": order.important,
        "confidential": order.confidential,
        "doubtful": reply is not None and bool(doubts_of(order, reply)),
    }
    return frozenset(risk for risk, holds in held.items() if holds)


def doubts_of(order: Order, reply: Reply) -> list[Doubt]:
    """What makes a reply doubtful, held against what the same unit wrote elsewhere before."""
    earlier = Reply.objects.filter(unit=reply.unit_id, at__lte=reply.at).exclude(order=order.pk)
    # One reply to a mass event goes to all its merged orders: that is not a copy.
    family = order.master_id or order.pk
    earlier = earlier.exclude(order__master=family).exclude(order=family)
    latest = earlier.order_by("-at").values_list("order__number", "text")[:LATEST]
    others = {number: Other(number, text) for number, text in latest}
    said = doubts(
        asked=Asked(order.title, order.demand, order.description),
        reply=reply.text,
        contacted=reply.contacted,
        others=list(others.values()),
        same_from=settings.REPLY_SAME_FROM,
    )
    return said + photo_doubts(photos_of(reply), order.created_at)
