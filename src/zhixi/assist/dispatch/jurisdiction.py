"""Where it happened, as the district and street whose units answer for it (属地管辖)."""

import collections
import dataclasses

from zhixi.assist.city import City, Place

_KINDS = ("poi", "community", "road", "street", "district")  # the nearer the place, the better it tells


@dataclasses.dataclass(frozen=True, slots=True)
class Where:
    """district and street as the city writes them, "" unknown; by: the name that told it, "" for none."""

    district: str = ""
    street: str = ""
    by: str = ""


class Jurisdiction:
    """Names of the gazetteer, looked up in the parts of an address or in running text."""

    def __init__(self, city: City):
        self._named: dict[str, list[Place]] = collections.defaultdict(list)
        for place in city.places:
            for name in (place.name, *place.aliases):
                if len(name) > 1:
                    self._named[name].append(place)
        self._longest = max(map(len, self._named), default=0)
        known = {(u.district, "") for u in city.units} | {(u.district, u.street) for u in city.units}
        self._districts = {district for district, _ in known if district}

    def of(self, place: dict | None, text: str) -> Where:
        """place: the parts {text, district, street, community, road, number, poi}, any of them absent."""
        parts = {name: str(value or "") for name, value in (place or {}).items()}
        district, street = self._district(parts.get("district", "")), parts.get("street", "")
        if district and street:
            return Where(district, street, street)
        told = " ".join(parts.get(name, "") for name in ("poi", "community", "road", "street", "text"))
        found = self._in_text(told) if told.strip() else Where()
        if not (district or found.district):
            found = self._in_text(text)
        if district and found.district not in ("", district):
            return Where(district, street, parts["district"])
        return Where(district or found.district, street or found.street, found.by or district)

    def _district(self, name: str) -> str:
        if not name or name in self._districts:
            return name
        owners = {place.district for place in self._named.get(name, ()) if place.kind == "district"}
        return owners.pop() if len(owners) == 1 else ""

    def _in_text(self, text: str) -> Where:
        """The nearest place that is named and lies in one district only; two districts named tell nothing."""
        by_kind = collections.defaultdict(list)
        start = 0
        while start < len(text):
            for size in range(min(self._longest, len(text) - start), 1, -1):
                if text[start : start + size] in self._named:
                    name = text[start : start + size]
                    for place in self._named[name]:
                        by_kind[place.kind].append((name, place))
                    start += size - 1
                    break
            start += 1
        for kind in _KINDS:
            districts = {place.district for _, place in by_kind[kind] if place.district}
            if len(districts) == 1:
                streets = {place.street for _, place in by_kind[kind] if place.street}
                name = next(name for name, place in by_kind[kind] if place.district)
                return Where(districts.pop(), streets.pop() if len(streets) == 1 else "", name)
        return Where()
