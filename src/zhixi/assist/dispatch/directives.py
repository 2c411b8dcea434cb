"""Rules that people write (派单规则): some bind whatever the evidence says, some weigh with it."""

import dataclasses
import datetime as dt
import enum
from collections.abc import Iterable

from zhixi.assist.dispatch.jurisdiction import Where


class Effect(enum.StrEnum):
    """What a rule does with its unit."""

    BIND = "bind"  # 指定主办: it is the unit
    BAR = "bar"  # 不得派给: it is never the unit
    FAVOUR = "favour"  # 优先考虑: it weighs with the evidence
    ASSIST = "assist"  # 建议协办: it helps whoever is the unit


@dataclasses.dataclass(frozen=True, slots=True)
class Directive:
    """All conditions that are given must hold; one that is empty always does.

    name: as people call it. words: one of them stands in the text; without: none of them does. category: code, with all below it. weight: of
    FAVOUR, above 0 up to 1. since, until: the first and the last day. basis (依据): a paper or a clause.
    """

    code: str
    unit: str
    effect: Effect
    name: str = ""
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    category: str = ""
    district: str = ""
    street: str = ""
    request_type: str = ""
    weight: float = 0.5
    since: dt.date | None = None
    until: dt.date | None = None
    basis: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """An order as rules look at it. categories: the code of its own and of those above."""

    text: str
    categories: frozenset[str]
    where: Where
    request_type: str
    on: dt.date


def holds(rule: Directive, order: Asked) -> bool:
    return (
        (rule.since is None or rule.since <= order.on)
        and (rule.until is None or order.on <= rule.until)
        and (not rule.category or rule.category in order.categories)
        and rule.district in ("", order.where.district)
        and rule.street in ("", order.where.street)
        and rule.request_type in ("", order.request_type)
        and (not rule.words or any(word in order.text for word in rule.words))
        and not any(word in order.text for word in rule.without)
    )


def held_by(rules: Iterable[Directive], order: Asked) -> dict[Effect, list[Directive]]:
    """The rules that hold for an order, by what they do, in the order given."""
    found: dict[Effect, list[Directive]] = {effect: [] for effect in Effect}
    for rule in rules:
        if holds(rule, order):
            found[rule.effect].append(rule)
    return found
