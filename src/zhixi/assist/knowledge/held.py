"""Whether a sentence says no more than a card does (依据核对): its words, numbers, names, and what is denied."""

import re

from zhixi.assist.knowledge.values import Passage
from zhixi.assist.knowledge.words import plain
from zhixi.assist.numerals import count, in_figures

# Words that only join: they tell nothing.
_JOINS = re.compile(
    r"您好|请|您|可以|可|需要|需|应当|应|的|了|在|到|和|与|或|及|并|且|其|该|等|按照|根据|通过|如果|如|若|就|也|还|都|是|为|有|"
    r"办理|进行|即可|另外|此外|一般|具体|相关|以及|携带|带|本人|所|由|向|对|于"
)
_FIGURES = re.compile(r"\d+(?:\.\d+)?")
# One numeral alone counts something only before a measure: 一次 does, 统一 does not.
_NUMERALS = re.compile(
    r"[零〇一二两三四五六七八九十百千万]{2,}|[一二两三四五六七八九十](?=[个天日月年次元块周份张岁号楼人倍成季])"
)
_LATIN = re.compile(r"[a-z][a-z\d./:_-]+")
_QUOTED = re.compile(r"[《“「]([^》”」]+)[》”」]")
_DENIES = re.compile(r"[不无未非勿免没]|禁止|严禁|除外")
_CLAUSE = re.compile(r"[^，。；！？、：,;!?:\s（）()]+")
_TOLD, _PAIRED = 0.8, 0.6  # of a clause's characters, and of its pairs of characters
_SHORTEST = 2


def held(sentence: str, passage: Passage) -> bool:
    """Whether every number, name and clause of the sentence stands in the passage, and it denies what that denies."""
    told = _even(" ".join((passage.title, passage.text, passage.source, passage.clause)))
    said = _even(sentence)
    names = [name for pattern in (_LATIN, _QUOTED) for name in pattern.findall(said)]
    if set(_FIGURES.findall(said)) - set(_FIGURES.findall(told)) or any(name not in told for name in names):
        return False
    clauses = [clause.group() for clause in _CLAUSE.finditer(said)]
    return bool(clauses) and all(_stands(clause, told) for clause in clauses)


def _stands(clause: str, told: str) -> bool:
    rest = _JOINS.sub("", clause)
    if len(rest) < _SHORTEST:
        return not _DENIES.search(clause)
    letters = sum(letter in told for letter in rest) / len(rest)
    pairs = [rest[n : n + 2] for n in range(len(rest) - 1)]
    paired = sum(pair in told for pair in pairs) / len(pairs)
    return letters >= _TOLD and paired >= _PAIRED and _denies_alike(clause, told)


def _denies_alike(clause: str, told: str) -> bool:
    """The passage's clause that is nearest must deny where this one does, and only there."""
    mine = set(_pairs(clause))
    nearest = max(_CLAUSE.findall(told), key=lambda other: len(mine.intersection(_pairs(other))), default="")
    return bool(_DENIES.search(clause)) == bool(_DENIES.search(nearest))


def _pairs(text: str) -> list[str]:
    return [text[n : n + 2] for n in range(len(text) - 1)]


def _even(text: str) -> str:
    """Numbers in figures, however they were written: 十五个工作日 → 15个工作日."""
    return _NUMERALS.sub(_figure, in_figures(plain(text)))


def _figure(found: re.Match) -> str:
    number = count(found.group())
    return found.group() if number is None else str(number)
