"""Changing the ladder (督办规则): each change leaves an event.

A rule that is new, changed or switched on finds orders that are long beyond it. They are let be, each marked as
having passed it, unless whoever saves it says that they shall be pushed at once: nobody sets off a thousand notices
by correcting a figure. How many they are is shown beforehand (`ladder.beyond`).
"""

import datetime as dt

from zhixi.hotline.deadlines.limits import COLUMN
from zhixi.hotline.orders.models import Order
from zhixi.hotline.rulebook import Rulebook
from zhixi.hotline.supervision import guards
from zhixi.hotline.supervision.ladder import beyond
from zhixi.hotline.supervision.models import LadderRule, Rise

CHUNK = 500

BOOK = Rulebook(
    name="督办规则",
    subject="ladder_rule",
    rows=LadderRule.objects.all(),
    read=lambda fields, now: guards.rule_fields(fields),
    no_twin=guards.no_twin,
)
may_read = BOOK.may_read


def create_rule(*, actor, fields: dict, now, at_once: bool = False) -> tuple[LadderRule, int]:
    """A new rule; and how many orders were beyond it already."""
    return _settled(BOOK.create, at_once, actor=actor, fields=fields, now=now)


def change_rule(*, actor, pk: int, fields: dict, now, at_once: bool = False) -> tuple[LadderRule, int]:
    """Change a rule from now on. Who climbed by it before does not climb again."""
    return _settled(BOOK.change, at_once, actor=actor, pk=pk, fields=fields, now=now)


def switch_rule(*, actor, pk: int, active: bool, now, at_once: bool = False) -> tuple[LadderRule, int]:
    """Switch a rule off, or on again (停用, 启用). It is never deleted: orders have climbed by it."""
    return _settled(BOOK.switch, at_once, actor=actor, pk=pk, active=active, now=now)


def would_push(*, actor, fields: dict, now, pk: int | None = None) -> tuple[LadderRule, int]:
    """How many orders a rule would push at once if it were saved like this; nothing is saved."""
    BOOK.may_change(actor)
    rule = BOOK.found(pk) if pk else LadderRule()
    pushed_anyway = _due(rule, now) if pk else set()
    for name, value in guards.rule_fields(fields).items():
        setattr(rule, name, value)
    return rule, len(set(beyond(rule, now)) - pushed_anyway)


def _due(rule: LadderRule, now: dt.datetime) -> set[int]:
    """What the next tick pushes by the rule as it is: a change takes nothing away from that."""
    return set(beyond(rule, now)) if rule.active else set()


def _settled(act, at_once: bool, *, now, **given) -> tuple[LadderRule, int]:
    """Do it, and let be what is beyond the rule, marked as having passed it, unless it is to climb; how many they are."""
    found: set[int] = set()

    def settle(rule: LadderRule, was: LadderRule | None) -> dict:
        found.update(_due(rule, now) - (_due(was, now) if was else set()))
        if not at_once:
            _let_be(rule, sorted(found))
        return {"beyond": len(found), "at_once": at_once}

    rule = act(now=now, settle=settle, **given)
    return rule, len(found)


def _let_be(rule: LadderRule, keys: list[int]) -> None:
    column = COLUMN[rule.clock]
    for start in range(0, len(keys), CHUNK):
        rows = Order.objects.filter(pk__in=keys[start : start + CHUNK]).values_list("pk", column)
        marks = [Rise(order_id=pk, rule=rule, limit=limit) for pk, limit in rows]
        Rise.objects.bulk_create(marks, ignore_conflicts=True)
