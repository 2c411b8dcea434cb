"""Two recommenders on the same orders, which neither has seen: figures, and what changed (模型比较). Pure."""

import collections
import dataclasses
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from zhixi.assist.dispatch.figures import figures
from zhixi.assist.dispatch.judging import Judged
from zhixi.assist.dispatch.trust import lower_bound

FEWEST = 30  # orders of a unit from which on a difference is told
CLEAR = 0.05
MOST_TOLD = 8
CONFUSIONS = 10


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """One order of the comparison. judged: what a recommender named. category: its full path."""

    judged: Judged
    category: str
    request_type: str


def counted(judged: Sequence[Judged]) -> dict[str, float | int | None]:
    """orders, top1, top3, coverage_95, ece, macro_f1 and the mean confidence; None for all where nothing was asked."""
    names = ("top1", "top3", "coverage_95", "ece", "macro_f1", "confidence")
    if not judged:
        return {"orders": 0, **dict.fromkeys(names)}
    numbers: dict[str, int] = {}
    order = np.full((len(judged), 3), -2)
    for n, one in enumerate(judged):
        for place, unit in enumerate(one.ranked[:3]):
            order[n, place] = numbers.setdefault(unit, len(numbers))
    truth = np.array([numbers.get(one.truth, -1) for one in judged])
    confidence = np.array([one.confidence for one in judged])
    told = figures(order, confidence, truth)
    mean = round(float(confidence.mean()), 4)
    return {"orders": len(judged), **told, "macro_f1": macro_f1(judged), "confidence": mean}


def macro_f1(judged: Sequence[Judged]) -> float:
    """The mean F1 of the units that were asked."""
    asked, named, right = collections.Counter(), collections.Counter(), collections.Counter()
    for one in judged:
        asked[one.truth] += 1
        named[one.ranked[0] if one.ranked else ""] += 1
        right[one.truth] += one.right
    return round(sum(2 * right[u] / (asked[u] + named[u]) for u in asked) / len(asked), 4)


def by(
    group: Callable[[Asked], str], candidate: Sequence[Asked], present: Sequence[Asked] | None
) -> list[dict]:
    """Rows of a table by category or unit, most orders first: how often each recommender was right first.

    present: the same orders in the same order; None where they cannot be compared.
    """
    asked, new, old = collections.Counter(), collections.Counter(), collections.Counter()
    for n, one in enumerate(candidate):
        name = group(one)
        asked[name] += 1
        new[name] += one.judged.right
        old[name] += present[n].judged.right if present else 0
    return [
        {
            "name": name,
            "orders": orders,
            "candidate": round(new[name] / orders, 4),
            "at_least": round(lower_bound(new[name], orders), 4),
            "present": round(old[name] / orders, 4) if present else None,
        }
        for name, orders in sorted(asked.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def changed(rows: Iterable[dict]) -> dict[str, list[dict]]:
    """Of `by`'s rows those that are clearly better and clearly worse, with enough orders to say so."""
    told = [row for row in rows if row["present"] is not None and row["orders"] >= FEWEST]
    gained = [(row["candidate"] - row["present"], row) for row in told]
    better = sorted((g, r["name"], r) for g, r in gained if g >= CLEAR)[::-1]
    worse = sorted((g, r["name"], r) for g, r in gained if g <= -CLEAR)
    return {"better": [r for *_, r in better[:MOST_TOLD]], "worse": [r for *_, r in worse[:MOST_TOLD]]}


def confusions(candidate: Sequence[Asked], present: Sequence[Asked] | None) -> list[dict]:
    """(whose it was, what was named), most often first, beside how often the present one does the same."""
    new, old = _confused(candidate), _confused(present or ())
    pairs = sorted(new | old, key=lambda pair: (-max(new[pair], old[pair]), pair))[:CONFUSIONS]
    return [
        {"unit": unit, "named": named, "candidate": new[unit, named], "present": old[unit, named]}
        for unit, named in pairs
    ]


def beyond_doubt(candidate: Sequence[Asked], present: Sequence[Asked]) -> bool:
    """Whether the candidate is better by more than chance: of the orders that one alone has right, it has more
    than half with 95 % certainty (sign test)."""
    alone = [
        c.judged.right for c, p in zip(candidate, present, strict=True) if c.judged.right != p.judged.right
    ]
    return bool(alone) and lower_bound(sum(alone), len(alone)) > 0.5


def _confused(asked: Sequence[Asked]) -> collections.Counter:
    wrong = (one.judged for one in asked if not one.judged.right)
    return collections.Counter((one.truth, one.ranked[0] if one.ranked else "") for one in wrong)
