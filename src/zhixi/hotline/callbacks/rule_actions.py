"""Changing the callback policy (回访规则): each change leaves an event. It holds for replies passed from then on."""

from zhixi.hotline.callbacks import guards, policy
from zhixi.hotline.callbacks.models import CallbackRule
from zhixi.hotline.callbacks.previewing import Tried, try_rules
from zhixi.hotline.callbacks.queries import as_rule
from zhixi.hotline.rulebook import Rulebook

BOOK = Rulebook(
    name="回访规则",
    subject="callback_rule",
    rows=CallbackRule.objects.all(),
    read=lambda fields, now: guards.rule_fields(fields),
    no_twin=guards.no_twin,
)
create_rule, change_rule, switch_rule, may_read = BOOK.create, BOOK.change, BOOK.switch, BOOK.may_read


def try_rule(*, actor, fields: dict, now, pk: int | None = None, active: bool = True) -> Tried:
    """What the policy would come to if this rule were saved like this; nothing is saved.

    pk: of the rule that would be changed. active False: as if it were switched off.
    """
    BOOK.may_change(actor)
    if pk:
        BOOK.found(pk)
    rule = CallbackRule(**guards.rule_fields(fields))
    others = [as_rule(row) for row in CallbackRule.objects.filter(active=True).exclude(pk=pk)]
    return try_rules([*others, as_rule(rule)] if active else others, now)


def covered_by(rule: CallbackRule, others) -> CallbackRule | None:
    """The active rule beside which this one changes nothing; None where there is none."""
    rows = {as_rule(row): row for row in others if row.active and row.pk != rule.pk}
    found = policy.covered(as_rule(rule), rows)
    return rows[found] if found else None
