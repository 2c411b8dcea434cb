"""How Chinese documents number their parts: 编 章 节 条, and 一、 （一） 1. （1）."""

import dataclasses
import re

_N = r"[零〇一二三四五六七八九十百千两\d]{1,7}"
PART, CHAPTER, SECTION, ARTICLE, ITEM, SUBITEM, POINT, SUBPOINT = range(1, 9)
ANNEX = 0
_RANKS = (
    (PART, re.compile(rf"第\s*{_N}\s*(?:编|部分)(?![\u4e00-\u9fff]*[，。])")),
    (CHAPTER, re.compile(rf"第\s*{_N}\s*章")),
    (SECTION, re.compile(rf"第\s*{_N}\s*节")),
    (
        ARTICLE,
        re.compile(
            rf"第\s*{_N}\s*条(?:之[一二三四五六七八九十])?(?!例|款|件|[、，,和至及的第]|或者?第|规定)"
        ),
    ),
    (ITEM, re.compile(r"[一二三四五六七八九十百]{1,4}\s*、")),
    (SUBITEM, re.compile(r"[（(]\s*[一二三四五六七八九十百]{1,4}\s*[）)]")),
    (POINT, re.compile(r"\d{1,3}\s*[.．、](?![\d])")),
    (SUBPOINT, re.compile(r"[（(]\s*\d{1,3}\s*[）)]")),
)
_ANNEX = re.compile(r"附\s*(?:件|表|录)\s*(?:[一二三四五六七八九十\d]{1,3})?\s*(?=[:：]|$|[\s\u3000])")
_MARK = re.compile(r"[\s\u3000]+")


@dataclasses.dataclass(frozen=True, slots=True)
class Numbered:
    """A line that begins with a number: its rank (ANNEX to SUBPOINT), the number as written, and what follows it."""

    rank: int
    mark: str
    rest: str


def numbered(text: str) -> Numbered | None:
    """The number that a line begins with, or None."""
    line = text.lstrip(" \u3000\t#*")
    if not line or line[0] not in "第附（(一二三四五六七八九十百0123456789":
        return None
    if annex := _ANNEX.match(line):
        if len(line) <= 60:
            return Numbered(ANNEX, _MARK.sub("", annex.group()), line[annex.end() :].lstrip(" \u3000:："))
        return None
    for rank, form in _RANKS:
        if found := form.match(line):
            return Numbered(rank, _MARK.sub("", found.group()), line[found.end() :].strip(" \u3000*"))
    return None


def is_regulation(texts: list[str], least: int = 3) -> bool:
    """Whether the text is written in 条: so many lines begin with one, their numbers growing."""
    found = [n.mark for n in map(numbered, texts) if n and n.rank == ARTICLE]
    return len(set(found)) >= least
