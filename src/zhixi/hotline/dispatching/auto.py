"""The sweep that lets the machine look at what was accepted, and dispatch what it may (自动派单).

One decision an order, written under the order's lock and the row's: two sweeps, a dispatcher who is quicker, and a row
that is switched off in the middle can not send an order twice or against somebody's will.
"""

import datetime as dt
import logging

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zhixi.assist import safety
from zhixi.assist.dispatch import Evidence
from zhixi.errors import Conflict, NotFound, ZhixiError
from zhixi.hotline.dispatching import measuring, trusting
from zhixi.hotline.dispatching.choices import Mode
from zhixi.hotline.dispatching.models import AutoRule, Decision
from zhixi.hotline.filling.choices import AlarmState
from zhixi.hotline.filling.models import Alarm
from zhixi.hotline.orders import guards, recommending, rules
from zhixi.hotline.orders.actions.dispatching import auto_dispatch
from zhixi.hotline.orders.models import Order
from zhixi.hotline.units.models import Unit

log = logging.getLogger(__name__)
AT_ONCE = 200  # orders a sweep, so that the clock comes round


def decide(now: dt.datetime) -> int:
    """Look at every order that waits for dispatch and was accepted since a row covers it; how many were looked at."""
    active = list(AutoRule.objects.exclude(mode=Mode.OFF).select_related("category"))
    if not active:
        return 0
    waiting = Order.objects.filter(
        state__in=rules.BEFORE_UNIT, decision=None, accepted_at__gte=min(rule.since for rule in active)
    )
    looked = 0
    for order in waiting.select_related("category").order_by("accepted_at", "pk")[:AT_ONCE]:
        rule = rule_for(order, active)
        if rule is not None and order.accepted_at >= rule.since:
            looked += _look(order, rule, now)
    return looked


def rule_for(order: Order, active: list[AutoRule]) -> AutoRule | None:
    """The narrowest row that covers the order: by category first, then by type."""
    fitting = [rule for rule in active if measuring.covers(rule, order.category, order.request_type)]
    depth = lambda rule: (len(rule.category.path) if rule.category else 0, bool(rule.request_type))  # noqa: E731
    return max(fitting, key=depth, default=None)


def _look(order: Order, rule: AutoRule, now: dt.datetime) -> int:
    """0 where somebody was quicker; what was changed meanwhile is looked at again at the next turn."""
    today = timezone.localdate(now)
    why = trusting.for_people(request_of(order, now))
    named = recommending.for_order(order, today)
    why = why or ("按派单规则须有协办单位" if _needs_help(order, today) else "")
    name = measuring.decider()
    try:
        return _settle(order, rule.pk, named[0] if named else None, why, name, now)
    except (Conflict, NotFound) as error:
        log.info("order %s was left for the next turn: %s", order.number, error)
        return 0


@transaction.atomic
def _settle(order: Order, rule_pk: int, first: dict | None, why: str, model: str, now) -> int:
    locked = Order.objects.select_for_update().get(pk=order.pk)
    if locked.version != order.version or Decision.objects.filter(order=locked).exists():
        return 0
    rule = AutoRule.objects.select_for_update(of=("self",)).select_related("category").get(pk=rule_pk)
    if rule.mode == Mode.OFF:
        return 0
    unit = Unit.objects.filter(code=first["unit"]["code"]).first() if first else None
    made = Decision(order=locked, rule=rule, model=model, unit=unit, at=now)
    made.confidence = first["confidence"] if first else 0.0
    made.kept_back = why or ("" if unit else "没有可推荐的单位")
    if rule.mode == Mode.ON and not made.kept_back:
        made.kept_back = _sent(locked, made, rule, now)
        made.dispatched = not made.kept_back
    made.save()
    return 1


def _sent(order: Order, made: Decision, rule: AutoRule, now) -> str:
    """Dispatch it, or say why not."""
    if rule.measured.get("model") != made.model:
        return "模型已更换，尚未重新验证"
    if rule.threshold is None or made.confidence < rule.threshold:
        return "把握不足"
    sure = f"{made.confidence:.0%}"
    reason = f"自动派单规则“{rule}”：把握{sure}，不低于{rule.threshold:.0%}"
    told = {"rule": rule.pk, "confidence": made.confidence, "threshold": rule.threshold, "model": made.model}
    try:
        with transaction.atomic():
            auto_dispatch(order=order, now=now, unit=made.unit, reason=reason, told=told)
    except ZhixiError as refusal:
        return refusal.message[:80]
    return ""


def request_of(order: Order, now: dt.datetime) -> trusting.Request:
    """What is known of an order that is to be looked at."""
    text = f"{order.title}\n{order.description}\n{order.demand}".strip()
    alarms = Alarm.objects.filter(call__order=order).exclude(state=AlarmState.DISMISSED)
    tied = (
        order.related_order_id or order.master_id or order.split_from_id or order.returned or order.reopened
    )
    return trusting.Request(
        text=text,
        request_type=order.request_type,
        urgency=order.urgency,
        confidential=order.confidential,
        anonymous=order.anonymous,
        important=order.important,
        held=order.held,
        alarmed=alarms.exists() or bool(safety.alarms_in(text)),
        tied=bool(tied) or order.helpers.exists() or order.merged.exists() or order.parts.exists(),
        complete=_complete(order),
        alike=_alike(order, now),
        cluster=settings.ORDER_CLUSTER_LEAST,
    )


def _needs_help(order: Order, today: dt.date) -> bool:
    """A rule of people's own asks for a helper: the machine sends to one unit alone."""
    found = recommending.helpers_for(order, today)
    return any(reason["kind"] == Evidence.RULE for one in found for reason in one["reasons"])


def _complete(order: Order) -> bool:
    try:
        guards.ready_to_dispatch(order)
    except ZhixiError:
        return False
    return True


def _alike(order: Order, now: dt.datetime) -> int:
    """Open orders of the same matter and the same road, street or place, within the hours of a cluster (群体诉求)."""
    near = Q(pk__in=())
    for name in ("road", "poi", "street"):
        if value := getattr(order, name):
            near |= Q(**{name: value})
    begun = now - dt.timedelta(hours=settings.ORDER_CLUSTER_HOURS)
    open_ones = Order.objects.filter(state__in=rules.OPEN, category=order.category_id, created_at__gte=begun)
    return open_ones.filter(near).exclude(pk=order.pk).order_by()[:20].count()
