"""What was decided since the model was learnt, order by order (近期派单): the next order profits at once.

The model names a unit with a chance; of late, orders like this one for which it gave that unit a chance went here and
there. Its chance is handed on in those proportions. A unit that works on keeps its own by a few orders' worth; one
that is gone (split, closed) hands on all, so whoever took over is named from the first order of theirs on.
"""

import dataclasses
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

MOST = 2_000  # lessons kept: the oldest go first
_STEADY = 4.0  # lessons' worth that a unit's own chance stands for
_SHARPNESS = 3
_USUAL = 0.5  # a likeness of this counts as one lesson
_MATTER = 0.3  # what the same category adds to the likeness of words


@dataclasses.dataclass(frozen=True, slots=True)
class Lesson:
    """An order that somebody sent to `unit`. category: code, "" unknown. chances: what the model gave whom (code → 0..1);
    row: its features, 1 × size."""

    row: sp.csr_matrix
    chances: dict[str, float]
    unit: str
    category: str = ""


class Recent:
    """Never changed once made, so threads may share it; `with_more` gives another."""

    def __init__(self, lessons: Sequence[Lesson] = (), rows: sp.csr_matrix | None = None):
        """rows: those of the lessons, where they are at hand."""
        self._lessons = tuple(lessons)[-MOST:]
        if rows is None and self._lessons:
            rows = sp.vstack([one.row for one in self._lessons], format="csr")
        self._rows = rows
        self._units = [one.unit for one in self._lessons]
        self._categories = np.array([one.category for one in self._lessons], dtype=object)
        given = [(code, n, c) for n, one in enumerate(self._lessons) for code, c in one.chances.items()]
        self._whose = {code: n for n, code in enumerate(dict.fromkeys(code for code, _, _ in given))}
        self._who = np.array([self._whose[code] for code, _, _ in given], dtype=np.int32)
        self._which = np.array([n for _, n, _ in given], dtype=np.int32)
        self._chance = np.array([chance for _, _, chance in given], dtype=np.float32)

    def __len__(self) -> int:
        return len(self._lessons)

    def with_more(self, lessons: Sequence[Lesson]) -> "Recent":
        kept = (*self._lessons, *lessons)[-MOST:]
        if not self._lessons or not lessons:
            return Recent(kept)
        rows = sp.vstack([self._rows, *(one.row for one in lessons)], format="csr")[-len(kept) :]
        return Recent(kept, rows)

    def corrected(
        self, row: sp.csr_matrix, chances: dict[str, float], category: str, gone: frozenset[str]
    ) -> dict[str, float]:
        """The model's chances, each handed on to where orders like this one went. gone: units that take no orders."""
        if self._rows is None:
            return chances
        alike = self._alike(row, category)
        found: dict[str, float] = {}
        for code, chance in chances.items():
            steady = 0.0 if code in gone else _STEADY
            taken = self._taken(code, alike)
            whole = sum(taken.values()) + steady
            if not whole:
                found[code] = found.get(code, 0.0) + chance
                continue
            taken[code] = taken.get(code, 0.0) + steady
            for other, share in taken.items():
                found[other] = found.get(other, 0.0) + chance * share / whole
        return found

    def _alike(self, row: sp.csr_matrix, category: str) -> np.ndarray:
        """(lessons,) how many lessons' worth each is for this order."""
        # Both halves of a row, words and characters, have length 1.
        likeness = np.asarray((self._rows @ row.T).todense()).ravel() / 2
        if category:
            likeness = likeness + _MATTER * (self._categories == category)
        return (np.maximum(likeness, 0) / _USUAL) ** _SHARPNESS

    def _taken(self, code: str, alike: np.ndarray) -> dict[str, float]:
        """To whom the orders went for which this unit had a chance."""
        if code not in self._whose:
            return {}
        own = self._who == self._whose[code]
        which = self._which[own]
        worth, taken = alike[which] * self._chance[own], {}
        for n in np.flatnonzero(worth > 1e-6).tolist():
            unit = self._units[which[n]]
            taken[unit] = taken.get(unit, 0.0) + float(worth[n])
        return taken
