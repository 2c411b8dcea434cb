"""Changing the ladder (督办规则): each change leaves an event.

A rule that is new, changed or switched on finds orders that are long beyond it. They are let be, each marked as
having passed it, unless whoever saves it says that they shall be pushed at once: nobody sets off a thousand notices
by correcting a figure. How many they are is shown beforehand (`ladder.beyond`).
"""

import datetime as dt

from django.db import transaction
from django.forms.models import model_to_dict

from zhixi.errors import Conflict, NotAllowed, NotFound
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.audit import actions as audit
from zhixi.hotline.deadlines.limits import COLUMN
from zhixi.hotline.orders.models import Order
from zhixi.hotline.supervision import guards
from zhixi.hotline.supervision.ladder import beyond
from zhixi.hotline.supervision.models import LadderRule, Rise

CHANGES = frozenset({Role.SUPERVISOR, Role.SYSTEM_ADMIN})
READS = CHANGES | {Role.LEADER}
CHUNK = 500


def create_rule(*, actor, fields: dict, now, at_once: bool = False) -> tuple[LadderRule, int]:
    """A new rule; and how many orders were beyond it already."""
    may_change(actor)
    with transaction.atomic():
        rule = LadderRule(**guards.rule_fields(fields))
        guards.no_twin(rule)
        rule.save()
        found = _settle(rule, set(), now, at_once)
        _record(actor, rule, "create", None, now, {"beyond": len(found), "at_once": at_once})
    return rule, len(found)


def change_rule(*, actor, pk: int, fields: dict, now, at_once: bool = False) -> tuple[LadderRule, int]:
    """Change a rule from now on. Who climbed by it before does not climb again."""
    may_change(actor)
    with transaction.atomic():
        rule = _locked(pk)
        before, pushed_anyway = model_to_dict(rule), _due(rule, now)
        for name, value in guards.rule_fields(fields).items():
            setattr(rule, name, value)
        guards.no_twin(rule)
        rule.save()
        found = _settle(rule, pushed_anyway, now, at_once) if rule.active else set()
        _record(actor, rule, "amend", before, now, {"beyond": len(found), "at_once": at_once})
    return rule, len(found)


def switch_rule(*, actor, pk: int, active: bool, now, at_once: bool = False) -> tuple[LadderRule, int]:
    """Switch a rule off, or on again (停用, 启用). It is never deleted: orders have climbed by it."""
    may_change(actor)
    with transaction.atomic():
        rule = _locked(pk)
        if rule.active == active:
            raise Conflict(f"这条规则已经{'启用' if active else '停用'}", cure="请刷新后再试")
        before = model_to_dict(rule)
        rule.active = active
        rule.save()
        found = _settle(rule, set(), now, at_once) if active else set()
        verb = "switch_on" if active else "switch_off"
        _record(actor, rule, verb, before, now, {"beyond": len(found), "at_once": at_once})
    return rule, len(found)


def would_push(*, actor, fields: dict, now, pk: int | None = None) -> tuple[LadderRule, int]:
    """How many orders a rule would push at once if it were saved like this; nothing is saved."""
    may_change(actor)
    rule = _found(LadderRule.objects, pk) if pk else LadderRule()
    pushed_anyway = _due(rule, now) if pk else set()
    for name, value in guards.rule_fields(fields).items():
        setattr(rule, name, value)
    return rule, len(set(beyond(rule, now)) - pushed_anyway)


def may_change(actor) -> None:
    if actor.role not in CHANGES:
        raise NotAllowed(f"{actor.get_role_display()}不能修改督办规则", cure="请联系督办员或系统管理员")


def may_read(actor) -> None:
    if actor.role not in READS:
        raise NotAllowed(f"{actor.get_role_display()}不能查看督办规则", cure="请联系督办员")


def _due(rule: LadderRule, now: dt.datetime) -> set[int]:
    """What the next tick pushes by the rule as it is: a change takes nothing away from that."""
    return set(beyond(rule, now)) if rule.active else set()


def _settle(rule: LadderRule, pushed_anyway: set[int], now: dt.datetime, at_once: bool) -> set[int]:
    """The orders that are beyond the rule; marked as having passed it, unless they are to climb."""
    found = set(beyond(rule, now)) - pushed_anyway
    if not at_once:
        _let_be(rule, sorted(found))
    return found


def _let_be(rule: LadderRule, keys: list[int]) -> None:
    column = COLUMN[rule.clock]
    for start in range(0, len(keys), CHUNK):
        rows = Order.objects.filter(pk__in=keys[start : start + CHUNK]).values_list("pk", column)
        marks = [Rise(order_id=pk, rule=rule, limit=limit) for pk, limit in rows]
        Rise.objects.bulk_create(marks, ignore_conflicts=True)


def _locked(pk: int) -> LadderRule:
    return _found(LadderRule.objects.select_for_update(), pk)


def _found(rules, pk: int) -> LadderRule:
    rule = rules.filter(pk=pk).first()
    if rule is None:
        raise NotFound("没有这条督办规则", cure="请刷新后再试")
    return rule


def _record(actor, rule: LadderRule, verb: str, before: dict | None, now, more: dict) -> None:
    words = {"create": "新增", "amend": "修改", "switch_on": "启用", "switch_off": "停用"}[verb]
    audit.record(
        actor=actor,
        subject="ladder_rule",
        key=rule.pk,
        verb=verb,
        reason=f"{words}督办规则：{rule}",
        data={"before": before, "after": model_to_dict(rule), **more},
        at=now,
    )
