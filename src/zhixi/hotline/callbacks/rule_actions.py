"""Changing the callback policy (回访规则): each change leaves an event. It holds for replies passed from then on."""

from django.db import transaction
from django.forms.models import model_to_dict

from zhixi.errors import Conflict, NotAllowed, NotFound
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.audit import actions as audit
from zhixi.hotline.callbacks import guards, policy
from zhixi.hotline.callbacks.models import CallbackRule
from zhixi.hotline.callbacks.previewing import Tried, try_rules
from zhixi.hotline.callbacks.queries import as_rule

CHANGES = frozenset({Role.SUPERVISOR, Role.SYSTEM_ADMIN})
READS = CHANGES | {Role.LEADER}


def create_rule(*, actor, fields: dict, now) -> CallbackRule:
    may_change(actor)
    with transaction.atomic():
        rule = CallbackRule(**guards.rule_fields(fields))
        guards.no_twin(rule)
        rule.save()
        _record(actor, rule, "create", None, now)
    return rule


def change_rule(*, actor, pk: int, fields: dict, now) -> CallbackRule:
    may_change(actor)
    with transaction.atomic():
        rule = _found(CallbackRule.objects.select_for_update(), pk)
        before = model_to_dict(rule)
        for name, value in guards.rule_fields(fields).items():
            setattr(rule, name, value)
        guards.no_twin(rule)
        rule.save()
        _record(actor, rule, "amend", before, now)
    return rule


def switch_rule(*, actor, pk: int, active: bool, now) -> CallbackRule:
    """Switch a rule off, or on again (停用, 启用)."""
    may_change(actor)
    with transaction.atomic():
        rule = _found(CallbackRule.objects.select_for_update(), pk)
        if rule.active == active:
            raise Conflict(f"这条规则已经{'启用' if active else '停用'}", cure="请刷新后再试")
        before = model_to_dict(rule)
        rule.active = active
        rule.save()
        _record(actor, rule, "switch_on" if active else "switch_off", before, now)
    return rule


def try_rule(*, actor, fields: dict, now, pk: int | None = None, active: bool = True) -> Tried:
    """What the policy would come to if this rule were saved like this; nothing is saved.

    pk: of the rule that would be changed. active False: as if it were switched off.
    """
    may_change(actor)
    if pk:
        _found(CallbackRule.objects, pk)
    rule = CallbackRule(**guards.rule_fields(fields))
    others = [as_rule(row) for row in CallbackRule.objects.filter(active=True).exclude(pk=pk)]
    return try_rules([*others, as_rule(rule)] if active else others, now)


def covered_by(rule: CallbackRule, others) -> CallbackRule | None:
    """The active rule beside which this one changes nothing; None where there is none."""
    rows = {as_rule(row): row for row in others if row.active and row.pk != rule.pk}
    found = policy.covered(as_rule(rule), rows)
    return rows[found] if found else None


def may_change(actor) -> None:
    if actor.role not in CHANGES:
        raise NotAllowed(f"{actor.get_role_display()}不能修改回访规则", cure="请联系督办员或系统管理员")


def may_read(actor) -> None:
    if actor.role not in READS:
        raise NotAllowed(f"{actor.get_role_display()}不能查看回访规则", cure="请联系督办员")


def _found(rules, pk: int) -> CallbackRule:
    rule = rules.filter(pk=pk).first()
    if rule is None:
        raise NotFound("没有这条回访规则", cure="请刷新后再试")
    return rule


def _record(actor, rule: CallbackRule, verb: str, before: dict | None, now) -> None:
    words = {"create": "新增", "amend": "修改", "switch_on": "启用", "switch_off": "停用"}[verb]
    audit.record(
        actor=actor,
        subject="callback_rule",
        key=rule.pk,
        verb=verb,
        reason=f"{words}回访规则：{rule}",
        data={"before": before, "after": model_to_dict(rule)},
        at=now,
    )
