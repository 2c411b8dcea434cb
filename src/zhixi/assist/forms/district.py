"""The district and street that a named place lies in, by the city's gazetteer (属地): told beside what was said, never as said.

A road, community or building that lies in one district only tells it; one that lies in several leaves it open. What
the caller said of the district stays, even where the gazetteer has the place elsewhere.
"""

import dataclasses
import re

from zhixi.assist.city import Place
from zhixi.assist.forms.gazetteer import Gazetteer

KINDS = ("poi", "community", "road", "street")  # the nearer a place, the more it tells
ALIKE = {"street": ("street",), "poi": ("poi", "community", "road", "river")}  # 松涛小区 is not 松涛街道
CROSSING = re.compile(r"(?:十字路口|丁字路口|三岔路口|交叉路?口|路口|交汇处)$")
ROADS = re.compile(r"[^与和跟、]{2,}?(?:大道|路|街|巷)(?![口道])")
PIECE = re.compile(r"[东西南北中]段$")
# Near a place is most often in its district, and may well be across the street.
NEAR = re.compile(r"对面|附近|旁|往[^，。]{1,8}|[东西南北]侧|边上|隔壁|之间")
BEHIND = re.compile(
    rf"小区|正?对面|斜对面|{NEAR.pattern}|[大后前正侧东西南北]*门|[里外前后]|路口|楼[上下]|\d|[一二三四五六七八九十]+[层楼栋号期单]|[A-Z]区|靠近|处"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Located:
    """district, street: as the city writes them, "" where they are open. by: the name that told it.

    open: districts that all have a place of that name. against: the district that was said where the gazetteer has
    `by` in those of `open` alone.
    """

    district: str = ""
    street: str = ""
    by: str = ""
    open: tuple[str, ...] = ()
    against: str = ""


def located(address: dict, gazetteer: Gazetteer) -> Located | None:
    """Where an address lies. address: its parts as said, any of them None; None where the gazetteer knows nothing of it."""
    told = [one for kind in KINDS if address.get(kind) for one in _named(kind, address[kind], gazetteer)]
    said = _official(address.get("district") or "", gazetteer)
    if not told:
        return Located(district=said, by=said) if said else None
    if said:
        wrong = next(
            ((name, _districts(rows)) for name, rows, _ in told if said not in _districts(rows)), None
        )
        if wrong:
            return Located(by=wrong[0], open=tuple(sorted(wrong[1])), against=said)
        return Located(said, _street(said, told), told[0][0])
    common = set.intersection(*(_districts(rows) for _, rows, _ in told))
    if len(common) != 1:
        every = common or set().union(*(_districts(rows) for _, rows, _ in told))
        return Located(by=told[0][0], open=tuple(sorted(every)))
    by = min(told, key=lambda one: len(_districts(one[1])))[0]
    (district,) = common
    return Located(district, _street(district, told), by)


def filled(value: dict) -> dict:
    """The parts of an address field with district and street as the gazetteer has them: what an order is given."""
    known = value.get("located") or {}
    return {
        **{name: part for name, part in value.items() if name != "located"},
        "district": known.get("district") or value.get("district"),
        "street": known.get("street") or value.get("street"),
    }


def _named(kind: str, words: str, gazetteer: Gazetteer):
    """(name, rows, whether only near it) for one part of an address; nothing where a row does not say its district."""
    for name in _names(kind, words):
        rows = [row for row in gazetteer.rows(name) if row.kind in ALIKE.get(kind, ALIKE["poi"])]
        rows = [row for row in rows if row.kind == kind] or rows
        if rows and all(_district(row) for row in rows):
            yield name, rows, bool(kind == "poi" and NEAR.search(words))


def _names(kind: str, words: str):
    """The names that a part may hold: both roads of a crossing, a building without what stands behind it."""
    if kind == "road":
        whole = CROSSING.sub("", words)
        return [PIECE.sub("", name) for name in (ROADS.findall(whole) if CROSSING.search(words) else [whole])]
    if kind == "poi":
        return [words, *(words[:size] for size in range(len(words) - 1, 1, -1) if BEHIND.match(words, size))]
    return [words]


def _street(district: str, told) -> str:
    """The one street that all the names have in common in that district, "" where there is none or more."""
    found: set[str] | None = None
    for _, rows, near in told:
        streets = {
            row.name if row.kind == "street" else row.street for row in rows if _district(row) == district
        }
        if "" in streets or near:
            continue
        found = streets if found is None else found & streets
    return found.pop() if found and len(found) == 1 else ""


def _district(row: Place) -> str:
    return row.name if row.kind == "district" else row.district


def _districts(rows) -> set[str]:
    return {_district(row) for row in rows}


def _official(name: str, gazetteer: Gazetteer) -> str:
    """A district as the city writes it; "" for one that it does not have."""
    rows = [row for row in gazetteer.rows(name) if row.kind == "district"] if name else []
    return rows[0].name if rows else name if name in gazetteer.districts else ""
