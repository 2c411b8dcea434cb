"""One talk, one spelling (一通一写): of the ways in which a name said several times was written, the one written most.

A recogniser writes a name that it does not know differently each time. Every utterance is one witness; pairs of
neighbouring characters that sound alike vote for each character of the name.
"""

import functools
from collections import Counter
from collections.abc import Container, Iterable

from zhixi.assist.forms.surnames import alike
from zhixi.assist.speech.mending.sounds import heard, kind

WORD = 0.6  # of a vote: what is a word of the language is likelier meant
LONGEST = 400  # characters of an utterance that vote
FIXED = frozenset("东西南北上中下左右前后一二三四五六七八九十新老大小的")


class Spellings:
    """How the pairs of sounds of a talk were written, and how often."""

    def __init__(
        self,
        texts: Iterable[str],
        known: Container[str] = (),
        words: Container[str] = (),
        names: Iterable[str] | None = None,
    ):
        """names: the only ones that will be asked for, where that is known."""
        wanted = None if names is None else {sounds for name in names for sounds, _ in _pairs(name)}
        self._pairs: dict[tuple[str, str], Counter] = {}
        for text in texts:
            for sounds, pair in _pairs(text[:LONGEST]):
                if wanted is None or sounds in wanted:
                    self._pairs.setdefault(sounds, Counter())[pair] += 1
        self._known, self._words = known, words

    def of(self, name: str) -> str:
        """The name as the talk mostly writes it; as long as it was."""
        if name in self._known or not 2 <= len(name) <= 24:
            return name
        kinds = [_kind(char) for char in name]
        written = [self._char(name, kinds, at) for at in range(len(name))]
        return "".join(written)

    def _char(self, name: str, kinds: list[str], at: int) -> str:
        char = name[at]
        if not kinds[at] or char in FIXED:
            return char
        votes: Counter = Counter()
        for left in (at - 1, at):
            if 0 <= left < len(name) - 1:
                for pair, count in self._pairs.get((kinds[left], kinds[left + 1]), Counter()).items():
                    other = pair[1 - (at - left)]
                    same = other == name[left + 1 - (at - left)]
                    votes[pair[at - left]] += count * (2 if same else 1) + (
                        WORD if pair in self._words else 0
                    )
        best = max(votes, key=lambda one: (votes[one], one == char), default=char)
        return best if votes[best] > votes[char] and best not in FIXED and alike(best, char) else char


@functools.lru_cache(maxsize=8_192)
def _pairs(text: str) -> tuple[tuple[tuple[str, str], str], ...]:
    kinds = [_kind(char) for char in text]
    return tuple(
        ((kinds[at], kinds[at + 1]), text[at : at + 2])
        for at in range(len(text) - 1)
        if kinds[at] and kinds[at + 1]
    )


@functools.lru_cache(maxsize=20_000)
def _kind(char: str) -> str:
    readings = heard(char)[0]
    return kind(readings[0]) if readings else ""


def shortened(short: str, long: str) -> bool:
    """Whether one name is the other with one character lost: 琼区 of 琼山区, 美新村 of 美舍新村."""
    if len(long) - len(short) != 1 or len(long) < 3 or short[-1] != long[-1]:
        return False
    at = next((n for n, char in enumerate(short) if char != long[n]), len(short))
    return short[at:] == long[at + 1 :]
