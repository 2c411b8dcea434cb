"""What people do with dispatch models: learn now, switch on, switch back, set the schedule."""

import datetime as dt

from django.db import transaction
from django.forms.models import model_to_dict

from zhixi.errors import BadInput, Conflict, NotFound
from zhixi.hotline.audit.actions import record
from zhixi.hotline.dispatching import auto_actions, keeping, rules, running
from zhixi.hotline.dispatching.choices import Every, ModelState, RunState
from zhixi.hotline.dispatching.models import LearntModel, Run, Schedule, Use

LIMITS = {"weekday": (0, 6), "hour": (0, 23), "held_out": (3, 90), "keep": (2, 30)}
LABELS = {"weekday": "星期", "hour": "钟点", "held_out": "留作比较的天数", "keep": "保留模型数"}


def schedule() -> Schedule:
    """The one row, as it is or as it begins."""
    return Schedule.objects.first() or Schedule(pk=1)


@transaction.atomic
def set_schedule(*, actor, version: int, fields: dict, now) -> Schedule:
    """Change when to learn (学习计划). version: of the row that the person saw."""
    rules.may_change(actor)
    Schedule.objects.get_or_create(pk=1)
    row = Schedule.objects.select_for_update().get(pk=1)
    if row.version != version:
        raise Conflict("学习计划已被他人修改", cure="请刷新后再试")
    before = model_to_dict(row)
    for name, value in fields.items():
        if name in LIMITS and not LIMITS[name][0] <= value <= LIMITS[name][1]:
            low, high = LIMITS[name]
            raise BadInput(f"{LABELS[name]}须为{low}至{high}", cure="请改正", field=name)
        if name == "every" and value not in Every.values:
            raise BadInput("没有这个学习频率", cure="请选择每天、每周或不自动学习", field=name)
        setattr(row, name, value)
    row.version += 1
    row.save()
    _record(actor, "1", "amend", now, {"before": before, "after": model_to_dict(row)}, "dispatch_schedule")
    return row


@transaction.atomic
def ask_to_learn(*, actor, now) -> Run:
    """Learn as soon as the office's clock comes round (立即学习). Asked twice is once."""
    rules.may_change(actor)
    running.note_dead(now)
    busy = Run.objects.filter(state__in=(RunState.WAITING, RunState.RUNNING)).first()
    if busy is not None:
        raise Conflict(f"已有学习任务{busy.get_state_display()}", cure="请等它结束")
    run = Run.objects.create(asked_at=now, by=actor)
    _record(actor, str(run.pk), "ask_to_learn", now, {}, "dispatch_learning")
    return run


@transaction.atomic
def switch_on(*, actor, key: str, seen: int, now, note: str = "") -> Use:
    """Let all processes of the office use this model (启用模型). seen: the newest row of use that the person saw.

    actor None: the office itself, by the schedule's row. "" is the model made by hand, or none.
    """
    if actor is not None:
        rules.may_change(actor)
    latest = _latest(seen)
    current = latest.model.key if latest and latest.model else keeping.BY_HAND
    if key == current:
        raise Conflict("这个模型正在使用", cure="请刷新后再看")
    model = _whole(key)
    use = Use.objects.create(model=model, at=now, by=actor, note=note[:200])
    if model is not None and model.state == ModelState.OFFERED:
        model.state = ModelState.USED
        model.save(update_fields=["state"])
    _measure_anew(now)
    data = {"before": current, "after": key}
    _record(actor, key or "by-hand", "switch_on", now, data, reason=f"启用派单模型：{keeping.name_of(key)}")
    return use


def switch_back(*, actor, seen: int, now) -> Use:
    """Use again what was used before the present one (换回)."""
    rules.may_change(actor)
    before = Use.objects.filter(pk__lt=seen).select_related("model").order_by("-pk").first()
    key = before.model.key if before and before.model else keeping.BY_HAND
    return switch_on(actor=actor, key=key, seen=seen, now=now, note="换回")


def _latest(seen: int) -> Use | None:
    """Locked against another switch: the row that the person saw must still be the newest."""
    Schedule.objects.get_or_create(pk=1)
    Schedule.objects.select_for_update().get(pk=1)
    latest = Use.objects.select_related("model").order_by("-pk").first()
    if (latest.pk if latest else 0) != seen:
        raise Conflict("模型刚被他人切换", cure="请刷新后再试")
    return latest


def _whole(key: str) -> LearntModel | None:
    """The model's row, its files read once before anybody relies on them."""
    if not key:
        return None
    model = LearntModel.objects.select_for_update().filter(key=key).first()
    if model is None:
        raise NotFound("没有这个模型", cure="请刷新后再试")
    if model.state == ModelState.REMOVED:
        raise Conflict("这个模型的文件已清理，不能启用", cure="请选择另一个模型，或重新学习")
    keeping.load(key)
    return model


def _measure_anew(now: dt.datetime) -> None:
    """What was proven of one model is not proven of another: running rows are measured on the new one's outcomes."""
    auto_actions.model_changed(now)


def _record(
    actor, key: str, verb: str, now, data: dict, subject: str = "dispatch_model", reason: str = ""
) -> None:
    record(actor=actor, subject=subject, key=key, verb=verb, reason=reason, data=data, at=now)
