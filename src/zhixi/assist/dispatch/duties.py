"""The duty list (权责清单): which units a category's matters belong to, and by which clause."""

import collections
import dataclasses
import datetime as dt

from zhixi.assist.city import Category, City, Duty, Unit
from zhixi.assist.dispatch.jurisdiction import Where


@dataclasses.dataclass(frozen=True, slots=True)
class Claim:
    """A unit that a duty names. share: 0..1 of the duty's weight. by: the keyword that told the category."""

    duty: Duty
    category: Category
    share: float
    by: str = ""


class DutyList:
    def __init__(self, city: City, units: dict[str, Unit]):
        self._units = units
        self._categories = {category.code: category for category in city.categories}
        self._by_path = {"/".join(category.path): category.code for category in city.categories}
        self._duties: dict[str, list[Duty]] = collections.defaultdict(list)
        for duty in city.duties:
            self._duties[duty.category].append(duty)
        self._keywords = [(word, category.code) for category in city.categories for word in category.keywords]

    def above(self, category: str) -> frozenset[str]:
        """Codes of a category (code or path "a/b/c") and of all above it."""
        node = self._categories.get(category) or self._categories.get(self._by_path.get(category, ""))
        path = node.path if node else ()
        paths = ("/".join(path[:depth]) for depth in range(1, len(path) + 1))
        return frozenset(self._by_path[one] for one in paths if one in self._by_path)

    def claims(self, category: str, where: Where, on: dt.date) -> list[Claim]:
        """Claims of a category (code or path "a/b/c"), of the nearest node above it that has any; else []."""
        code = category if category in self._categories else self._by_path.get(category, "")
        node = self._categories.get(code)
        while node is not None:
            valid = [d for d in self._duties[node.code] if d.valid_on(on) and self._open(d.unit, on)]
            if valid:
                return self._shared(valid, node, where)
            node = self._categories.get(self._by_path.get("/".join(node.path[:-1]), ""))
        return []

    def claims_by_words(self, text: str, where: Where, on: dt.date) -> list[Claim]:
        """Without a category: the categories whose keywords stand in the text, by how much of them does."""
        votes: dict[str, float] = collections.defaultdict(float)
        told: dict[str, str] = {}
        for word, code in self._keywords:
            if word in text:
                votes[code] += len(word)
                told[code] = max(told.get(code, ""), word, key=len)
        best = sorted(votes, key=lambda code: (-votes[code], code))[:3]
        total = sum(votes[code] ** 2 for code in best)
        return [
            dataclasses.replace(claim, share=claim.share * votes[code] ** 2 / total, by=told[code])
            for code in best
            for claim in self.claims(code, where, on)
        ]

    def _open(self, unit: str, on: dt.date) -> bool:
        return unit in self._units and self._units[unit].open_on(on)

    def _shared(self, duties: list[Duty], node: Category, where: Where) -> list[Claim]:
        weights = [_reach(self._units[duty.unit], where) for duty in duties]
        # Where the place has a unit of its own, the city's unit guides and the local one acts.
        local = any(self._units[d.unit].district and w >= 1 for d, w in zip(duties, weights, strict=True))
        if local and where.district:
            weights = [
                w * (1 if self._units[d.unit].district else 0.15)
                for d, w in zip(duties, weights, strict=True)
            ]
        total = sum(weights) or 1.0
        return [Claim(d, node, w / total) for d, w in zip(duties, weights, strict=True) if w]


def _reach(unit: Unit, where: Where) -> float:
    """How far a unit's territory fits the place: 0 for another place, more for the nearer unit."""
    if not unit.district:
        return 1.0
    if not where.district:
        return 0.5
    if unit.district != where.district:
        return 0.0
    if unit.street:
        return 0.3 if not where.street else 1.5 if unit.street == where.street else 0.0
    return 1.0
