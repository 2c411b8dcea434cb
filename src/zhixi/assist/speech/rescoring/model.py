"""A language model (语言模型) of words and their pairs, with the way each word is read.

`general.npz` is made from libime's model of written Mandarin (LGPL-2.1+, see general.md beside it) by
`tools/make_language_model.py`. Another file of the same form may take its place: ZHIXI_LANGUAGE_MODEL.
"""

import functools
import math
import os
import pathlib

import numpy as np

from zhixi.assist.speech.mending.sounds import kind, syllable

GENERAL = pathlib.Path(__file__).with_name("general.npz")
LONGEST = 5  # characters of a word
STEPS = 32  # a logarithm to base 10 is kept in so many steps, one byte a number
UNKNOWN = -7.0 * math.log(10)  # a character that no word is
_BITS = 11  # of one sound in a key


def general_model() -> "Model":
    return load_model(pathlib.Path(os.environ.get("ZHIXI_LANGUAGE_MODEL") or GENERAL))


@functools.lru_cache(maxsize=2)
def load_model(path: pathlib.Path) -> "Model":
    """Read a model; a third of a second. One a process, shared by all that ask."""
    with np.load(path) as parts:
        return Model(**parts)


class Model:
    """Words have numbers; chances are natural logarithms."""

    def __init__(self, *, words, alone, backoff, begin, second, chance, sounds, holders, readings):
        self.words = words.tobytes().decode().split("\n")
        self.number = {word: number for number, word in enumerate(self.words)}
        self._alone, self._backoff = _logarithms(alone).tolist(), _logarithms(backoff).tolist()
        self._begin, self._second, self._chance = begin, second, chance
        self._syllables = [syllable(sound) for sound in sounds.tobytes().decode().split("\n")]
        self._kinds = {
            name: i for i, name in enumerate(sorted({kind(sound) for sound in self._syllables}), 1)
        }
        of = np.array([0, *(self._kinds[kind(sound)] for sound in self._syllables)], np.int64)
        keys = (of[readings] << (_BITS * np.arange(LONGEST))).sum(1)
        order = np.lexsort((alone[holders], keys))  # the likelier word first
        self._keys, self._holders, self._readings = keys[order], holders[order], readings[order]
        self.sounding = functools.lru_cache(maxsize=20_000)(self._sounding)
        self._pairs_of = functools.lru_cache(maxsize=4_000)(self._pairs)

    def chance(self, before: int, word: int) -> float:
        """Of a word behind another; -1 for `before`: nothing is known of what stands before."""
        if before < 0:
            return self._alone[word]
        found = self.pair(before, word)
        return self._backoff[before] + self._alone[word] if found is None else found

    def pair(self, before: int, word: int) -> float | None:
        """The chance of a word behind another, where the model knows the two together."""
        return self._pairs_of(before).get(word)

    def backoff(self, before: int) -> float:
        """What a word costs besides its own chance behind one with which it is not known."""
        return self._backoff[before]

    def key(self, sounds) -> int | None:
        """What words that sound like these have in common; None where no word sounds so."""
        numbers = [self._kinds.get(kind(sound)) for sound in sounds]
        if None in numbers:
            return None
        return sum(number << (_BITS * i) for i, number in enumerate(numbers))

    def _sounding(self, key: int) -> list[tuple[int, tuple]]:
        """Words, with their syllables, whose sounds people mix up with the key's; the likeliest first."""
        low, high = np.searchsorted(self._keys, key), np.searchsorted(self._keys, key, side="right")
        return [
            (int(self._holders[i]), tuple(self._syllables[sound - 1] for sound in self._readings[i] if sound))
            for i in range(low, high)
        ]

    def _pairs(self, before: int) -> dict[int, float]:
        rows = slice(self._begin[before], self._begin[before + 1])
        return dict(zip(self._second[rows].tolist(), _logarithms(self._chance[rows]).tolist(), strict=True))


def _logarithms(steps: np.ndarray) -> np.ndarray:
    return steps.astype(np.float64) * (-math.log(10) / STEPS)
