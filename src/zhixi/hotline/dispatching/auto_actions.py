"""Rows of automatic dispatch: making, changing, switching; judging samples; and going off by themselves."""

from django.db import transaction
from django.forms.models import model_to_dict

from zhixi.errors import BadInput, Conflict, NotFound
from zhixi.hotline.audit.actions import record
from zhixi.hotline.dispatching import measuring, rules, running, trusting
from zhixi.hotline.dispatching.choices import Mode, Verdict
from zhixi.hotline.dispatching.models import AutoRule, Decision
from zhixi.hotline.orders.choices import RequestType
from zhixi.hotline.orders.models import Order

WORDS = {Mode.OFF: "停用", Mode.SHADOW: "试运行", Mode.ON: "启用"}


@transaction.atomic
def create_rule(*, actor, category, request_type: str, fields: dict, now) -> AutoRule:
    """A new row, switched off (新增自动派单规则). category: None for all."""
    rules.may_change(actor)
    if request_type and request_type not in RequestType.values:
        raise BadInput("没有这个诉求类型", cure="请从列表中选择", field="request_type")
    if request_type == RequestType.REPORT:
        raise BadInput("举报一律人工派单", cure="请选择其他诉求类型", field="request_type")
    if AutoRule.objects.filter(category=category, request_type=request_type).exists():
        raise Conflict("已有这一范围的规则", cure="请修改原有规则")
    rule = AutoRule(category=category, request_type=request_type, **_checked(fields))
    rule.save()
    _record(actor, rule, "create", now, {"after": _plain(rule)})
    return rule


@transaction.atomic
def change_rule(*, actor, pk: int, fields: dict, now) -> AutoRule:
    """Change target or sample. A row that runs is measured anew, and stops where the new target is not proven."""
    rules.may_change(actor)
    rule = _locked(pk)
    before = _plain(rule)
    for name, value in _checked(fields).items():
        setattr(rule, name, value)
    rule.save()
    _record(actor, rule, "amend", now, {"before": before, "after": _plain(rule)})
    if rule.mode == Mode.ON and rule.target != before["target"]:
        _measure(rule, now)
    return rule


@transaction.atomic
def switch_rule(*, actor, pk: int, mode: str, now) -> AutoRule:
    """停用, 试运行 or 启用. To be switched on a row must have been tried, and its target be proven."""
    rules.may_change(actor)
    rule = _locked(pk)
    if mode not in Mode.values or mode == rule.mode:
        raise Conflict(f"这条规则已经{WORDS.get(rule.mode, '')}", cure="请刷新后再试")
    before, rule.mode, rule.since, rule.stopped = rule.mode, mode, now, ""
    if mode == Mode.ON:
        if before != Mode.SHADOW:
            raise Conflict("启用前须先试运行", cure="请先试运行，看看机器会怎样派单")
        rule.measured = measuring.proven(rule, now)
        rule.threshold = rule.measured["threshold"]
        _check_proven(rule)
        rule.sampled_to = None
    rule.save()
    verb = "switch_off" if mode == Mode.OFF else "switch_on"
    _record(actor, rule, verb, now, {"after": _plain(rule)}, before, f"{WORDS[Mode(mode)]}自动派单：{rule}")
    return rule


@transaction.atomic
def judge(*, actor, decision: int, verdict: str, unit=None, now) -> Decision:
    """Say of a sampled decision whether it was right (抽查), and whose the order is where it was not."""
    rules.may_judge(actor)
    seen = Decision.objects.visible_to(actor).filter(pk=decision, sampled=True).first()
    if seen is None:
        raise NotFound("没有这件抽查", cure="请刷新后再试")
    Order.objects.select_for_update().get(pk=seen.order_id)
    rule = _locked(seen.rule_id)
    row = Decision.objects.select_related("unit", "order").get(pk=decision)
    if row.verdict:
        raise Conflict("这件已有人判断", cure="请看下一件")
    if verdict not in Verdict.values:
        raise BadInput("请选择派对了或派错了", cure="请重新选择", field="verdict")
    if verdict == Verdict.WRONG and unit is not None and unit.pk == row.unit_id:
        raise BadInput("正确的单位不能是机器派的单位", cure="请改选", field="unit")
    row.verdict, row.judged_by, row.judged_at = verdict, actor, now
    row.truth = row.unit if verdict == Verdict.RIGHT else unit
    row.save(update_fields=["verdict", "judged_by", "judged_at", "truth"])
    record(
        actor=actor,
        subject="auto_rule",
        key=str(rule.pk),
        verb="judge",
        to_state=verdict,
        data={"order": row.order.number, "unit": row.unit.code, "truth": row.truth.code if row.truth else ""},
        at=now,
    )
    watch_rule(rule, now)
    return row


