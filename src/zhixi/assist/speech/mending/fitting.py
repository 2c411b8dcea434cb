"""Whether a name fits a place of a text: by its sounds, by the words that stand there, and by what stands around."""

import dataclasses
import re

import rjieba

from zhixi.assist.speech.mending.names import Name
from zhixi.assist.speech.mending.sounds import HOMOPHONE, Syllable, distance

FARTHEST = 0.33  # mean distance beyond which no context helps
# A name with a syllable farther than this is another name; the more syllables agree, the farther one may be.
FAR = {2: 0.2, 3: 0.3}
FAR_AT_ALL, FAR_OF_A_DISTRICT, FAR_OF_AN_ENDING = 0.45, 0.3, 0.12
FIXED = frozenset(
    "零一二三四五六七八九十百千东西南北中上下左右前后新老大小总"
)  # heard well, and another means another place
# Words of every sentence: a recogniser hears them well, and where they stand no name begins.
COMMON = frozenset(
    "的是就在对了不我你他她它这那有没个吗呢吧啊也都还要会能去来说讲和跟给把被从到很太为以与及请由时"
)
BEFORE = re.compile(
    r"(?:[在住到从去往是叫经离靠近附位于属个的，。？！、]|^|就是|那个|我们|你们|反映|投诉|旁边|属于)$"
)
AFTER = re.compile(
    r"^(?:[的那这里上下边旁内外附门对路街口里，。？！、]|$|附近|旁边|对面|门口|路口|里面|上面|这边|那边|站|[东西南北]|[一二三四五六七八九十\d]+[号栋期楼座])"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    name: Name
    sounds: tuple[Syllable, ...]
    core: int

    @property
    def farthest(self) -> float:
        """How far a syllable of the core may be: a city has few districts, and callers name them often."""
        return FAR_OF_A_DISTRICT if self.name.kind == "district" else FAR.get(self.core, FAR_AT_ALL)

    @property
    def farthest_ending(self) -> float:
        return FAR_OF_A_DISTRICT if self.name.kind == "district" else FAR_OF_AN_ENDING


@dataclasses.dataclass(frozen=True, slots=True)
class Fit:
    entry: Entry
    start: int
    cost: float  # mean distance of the syllables of the core
    votes: tuple[str, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.entry.sounds)


class Words:
    """The text's ordinary words and the known names in it: what is known is not touched."""

    def __init__(self, text: str, known: set[str], sizes: list[int]):
        self.text = text
        self.word_at = [0] * len(text)  # the number of the word that each character is of
        self.sizes: list[int] = []
        at = 0
        for number, word in enumerate(rjieba.cut(text, False)):
            self.word_at[at : at + len(word)] = [number] * len(word)
            self.sizes.append(len(word))
            at += len(word)
        self.known = [
            (at, at + size)
            for size in sizes
            for at in range(len(text) - size + 1)
            if text[at : at + size] in known
        ]

    def cuts(self, start: int, end: int, *, ending: bool) -> bool:
        """Whether an edge of the span cuts a word in two. ending: a name's 路 or 区 may: 路上, 区里 are words."""
        left = start > 0 and self.word_at[start - 1] == self.word_at[start]
        right = end < len(self.text) and self.word_at[end - 1] == self.word_at[end]
        return left or (right and not ending)

    def knows(self, start: int, end: int) -> bool:
        """Whether a known name fills the span or reaches over its edge: what was heard is a name already."""
        return any(
            a < end and start < b and (a < start or end < b or (a, b) == (start, end)) for a, b in self.known
        )

    def ordinary(self, start: int, end: int) -> bool:
        """Whether it is one word of the dictionary, or is made of such words alone."""
        return all(self.sizes[self.word_at[at]] > 1 for at in range(start, end))


def fitted(entry: Entry, start: int, text: str, sounds, words: Words, before: str) -> Fit | None:
    costs = _costs(entry, start, text, sounds)
    if costs is None:
        return None
    end = start + len(costs)
    cost = max(sum(costs[: entry.core]) / entry.core, sum(costs) / len(costs))
    if cost > FARTHEST or words.knows(start, end):
        return None
    if words.cuts(start, end, ending=entry.core < len(costs) and costs[-1] == 0):
        return None
    votes = _votes(entry, start, end, text, words, before, costs)
    return Fit(entry, start, cost, votes) if cost <= _allowed(entry, votes, costs) else None


def _costs(entry: Entry, start: int, text: str, sounds) -> list[float] | None:
    """The distance of each syllable; None where one of them is another's."""
    costs = []
    for at, (sound, meant) in enumerate(zip(entry.sounds, entry.name.text, strict=True)):
        character = text[start + at]
        if character == meant:
            costs.append(0.0)
            continue
        cost = min((distance(sound, said) for said in sounds[start + at]), default=1.0)
        if cost > (entry.farthest if at < entry.core else entry.farthest_ending):
            return None
        if character in FIXED and not (entry.name.kind == "district" and cost <= 0.1):
            return None
        if character in COMMON and (at < entry.core or cost > 0.1):
            return None
        costs.append(cost)
    return costs if any(costs) else None


def _votes(
    entry: Entry, start: int, end: int, text: str, words: Words, before: str, costs
) -> tuple[str, ...]:
    votes = []
    if not words.ordinary(start, start + entry.core):
        votes.append("原文不成词")
    if entry.core < len(entry.sounds) and not any(costs[entry.core :]):
        votes.append("通名相同")
    if BEFORE.search(text[:start] or before):
        votes.append("前文")
    if AFTER.match(text[end:]):
        votes.append("后文")
    if any(cost == 0 for cost in costs[: entry.core]):
        votes.append("有相同字")
    return tuple(votes)


def _allowed(entry: Entry, votes: tuple[str, ...], costs: list[float]) -> float:
    """The greatest distance at which the name is taken, from what speaks for it."""
    size = len(costs)
    if entry.core == 1:
        return HOMOPHONE if "通名相同" in votes and "原文不成词" in votes else -1.0
    if not any(costs[: entry.core]):
        return 0.1 if size > 2 else -1.0  # the ending alone was misheard: 美兰去
    alike = "通名相同" in votes or "有相同字" in votes
    if "原文不成词" in votes:
        return ({2: 0.03, 3: 0.09}.get(size, 0.14) + 0.02 * len(votes)) if alike else 0.05
    return 1.25 * HOMOPHONE if alike and size > 2 else -1.0
