"""The city's own names of places (地名录), found in one pass over a text."""

import re
from collections import Counter

from zhixi.assist.city import City, Place

STEM = re.compile(r"(.{2,})(?:街道办事处|街道|镇|乡)$")
ALONE = re.compile(r"[，。！？、的吧啊那这]|$")
# What callers say for what the gazetteer writes: 塘口村委会 is 塘口村.
OTHERWISE = (
    (re.compile(r"街道办(?:事处)?$"), "街道"),
    (re.compile(r"(?<=村)(?:民?委员?会|委)$"), ""),
    (re.compile(r"(?<=社区)(?:居民委员会|居委会)$"), ""),
    (re.compile(r"居(?:民委员|委)会$"), "社区"),
    (re.compile(r"(?<=.{2})小区$"), ""),
)


class Gazetteer:
    """The city's own names, indexed by their first two characters for one pass over a text.

    characters: those that stand in three of the names or more.
    """

    def __init__(self, city: City):
        self.by_head: dict[str, list[tuple[str, str]]] = {}
        self.places: dict[str, Place] = {}
        self._rows: dict[str, list[Place]] = {}
        for place in city.places:
            for name in (place.name, *place.aliases):
                if len(name) >= 2:
                    self.by_head.setdefault(name[:2], []).append((name, place.kind))
                    self.places.setdefault(name, place)
                    self._rows.setdefault(name, []).append(place)
        counts = Counter(char for name in self.places for char in set(name))
        self.characters = frozenset(char for char, names in counts.items() if names > 2)
        streets = [(m[1], p) for p in city.places if p.kind == "street" and (m := STEM.match(p.name))]
        self.stems = {stem for stem, _ in streets}
        for stem, place in streets:
            if place not in self._rows.get(stem, ()):
                self._rows.setdefault(stem, []).append(place)
        for names in self.by_head.values():
            names.sort(key=lambda pair: -len(pair[0]))
        self.districts = {p.name for p in city.places if p.kind == "district"} | {
            u.district for u in city.units if u.district
        }

    def rows(self, name: str) -> list[Place]:
        """Every place of that name, written as the gazetteer has it or as callers say it."""
        if name in self._rows:
            return self._rows[name]
        shorter = (pattern.sub(shown, name) for pattern, shown in OTHERWISE if pattern.search(name))
        return next((self._rows[one] for one in shorter if one in self._rows), [])

    def at(self, text: str, start: int) -> tuple[str, str] | None:
        """The longest known name beginning at `start`, with its kind."""
        for name, kind in self.by_head.get(text[start : start + 2], ()):
            if text.startswith(name, start):
                return (name, "street") if name in self.stems else (name, kind)
        for size in (2, 3):
            stem = text[start : start + size]
            if stem in self.stems and ALONE.match(text, start + size):
                return stem, "street"  # 府城 alone is 府城街道
        return None
