"""Changing the rules of dispatch (派单规则): each change leaves an event, and holds for the next recommendation."""

from zhixi.hotline.directives import guards
from zhixi.hotline.directives.models import CHANGES, READS, Directive
from zhixi.hotline.directives.queries import as_rule
from zhixi.hotline.directives.trying import Tried, try_rules
from zhixi.hotline.rulebook import Rulebook


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


BOOK = Rulebook(
    name="派单规则",
    subject="directive",
    rows=Directive.objects.select_related("unit", "category"),
    changes=CHANGES,
    keeper="审核派单员",
    reads=READS,
    teller="审核派单员",
    read=lambda fields, now: guards.rule_fields(fields, now.date()),
    no_twin=guards.no_twin,
    told=told,
)
create_rule, change_rule, switch_rule, may_read = BOOK.create, BOOK.change, BOOK.switch, BOOK.may_read


def try_rule(*, actor, fields: dict, now, pk: int | None = None, active: bool = True) -> Tried:
    """Which orders of last month would have been recommended otherwise, were this rule saved like this.

    pk: of the rule that would be changed. active False: as if it were switched off. Nothing is saved.
    """
    BOOK.may_change(actor)
    rule = Directive(pk=pk, **guards.rule_fields(fields, now.date()))
    return _tried(actor, rule, active, now)


def effect_of(*, actor, pk: int, now) -> Tried:
    """What a rule as it stands changes: last month with it, beside last month without."""
    may_read(actor)
    rule = BOOK.found(pk)
    rows = list(Directive.objects.filter(active=True).select_related("unit", "category"))
    others = [as_rule(row) for row in rows if row.pk != pk]
    return try_rules(actor, as_rule(rule), others, _in_order(rows, rule, with_it=True), now)


def _tried(actor, rule: Directive, active: bool, now) -> Tried:
    rows = list(Directive.objects.filter(active=True).select_related("unit", "category"))
    before = [as_rule(row) for row in rows]
    return try_rules(actor, as_rule(rule), before, _in_order(rows, rule, with_it=active), now)


def _in_order(rows: list[Directive], rule: Directive, *, with_it: bool) -> list:
    others = [row for row in rows if row.pk != rule.pk or rule.pk is None]
    kept = [*others, rule] if with_it else others
    return [as_rule(row) for row in sorted(kept, key=lambda row: (row.rank, row.pk or 1 << 60))]
