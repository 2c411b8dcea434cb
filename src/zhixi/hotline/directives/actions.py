"""Changing the rules of dispatch (派单规则): each change leaves an event, and holds for the next recommendation."""

from django.db import transaction

from zhixi.errors import Conflict, NotAllowed, NotFound
from zhixi.hotline.audit import actions as audit
from zhixi.hotline.directives import guards
from zhixi.hotline.directives.models import CHANGES, READS, Directive
from zhixi.hotline.directives.queries import as_rule
from zhixi.hotline.directives.trying import Tried, try_rules


def create_rule(*, actor, fields: dict, now) -> Directive:
    may_change(actor)
    with transaction.atomic():
        rule = Directive(**guards.rule_fields(fields, now.date()))
        guards.no_twin(rule)
        rule.save()
        _record(actor, rule, "create", None, now)
    return rule


def change_rule(*, actor, pk: int, fields: dict, now) -> Directive:
    may_change(actor)
    with transaction.atomic():
        rule = _found(Directive.objects.select_for_update(of=("self",)), pk)
        before = told(rule)
        for name, value in guards.rule_fields(fields, now.date()).items():
            setattr(rule, name, value)
        guards.no_twin(rule)
        rule.save()
        _record(actor, rule, "amend", before, now)
    return rule


def switch_rule(*, actor, pk: int, active: bool, now) -> Directive:
    """Switch a rule off, or on again (停用, 启用)."""
    may_change(actor)
    with transaction.atomic():
        rule = _found(Directive.objects.select_for_update(of=("self",)), pk)
        if rule.active == active:
            raise Conflict(f"这条规则已经{'启用' if active else '停用'}", cure="请刷新后再试")
        before = told(rule)
        rule.active = active
        rule.save()
        _record(actor, rule, "switch_on" if active else "switch_off", before, now)
    return rule


def try_rule(*, actor, fields: dict, now, pk: int | None = None, active: bool = True) -> Tried:
    """Which orders of last month would have been recommended otherwise, were this rule saved like this.

    pk: of the rule that would be changed. active False: as if it were switched off. Nothing is saved.
    """
    may_change(actor)
    rule = Directive(pk=pk, **guards.rule_fields(fields, now.date()))
    return _tried(actor, rule, active, now)


def effect_of(*, actor, pk: int, now) -> Tried:
    """What a rule as it stands changes: last month with it, beside last month without."""
    may_read(actor)
    rule = _found(Directive.objects, pk)
    rows = list(Directive.objects.filter(active=True).select_related("unit", "category"))
    others = [as_rule(row) for row in rows if row.pk != pk]
    return try_rules(actor, as_rule(rule), others, _in_order(rows, rule, with_it=True), now)


def may_change(actor) -> None:
    if actor.role not in CHANGES:
        raise NotAllowed(f"{actor.get_role_display()}不能修改派单规则", cure="请联系审核派单员")


def may_read(actor) -> None:
    if actor.role not in READS:
        raise NotAllowed(f"{actor.get_role_display()}不能查看派单规则", cure="请联系审核派单员")


def told(rule: Directive) -> dict:
    """A rule as an event tells it: unit and category by their codes."""
    names = (
        *("rank", "name", "effect", "words", "without", "district", "street"),
        *("request_type", "weight", "basis", "active"),
    )
    return {name: getattr(rule, name) for name in names} | {
        "unit": rule.unit.code,
        "category": rule.category.code if rule.category else "",
        "since": rule.since and rule.since.isoformat(),
        "until": rule.until and rule.until.isoformat(),
    }


def _tried(actor, rule: Directive, active: bool, now) -> Tried:
    rows = list(Directive.objects.filter(active=True).select_related("unit", "category"))
    before = [as_rule(row) for row in rows]
    return try_rules(actor, as_rule(rule), before, _in_order(rows, rule, with_it=active), now)


def _in_order(rows: list[Directive], rule: Directive, *, with_it: bool) -> list:
    others = [row for row in rows if row.pk != rule.pk or rule.pk is None]
    kept = [*others, rule] if with_it else others
    return [as_rule(row) for row in sorted(kept, key=lambda row: (row.rank, row.pk or 1 << 60))]


def _found(rules, pk: int) -> Directive:
    rule = rules.select_related("unit", "category").filter(pk=pk).first()
    if rule is None:
        raise NotFound("没有这条派单规则", cure="请刷新后再试")
    return rule


def _record(actor, rule: Directive, verb: str, before: dict | None, now) -> None:
    words = {"create": "新增", "amend": "修改", "switch_on": "启用", "switch_off": "停用"}[verb]
    audit.record(
        actor=actor,
        subject="directive",
        key=str(rule.pk),
        verb=verb,
        reason=f"{words}派单规则：{rule}"[:500],
        data={"before": before, "after": told(rule)},
        at=now,
    )
