"""Names of places in running words, by their endings and a gazetteer (地址要素), for any city."""

import dataclasses
import functools
import re

from zhixi.assist.forms.gazetteer import Gazetteer
from zhixi.assist.forms.place_words import (
    AUTHORITIES,
    CITY,
    COMMITTEE,
    COMPLETE,
    COUNTED,
    ENDING,
    GENERIC,
    HIGHWAY,
    HIGHWAY_ENDS,
    LEADING,
    LIMITS,
    MARK,
    NOT_A_NAME,
    NUMBER_NAME,
    STOPS,
    TAIL,
    TOWARD,
)

NAMED, WITHIN = (
    ("road", "street"),
    "一和家来",
)  # 中山东一路, 五和大道, 人和镇: what would leave nothing parts nothing
LETTERS = re.compile(r"[A-Za-z]{2,10}")


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """One name: kind (district, street, community, road, number, poi, tail), words as said, where they stand."""

    kind: str
    name: str
    start: int
    end: int
    known: bool = False


def parts_in(text: str, gazetteer: Gazetteer) -> list[Part]:
    """The names of places in a text, left to right, not overlapping."""
    known = [*_highways(text), *_known(text, gazetteer)]
    return _with_tails(text, _names_in(text, gazetteer, known))


def _highways(text: str) -> list[Part]:
    """Highways by their numbers, and the marks of kilometres on any highway: G15高速, K123+400, 56公里处."""
    found = [Part("road", m.group(), m.start(), m.end(), True) for m in HIGHWAY.finditer(text)]
    marks = [
        Part("number", m["mark"], m.start("mark"), m.end("mark"), True)
        for road in HIGHWAY_ENDS.finditer(text)
        if (m := MARK.match(text, road.end()))
    ]
    return sorted([*found, *marks], key=lambda part: part.start)


def _names_in(text: str, gazetteer: Gazetteer, known: list[Part]) -> list[Part]:
    found: list[Part] = []
    edge = 0
    for match in ENDING.finditer(text):
        if match.start() < edge:
            continue
        inside = next((p for p in known if p.start <= match.start() < p.end), None)
        if (
            not inside
            and found
            and found[-1].kind == "poi"
            and match.start() == edge
            and match.lastgroup == "poi"
        ):
            found[-1] = Part("poi", text[found[-1].start : match.end()], found[-1].start, match.end())
            edge = match.end()
            continue
        part = inside or _named(text, match, edge, gazetteer)
        if part and part.start >= edge:
            found.append(part)
            edge = part.end
    taken = {(p.start, p.end) for p in found}
    found += [
        p
        for p in known
        if (p.start, p.end) not in taken and not any(q.start < p.end and p.start < q.end for q in found)
    ]
    return sorted(found, key=lambda p: p.start)


def _known(text: str, gazetteer: Gazetteer) -> list[Part]:
    parts, at = [], 0
    while at < len(text) - 1:
        hit = gazetteer.at(text, at)
        if hit:
            hit = (
                hit[0] + (COMMITTEE.match(text, at + len(hit[0]))[0] if hit[1] == "community" else ""),
                hit[1],
            )
            kind = hit[1] if hit[1] in ("district", "street", "community", "road") else "poi"
            parts.append(Part(kind, hit[0], at, at + len(hit[0]), True))
            at += len(hit[0])
        else:
            at += 1
    return parts


def _named(text: str, match: re.Match, edge: int, gazetteer: Gazetteer) -> Part | None:
    """The name that ends in this ending, trimmed on its left; None where it is no name."""
    kind = match.lastgroup or ""
    least, most = LIMITS[kind]
    left = max(edge, match.start() - most - 2)
    for stop in STOPS.finditer(text, left, match.start()):
        if kind not in NAMED or stop.group() not in WITHIN or stop.end() < match.start():
            left = stop.end()
    for mark in "，。！？、；：,.!?;:（）()《》“”\"' …\n\t":
        left = max(left, text.rfind(mark, left, match.start()) + 1)
    if kind == "number":
        digits = NUMBER_NAME.search(text, max(edge, match.start() - 8), match.start())
        if not digits or (match.group()[0] in "栋幢" and COUNTED.search(text[: match.start()])):
            return None
        left = digits.start()
    name = text[left : match.start()]
    trim = CITY.match(name) if kind in ("district", "street", "community") else LEADING.match(name)
    if trim and kind != "number":
        left, name = left + trim.end(), name[trim.end() :]
    if kind == "poi" and name in ("", "市", "区", "省", "县") and COMPLETE.fullmatch(match.group()):
        return Part("poi", name + match.group(), left, match.end())
    if kind == "poi" and not name and 0 < edge == match.start() and GENERIC.fullmatch(match.group()):
        return Part("poi", match.group(), left, match.end())  # 望江路加油站
    if kind == "short" and match.group() in "店馆铺" and LETTERS.fullmatch(name):
        return Part("poi", name + match.group(), left, match.end())  # KK馆
    if not least <= len(name) <= most or (
        kind != "number" and NOT_A_NAME.match(name) and (kind, name) != ("district", "二七")
    ):
        return None
    if kind == "district" and len(name) < 2 and match.group() == "区":
        return None
    if kind == "district" and gazetteer.districts and name + match.group() not in gazetteer.districts:
        return None
    return Part("poi" if kind in ("short", "river") else kind, name + match.group(), left, match.end())


def _with_tails(text: str, parts: list[Part]) -> list[Part]:
    """What follows a name and belongs to it: 对面, 门口, 往东两百米, 二楼."""
    found: list[Part] = []
    edge = 0
    for number, part in enumerate(parts):
        if part.start < edge:
            continue  # the road of 往海盛路方向 tells the way
        found.append(part)
        limit = parts[number + 1].start if number + 1 < len(parts) else len(text)
        if toward := TOWARD.match(text, part.end):
            found.append(Part("tail", toward.group(), part.end, toward.end()))
            edge = toward.end()
            continue
        at = part.end
        while match := TAIL.match(text, at, min(limit, at + 24)):
            found.append(Part("tail", match["tail"], match.start("tail"), match.end("tail")))
            at = match.end()
    return found


@functools.lru_cache(maxsize=64)
def is_authority(name: str) -> bool:
    """Whether a name is an office rather than a place where something happens."""
    return name.endswith(AUTHORITIES)
