"""`zhixi dispatch learn`: what the process does from its first moment to its last."""

import datetime as dt
import sys

from django.conf import settings
from django.utils import timezone

from zhixi.errors import ZhixiError
from zhixi.hotline.articles import search
from zhixi.hotline.directives.queries import in_force
from zhixi.hotline.dispatching import actions, keeping, running
from zhixi.hotline.dispatching.choices import RunState
from zhixi.hotline.dispatching.learning import Learnt, Other, learn
from zhixi.hotline.dispatching.models import LearntModel, Use
from zhixi.hotline.dispatching.pasts import taught
from zhixi.hotline.units.queries import city_facts, heirs, matters, parts


def learn_now(run_id: int | None = None, held_out: int | None = None) -> LearntModel:
    """Learn once; the row of the run says how it ended, whatever happened. Raises what went wrong."""
    run = running.claim(run_id, timezone.now())
    running.bound(settings.LEARN_MINUTES, settings.LEARN_MB)
    try:
        made, learnt = _learn(run, held_out)
    except BaseException as error:
        running.finish(run, *running.ended_by(error), timezone.now())
        raise
    running.finish(run, RunState.DONE, _told(learnt), timezone.now(), made)
    plan = actions.schedule()
    if plan.by_itself and learnt.better:
        _switch_on(made)
    running.prune(plan.keep, timezone.now())
    return made


def _learn(run, held_out: int | None) -> tuple[LearntModel, Learnt]:
    now = timezone.now()
    keeping.clear_unfinished(set(LearntModel.objects.values_list("key", flat=True)), now)
    running.check_room(now)
    cut = _cut(now, held_out or actions.schedule().held_out)
    _say("reading what the office's orders teach")
    lessons = list(taught(until=now))
    _say(f"{len(lessons)} orders")
    today = timezone.localdate(now)
    learnt = learn(
        lessons,
        city=city_facts(),
        heirs=heirs(today),
        matters=matters(today),
        split=parts(today),
        present=_present(),
        cut=cut,
        today=today,
        rules=in_force(),
        embedder=search.witness(),
        say=_say,
    )
    return running.keep(run, learnt, timezone.now()), learnt


def _cut(now, days: int):
    """The beginning of the day so many days ago: a day is learnt whole or not at all."""
    local = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return local - dt.timedelta(days=days)


def _present() -> Other:
    found = keeping.present()
    until = LearntModel.objects.filter(key=found.key).values_list("learnt_until", flat=True).first()
    return Other(found.model, found.key, timezone.localtime(until) if until else None)


def _switch_on(made: LearntModel) -> None:
    """By the schedule's row, because it is better beyond doubt. Somebody who was quicker has decided."""
    latest = Use.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    now = timezone.now()
    try:
        actions.switch_on(actor=None, key=made.key, seen=latest, now=now, note="确有提高，按学习计划自动启用")
    except ZhixiError as error:
        running.tell("dispatch_learning", f"新模型没有自动启用：{error.message}", now, key=made.key)


def _told(learnt: Learnt) -> str:
    card = learnt.card
    told = f"学了 {card['rows']} 件、{card['units']} 个单位；未学过的 {card['asked']['orders']} 件中首选正确 {card['whole']['top1']:.1%}"
    if card["present"] and card["compared_with"] is not None:
        told += f"，现用模型 {card['present']['top1']:.1%}"
    return told


def _say(step: str) -> None:
    print(f"zhixi dispatch learn: {step}", file=sys.stderr, flush=True)