def watch_rule(rule: AutoRule, now, drift: str = "") -> bool:
    """Stop a running row that no longer holds its target; whether it did. The caller holds the row's lock."""
    if rule.mode != Mode.ON:
        return False
    why = trusting.must_stop(measuring.since(rule), rule.measured, rule.target) or drift
    if not why and rule.measured.get("model") != measuring.decider():
        why = "派单模型已更换，尚未重新验证"
    if why:
        _stop(rule, why, now)
    return bool(why)


def model_changed(now) -> None:
    """Another model: each running row goes on where its target is proven of that one too, else it stops."""
    for pk in AutoRule.objects.filter(mode=Mode.ON).values_list("pk", flat=True):
        _measure(_locked(pk), now)


def _measure(rule: AutoRule, now) -> None:
    found = measuring.proven(rule, now)
    if found["threshold"] is None:
        _stop(rule, f"按现用模型，准确率{rule.target:.0%}尚不能保证", now)
        return
    rule.measured, rule.threshold = found, found["threshold"]
    rule.save(update_fields=["measured", "threshold"])
    _record(None, rule, "measured", now, {"after": _plain(rule)})


def _stop(rule: AutoRule, why: str, now) -> None:
    """Back to trying, so that it can be seen when it would do again; supervisors are told."""
    before, rule.mode, rule.since, rule.stopped = rule.mode, Mode.SHADOW, now, why[:200]
    rule.save(update_fields=["mode", "since", "stopped"])
    running.tell("auto_stopped", f"{rule}：{why}", now, key=f"{rule.pk}:{now.isoformat()}")
    _record(None, rule, "stopped", now, {"after": _plain(rule)}, before, f"自动派单停用：{rule}，{why}")


def _check_proven(rule: AutoRule) -> None:
    found = rule.measured
    if found["threshold"] is not None:
        return
    told = f"机器没有学过的同类工单有{found['asked']}件"
    if found["taken"]:
        told += f"，{found['taken']}件中对{found['right']}件，准确率的下限只有{found['bound']:.1%}"
    raise Conflict(
        f"{told}，还不能保证{rule.target:.0%}，不能启用",
        cure="请继续试运行；准确率目标95%时，至少要99件无误",
    )


def _checked(fields: dict) -> dict:
    target, percent, least = (fields.get(n) for n in ("target", "sample_percent", "sample_least"))
    if target is not None and not trusting.LEAST_TARGET <= target <= 0.999:
        raise BadInput("准确率目标须在95%至99.9%之间", cure="请改正", field="target")
    if percent is not None and not 1 <= percent <= 100:
        raise BadInput("抽查比例须为1%至100%", cure="请改正", field="sample_percent")
    if least is not None and not 1 <= least <= 200:
        raise BadInput("每天至少抽查1至200件", cure="请改正", field="sample_least")
    return {name: value for name, value in fields.items() if value is not None}


def _locked(pk: int) -> AutoRule:
    rule = AutoRule.objects.select_for_update(of=("self",)).select_related("category").filter(pk=pk).first()
    if rule is None:
        raise NotFound("没有这条自动派单规则", cure="请刷新后再试")
    return rule


def _plain(rule: AutoRule) -> dict:
    return {**model_to_dict(rule), "since": rule.since, "sampled_to": rule.sampled_to}


def _record(actor, rule: AutoRule, verb: str, now, data: dict, before: str = "", reason: str = "") -> None:
    record(
        actor=actor,
        subject="auto_rule",
        key=str(rule.pk),
        verb=verb,
        from_state=before,
        to_state=rule.mode,
        reason=reason or f"自动派单规则：{rule}",
        data=data,
        at=now,
    )
