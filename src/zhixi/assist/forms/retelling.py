"""Which pieces of a talk tell its matter in few words (摘要): those whose words both sides came back to."""

import dataclasses
import functools
import heapq
from collections import Counter
from collections.abc import Iterable

from zhixi.assist.forms.draft import Evidence
from zhixi.assist.forms.statements import Statement
from zhixi.assist.forms.telling import Piece, score
from zhixi.assist.forms.wording import as_written

# What makes a unit worth more or less than its words: who says it, where, and of what sort it is.
TELLS = {
    "agent": 0.5, "in_wish": -0.5, "general": -0.4, "feeling": -0.6, "early": -0.2, "late": -0.5, "question": -0.4, "to_phone": -0.5,
    "to_name": -0.5, "grievance": -0.1,
}  # fmt: skip
REPEATED, ONCE, MOST_TIMES = 2.0, 0.4, 3  # worth of a pair of characters: for each further utterance; at all
LENGTH_POWER, SHORTEST, LONGEST_UNIT = 0.85, 4, 26
LEAST, LEAST_ALONE = 1.0, 0.5  # worth of a unit; of one that stands beside the name of the matter alone
WITHIN = 0.5  # of a unit's pairs in the place: it says no more than where


@dataclasses.dataclass(frozen=True, slots=True)
class Unit:
    """One piece, or two that stand side by side in a sentence, as they will be written."""

    text: str
    pieces: tuple[Piece, ...]
    sway: float  # what makes it worth more or less than its words

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(piece.statement for piece in self.pieces)

    @property
    def evidence(self) -> list[Evidence]:
        return [statement.evidence for statement in self.statements]


def units(found: list[Piece], written) -> list[Unit]:
    """Every piece and every two neighbours. written: from a statement's text to the words that an order would show."""
    found = [piece for piece in found if not piece.traits["declares"]]
    single = [
        Unit(text, (piece,), 1 + score(piece, TELLS))
        for piece in found
        if (text := as_written(written(piece.statement.text)))
    ]
    double = []
    for one, two in zip(single, single[1:], strict=False):
        a, b = one.pieces[0].statement, two.pieces[0].statement
        if a.sentence == b.sentence and len(one.text) + len(two.text) <= LONGEST_UNIT:
            sway = (one.sway + two.sway) / 2
            double.append(Unit(f"{one.text}，{two.text}", one.pieces + two.pieces, sway))
    return single + double


def told(found: list[Unit], first: Unit | None, there: Iterable[str], most: int) -> list[Unit]:
    """`first`, and the units that tell most that is not there yet, `most` characters of them, in the order of the talk.

    What a unit adds only shrinks as others are taken, so a unit that is best by its old worth and still is by its
    new one is the best of all: the rest need not be weighed again.
    """
    times, covered = _times(found), set().union(*(pairs(text) for text in there))
    chosen = [first] if first else []
    covered |= pairs(first.text) if first else set()
    taken = {e for unit in chosen for e in unit.evidence}
    left = most - sum(len(unit.text) for unit in chosen)
    queue = [(-_worth(u, times, covered), u.evidence[0].utterance, n) for n, u in enumerate(found) if _fit(u)]
    heapq.heapify(queue)
    while queue and -queue[0][0] >= (LEAST if len(chosen) > 1 else LEAST_ALONE):
        _, at, n = heapq.heappop(queue)
        unit = found[n]
        if len(unit.text) > left or taken.intersection(unit.evidence):
            continue
        worth = _worth(unit, times, covered)
        if queue and worth < -queue[0][0]:
            heapq.heappush(queue, (-worth, at, n))
        elif worth >= (LEAST if len(chosen) > 1 else LEAST_ALONE):
            chosen.append(unit)
            taken.update(unit.evidence)
            left -= len(unit.text)
            covered |= pairs(unit.text)
    return sorted(chosen, key=lambda unit: unit.evidence[0])


def _fit(unit: Unit) -> bool:
    """Whether a unit may stand in a description: it tells something, and not of the call itself."""
    traits = [piece.traits for piece in unit.pieces]
    return len(unit.text) >= SHORTEST and not any(
        t["declares"] or t["calling"] or t["in_place"] >= WITHIN for t in traits
    )


def _worth(unit: Unit, times: Counter, covered: set[str]) -> float:
    worth = 0.0
    for pair in pairs(unit.text) - covered:
        if often := times[pair]:
            worth += REPEATED * (min(often, MOST_TIMES) - 1) + ONCE
    return worth * unit.sway / len(unit.text) ** LENGTH_POWER


def _times(found: list[Unit]) -> Counter:
    """In how many utterances each pair of characters stands."""
    by_turn: dict[int, set[str]] = {}
    for unit in found:
        if len(unit.pieces) == 1:
            by_turn.setdefault(unit.evidence[0].utterance, set()).update(pairs(unit.text))
    return Counter(pair for said in by_turn.values() for pair in said)


@functools.lru_cache(maxsize=8192)
def pairs(text: str) -> frozenset[str]:
    """Its neighbouring characters, two by two, within what stands between marks."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1) if text[i : i + 2].isalnum())
