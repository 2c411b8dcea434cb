"""An address as people write it: its figures, and its parts in their order (地址书写)."""

import re

from zhixi.assist.forms.place_words import BUILDING
from zhixi.assist.numerals import COUNTED, SPOKEN, count, digits_of

ORDER = ("district", "street", "community", "road", "number", "poi")
NUMERALS = re.compile(rf"[{SPOKEN}十百千]+")
# In a name only these count: 三台子 and 五里 are names.
MEASURE = "(?=号|栋|幢|座|单元|室|房|米|公里)"
DIALLED = re.compile(rf"[{SPOKEN}]{{2,}}(?=路车|路公交|路)|[{SPOKEN}]{{3,}}")
CODE = re.compile(rf"[GSgs][{SPOKEN}十百]|[{SPOKEN}]{{3}}(?:国道|省道)")


def written(kind: str, said: str) -> str:
    """As people write it: 三栋二单元五零一 is 3栋2单元501, G十五高速 is G15高速; 五横路 stays."""
    if kind == "number":
        return re.sub(
            NUMERALS, lambda m: _figures(m.group()), said.replace("加", "+") if said[0] in "Kk" else said
        )
    if CODE.match(said):
        return re.sub(NUMERALS, lambda m: _figures(m.group()), said)
    return re.sub(
        f"{COUNTED.pattern}{MEASURE}",
        lambda m: _figures(m.group()),
        re.sub(DIALLED, lambda m: digits_of(m.group()), said),
    )


def _figures(words: str) -> str:
    """A numeral as figures: counted, or one digit after the other."""
    value = count(words) if re.search("[十百千]", words) else None
    return digits_of(words) if value is None else str(value)


def whole(value: dict) -> str:
    """The parts in the order people say them: the house number before its shop, the building behind its estate."""
    out = ""
    inside = BUILDING.search(value["number"] or "")
    for kind in (*ORDER[:4], "poi", "number") if inside else ORDER:
        piece = value[kind] or ""
        if kind == "poi" and out:
            for size in range(min(len(out), len(piece)), 1, -1):
                if out.endswith(piece[:size]):
                    piece = piece[size:]
                    break
        out += piece
    return out
