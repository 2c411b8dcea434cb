"""Where the machine may be trusted to dispatch by itself: lower bounds of precision, measured on later orders."""

import collections
import dataclasses
from collections.abc import Hashable, Iterable

from zhixi.errors import BadInput

THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.97, 0.99)


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """One order that the learner had not seen. group: what is decided on together, as (category, type) or a unit.

    confidence: 0..1 as it was claimed; right: whether the first unit named was the one that handled it.
    """

    group: Hashable
    confidence: float
    right: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Trust:
    """What the outcomes of a group allow.

    asked: its orders. threshold: the confidence from which on the machine may be trusted, None for nowhere.
    taken, right, bound: from the threshold on (from the least certain, where there is none) how many orders, how
    many right, and the lower bound of precision.
    """

    group: Hashable
    asked: int
    threshold: float | None
    taken: int
    right: int
    bound: float

    @property
    def share(self) -> float:
        """Of the group's orders, those that the machine may take."""
        return self.taken / self.asked if self.threshold is not None else 0.0


def lower_bound(right: int, asked: int, *, level: float = 0.95) -> float:
    """The least precision that `right` of `asked` leave likely: one-sided, exact (Clopper–Pearson 1934).

    With probability `level` the true precision is not below it; 0 of nothing.
    """
    if not 0 <= right <= asked or not 0 < level < 1:
        raise BadInput(f"{right} right of {asked} at {level} is no count", cure="give 0 ≤ right ≤ asked")
    if right == 0:
        return 0.0
    from scipy.special import betaincinv

    return float(betaincinv(right, asked - right + 1, 1 - level))


def trusted(outcomes: Iterable[Outcome], *, target: float = 0.95, level: float = 0.95) -> list[Trust]:
    """By group, from which confidence on its precision is at least `target`; groups by falling share taken.

    Several thresholds are tried on the same orders, and the best of many looks too good: the doubt 1 − level is
    divided among them, so that all together are wrong no oftener than one would be.
    """
    groups: dict[Hashable, list[Outcome]] = collections.defaultdict(list)
    for outcome in outcomes:
        groups[outcome.group].append(outcome)
    each = 1 - (1 - level) / len(THRESHOLDS)
    found = [_trust(group, own, target, each) for group, own in groups.items()]
    return sorted(found, key=lambda one: (-one.share, -one.asked, str(one.group)))


def _trust(group: Hashable, outcomes: list[Outcome], target: float, level: float) -> Trust:
    for threshold in (*THRESHOLDS, None):
        taken = [one for one in outcomes if one.confidence >= (threshold or 0.0)]
        right = sum(one.right for one in taken)
        bound = lower_bound(right, len(taken), level=level)
        if threshold is None or bound >= target:
            return Trust(group, len(outcomes), threshold, len(taken), right, bound)
    raise AssertionError("the last threshold always answers")
