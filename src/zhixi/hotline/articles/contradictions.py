"""Articles that contradict each other (相互矛盾): the same matter, the same place, another number or time. Pure."""

import dataclasses
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from zhixi.assist import numerals

SAME_MATTER = 0.5  # of the pairs of characters of two titles
SAME_WORDS = 0.8  # of two clauses, numbers left out
_COMMON = 60  # titles: a pair of characters that stands in more of them tells no matter
_LEAST = 4  # characters of a clause beside its numbers

_CLAUSES = re.compile(r"[^。；！？\n，,]+")
_NUMBERS = re.compile(
    r"\d+(?:[.:：]\d+)*|[一二两三四五六七八九十百千]+(?=个?(?:工作日|自然日|小时|分钟|天|日|元|年|月|周|岁|点|次|份|人|名|倍))"
)
_NOT_WORDS = re.compile(r"[^\w]+|_")


@dataclasses.dataclass(frozen=True, slots=True)
class Text:
    """An article as it is out. district: "" for the whole city."""

    key: str
    title: str
    body: str
    district: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Contradiction:
    """Two articles, with the clause of each that says it otherwise."""

    one: str
    other: str
    says: str
    but: str


def contradictions(texts: Sequence[Text]) -> Iterator[Contradiction]:
    """The first clause of each two articles of one place and matter that differs in a number or time alone.

    Whole-city articles are held against those of each district too: a caller there gets either.
    """
    clauses = {text.key: list(_clauses(text.body)) for text in texts}
    for one, other in _alike(texts):
        if one.district and other.district and one.district != other.district:
            continue
        found = _differ(clauses[one.key], clauses[other.key])
        if found:
            yield Contradiction(one.key, other.key, *found)


def _differ(one: list, other: list) -> tuple[str, str] | None:
    """A clause that has its like with the same numbers over there contradicts nothing."""
    for said, words, numbers in one:
        alike = [row for row in other if _share(words, row[1]) >= SAME_WORDS and len(row[2]) == len(numbers)]
        if alike and all(row[2] != numbers for row in alike):
            return said, alike[0][0]
    return None


def _clauses(body: str) -> Iterator[tuple[str, frozenset, tuple[str, ...]]]:
    for found in _CLAUSES.finditer(body):
        said = found.group().strip()
        numbers = tuple(_figure(number) for number in _NUMBERS.findall(said))
        rest = _NOT_WORDS.sub("", _NUMBERS.sub("#", said))
        if numbers and len(rest) >= _LEAST:
            yield said, _pairs(rest), numbers


def _figure(number: str) -> str:
    """三 and 3, 9：00 and 9:00 are the same."""
    counted = None if number[0].isascii() else numerals.count(number.replace("两", "二"))
    return number.replace("：", ":") if counted is None else str(counted)


def _alike(texts: Sequence[Text]) -> Iterator[tuple[Text, Text]]:
    """Each two articles whose titles share enough; found by the pairs of characters that are not in too many."""
    pairs = [_pairs(_NOT_WORDS.sub("", text.title)) for text in texts]
    where: dict[str, list[int]] = defaultdict(list)
    for at, mine in enumerate(pairs):
        near = Counter(one for pair in mine if len(where[pair]) <= _COMMON for one in where[pair])
        for one in near:
            if _share(pairs[one], mine) >= SAME_MATTER:
                yield texts[one], texts[at]
        for pair in mine:
            where[pair].append(at)


def _share(one: Iterable, other: Iterable) -> float:
    return 2 * len(one & other) / max(1, len(one) + len(other))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
