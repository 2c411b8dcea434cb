"""What was decided since the model was learnt, order by order (近期派单): the next order profits at once.

The model names a unit with a chance; of late, orders like this one for which it gave that unit a chance went here and
there. Its chance is handed on in those proportions. A unit that works on keeps its own by a few orders' worth; one
that is gone (split, closed) hands on all, so whoever took over is named from the first order of theirs on.
"""

import dataclasses
from collections.abc import Iterable, Sequence

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

    def __init__(self, lessons: Sequence[Lesson] = ()):
        self._lessons = tuple(lessons)[-MOST:]
        self._rows = sp.vstack([one.row for one in self._lessons], format="csr") if self._lessons else None
        self._units = [one.unit for one in self._lessons]
        self._categories = np.array([one.category for one in self._lessons], dtype=object)
        self._given: dict[str, np.ndarray] = {}
        for n, one in enumerate(self._lessons):
            for code, chance in one.chances.items():
                self._given.setdefault(code, np.zeros(len(self._lessons), np.float32))[n] = chance

    def __len__(self) -> int:
        return len(self._lessons)

    def with_more(self, lessons: Iterable[Lesson]) -> "Recent":
        return Recent((*self._lessons, *lessons))

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
        given = self._given.get(code)
        if given is None:
            return {}
        worth, taken = alike * given, {}
        for n in np.flatnonzero(worth > 1e-6).tolist():
            taken[self._units[n]] = taken.get(self._units[n], 0.0) + float(worth[n])
        return taken
