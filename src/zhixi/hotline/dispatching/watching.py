"""The sweep that draws samples once a day and stops rows that no longer hold (抽查、停用)."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from zhixi.hotline.dispatching import auto_actions, drift, keeping, measuring, trusting
from zhixi.hotline.dispatching.choices import Mode
from zhixi.hotline.dispatching.models import AutoRule, Decision, LearntModel
from zhixi.hotline.dispatching.pasts import known_units

DRIFT_DAYS = 7


def watch(now: dt.datetime) -> int:
    """Samples of the days that ended, then whether each running row may go on; how many stopped."""
    stopped = 0
    for pk in AutoRule.objects.exclude(since=None).values_list("pk", flat=True):
        with transaction.atomic():
            rule = AutoRule.objects.select_for_update(of=("self",)).select_related("category").get(pk=pk)
            fresh_day = _sample(rule, now)
            moved = drifted(rule, now) if fresh_day and rule.mode == Mode.ON else ""
            stopped += auto_actions.watch_rule(rule, now, moved)
    return stopped


def drifted(rule: AutoRule, now: dt.datetime) -> str:
    """`drift.drifted` on the row's orders of the last week, against the card of the model in use."""
    model, name = keeping.present().model, measuring.decider()
    card = LearntModel.objects.filter(key=name).values_list("card", flat=True).first()
    if model is None or card is None:
        return ""
    recent = Decision.objects.filter(
        rule=rule, at__gte=now - dt.timedelta(days=DRIFT_DAYS), kept_back__in=("", "把握不足")
    )
    columns = ("order", "order__number", "order__title", "order__description", "confidence")
    rows = list(recent.order_by("-at").values_list(*columns)[: drift.MOST])
    units = known_units({pk: number for pk, number, *_ in rows}, timezone.localdate(now))
    texts = [f"{title}\n{description}" for _, _, title, description, _ in rows]
    seen = drift.look(model, texts, list(units.values()), [row[-1] for row in rows])
    return drift.drifted(card, seen)


def _sample(rule: AutoRule, now: dt.datetime) -> bool:
    """Draw from each day that has ended; whether a day was new. The draw is the same whoever makes it."""
    today, begun = timezone.localdate(now), timezone.localdate(rule.since)
    days = trusting.sample_days(rule.sampled_to, begun, today)
    for day in days:
        sent = Decision.objects.filter(rule=rule, dispatched=True, at__date=day)
        drawn = trusting.sampled(
            list(sent.order_by("pk").values_list("pk", flat=True)),
            percent=rule.sample_percent,
            least=rule.sample_least,
            seed=f"{rule.pk}:{day}",
        )
        Decision.objects.filter(pk__in=drawn).update(sampled=True)
    if days:
        rule.sampled_to = days[-1]
        rule.save(update_fields=["sampled_to"])
    return bool(days)
