"""What is proven of the recommender in use, for the orders of one row (实测)."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from zhixi.hotline.dispatching import keeping, trusting
from zhixi.hotline.dispatching.choices import Verdict
from zhixi.hotline.dispatching.models import AutoRule, Decision, LearntModel
from zhixi.hotline.dispatching.pasts import known_units
from zhixi.hotline.orders.choices import Ruling
from zhixi.hotline.orders.models import Return
from zhixi.hotline.units.models import Category

MOST = 2_000


def decider() -> str:
    """Names the recommender whose answers count together. One made by hand is another each time that it is made."""
    found = keeping.present()
    return found.key or f"by-hand-{keeping.mark()[2]}"


def proven(rule: AutoRule, now: dt.datetime) -> dict:
    """`trusting.measured` on what the model in use had not seen: the orders of its card and, since, its own decisions
    that people then made. With "model", and "shadow": how many of them were its own decisions."""
    name = decider()
    own = _own(rule, name, now)
    found = trusting.measured([*_of_card(rule, name), *own], target=rule.target)
    return {**found, "model": name, "shadow": len(own)}


def covers(rule: AutoRule, category: Category | None, request_type: str) -> bool:
    if rule.request_type and rule.request_type != request_type:
        return False
    if rule.category is None:
        return True
    return category is not None and f"{category.path}/".startswith(f"{rule.category.path}/")


def since(rule: AutoRule) -> trusting.Since:
    """What came of the orders that this row sent since it was switched on."""
    sent = Decision.objects.filter(rule=rule, dispatched=True, at__gte=rule.since)
    upheld = Return.objects.filter(ruling=Ruling.UPHELD, order__decision__in=sent)
    wrong = {(pk, unit) for pk, unit in upheld.values_list("order", "unit")}
    named = set(sent.filter(order__in=[pk for pk, _ in wrong]).values_list("order", "unit"))
    return trusting.Since(
        dispatched=sent.count(),
        upheld=len(wrong & named),
        right=sent.filter(verdict=Verdict.RIGHT).count(),
        wrong=sent.filter(verdict=Verdict.WRONG).count(),
    )


def _of_card(rule: AutoRule, key: str) -> list[tuple[float, bool]]:
    rows = LearntModel.objects.filter(key=key).values_list("outcomes", flat=True).first() or []
    below = None
    if rule.category is not None:
        path = rule.category.path
        inside = Q(path=path) | Q(path__startswith=f"{path}/")
        below = set(Category.objects.filter(inside).values_list("code", flat=True))
    return [
        (confidence, right)
        for category, kind, confidence, right, unit in rows
        if unit and (below is None or category in below) and rule.request_type in ("", kind)
    ]


def _own(rule: AutoRule, key: str, now: dt.datetime) -> list[tuple[float, bool]]:
    """Decisions that people then made themselves; those that the machine carried out prove nothing of themselves,
    but for what a person judged."""
    rows = Decision.objects.filter(rule=rule, model=key, kept_back="", unit__isnull=False).order_by("-at")
    columns = ("order", "order__number", "unit__code", "confidence", "dispatched", "verdict")
    found = list(rows.values_list(*columns)[:MOST])
    judged = [(sure, verdict == Verdict.RIGHT) for *_, sure, _, verdict in found if verdict]
    left = {pk: number for pk, number, _, _, dispatched, verdict in found if not dispatched and not verdict}
    truth = known_units(left, timezone.localdate(now)) if left else {}
    return judged + [(sure, truth[pk] == unit) for pk, _, unit, sure, _, _ in found if pk in truth]
