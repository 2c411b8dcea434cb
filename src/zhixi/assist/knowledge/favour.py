"""What those who use answers made of them, in their order (使用反馈): bounded, fading, nearer places more. Pure.

It only turns round cards that were found: nothing appears by it, and nothing is hidden.
"""

import dataclasses
from collections.abc import Iterable, Mapping

from zhixi.assist.knowledge.values import Answer

BOUND = 0.15  # of a card's confidence, at most, up or down
_HALVES = 180  # days after which a mark counts half
_ELSEWHERE = 0.5  # a mark from another district
_ENOUGH = 10.0  # marks of use that reach half of the bound


@dataclasses.dataclass(frozen=True, slots=True)
class Marks:
    """Marks alike. worth: of one, above 0 for use, below for what was found wrong. here: of this place."""

    count: int
    worth: float
    age: float  # days
    here: bool = True


def favour(marks: Iterable[Marks]) -> float:
    """-1 … 1, 0 where nobody said anything."""
    whole = sum(
        one.count * one.worth * (1.0 if one.here else _ELSEWHERE) * 0.5 ** (max(one.age, 0.0) / _HALVES)
        for one in marks
    )
    return whole / (abs(whole) + _ENOUGH)


def favoured(answer: Answer, favours: Mapping[str, float], *, keep_first: bool = False) -> Answer:
    """The same cards in the order that confidence and favour give together; what is not in favours stands at 0.

    keep_first: the first stays first, so that a card which is being read does not move.
    """
    kept = answer.cards[: 1 if keep_first else 0]
    rest = sorted(
        answer.cards[len(kept) :],
        key=lambda card: -card.confidence * (1 + BOUND * _within(favours.get(card.passage.key, 0.0))),
    )
    cards = (*kept, *rest)
    return dataclasses.replace(answer, cards=cards, confidence=cards[0].confidence if cards else 0.0)


def _within(value: float) -> float:
    return min(max(value, -1.0), 1.0)
