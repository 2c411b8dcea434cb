"""The city's own names of places (地名录), found in one pass over a text."""

import re

from zhixi.assist.city import City

STEM = re.compile(r"(.{2,})(?:街道办事处|街道|镇|乡)$")
ALONE = re.compile(r"[，。！？、的吧啊那这]|$")


class Gazetteer:
    """The city's own names, indexed by their first two characters for one pass over a text."""

    def __init__(self, city: City):
        self.by_head: dict[str, list[tuple[str, str]]] = {}
        self.places = {}
        for place in city.places:
            for name in (place.name, *place.aliases):
                if len(name) >= 2:
                    self.by_head.setdefault(name[:2], []).append((name, place.kind))
                    self.places.setdefault(name, place)
        self.stems = {m[1] for p in city.places if p.kind == "street" and (m := STEM.match(p.name))}
        for names in self.by_head.values():
            names.sort(key=lambda pair: -len(pair[0]))
        self.districts = {p.name for p in city.places if p.kind == "district"} | {
            u.district for u in city.units if u.district
        }

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
