"""How people speak to a hotline (通话用语): a model of words that leans towards what is said there.

`talk.npz` has the words, and pairs of words, of invented talk (see talk.md beside it), each with how often it came.
They are few, so they count beside the general model's chances as if that had been seen some times too.
"""

import collections
import functools
import math
import pathlib
from collections.abc import Iterable

import numpy as np

from zhixi.assist.speech.rescoring.lattice import HAN
from zhixi.assist.speech.rescoring.model import LONGEST, UNKNOWN, Model, general_model

TALK = pathlib.Path(__file__).with_name("talk.npz")
SEEN = 20.0  # times that the general model counts as having seen what stands before a word
GENERAL = 3.0  # times as many words of the general model as there are of talk, where a word stands alone
BEGIN = -1  # stands before the first word of a run of characters
_PATHS = 12


class Talk:
    """Takes the place of `Model` where words are weighed. words, alone: what came, and how often.

    first, second, times: pairs, as numbers of `words`, and how often they came; `BEGIN` may be the first.
    A word that the general model lacks counts for nothing.
    """

    def __init__(self, general: Model, *, words, alone, first, second, times):
        self._general = general
        self.words, self.number = general.words, general.number
        self.key = general.key
        numbers = [general.number.get(word) for word in words.tobytes().decode().split("\n")]
        total = float(alone.sum())
        share = 1 / (1 + GENERAL)
        self._rest = math.log(1 - share)
        self._alone = {
            number: math.log(
                share * float(count) / total + (1 - share) * math.exp(general.chance(BEGIN, number))
            )
            for number, count in zip(numbers, alone, strict=True)
            if number is not None
        }
        self._pairs: dict[int, dict[int, float]] = collections.defaultdict(dict)
        for one, other, count in zip(first.tolist(), second.tolist(), times.tolist(), strict=True):
            before, word = BEGIN if one == BEGIN else numbers[one], numbers[other]
            if before is not None and word is not None:
                self._pairs[before][word] = count
        self._totals = {before: sum(pairs.values()) for before, pairs in self._pairs.items()}

        self.chance = functools.lru_cache(maxsize=200_000)(self._chance)
        self.sounding = functools.lru_cache(maxsize=20_000)(self._sounding)

    def _sounding(self, key: int) -> list[tuple[int, tuple]]:
        """As the general model's, with the words that are likeliest in talk first: only the first few are tried."""
        return sorted(self._general.sounding(key), key=lambda found: -self.chance(BEGIN, found[0]))

    def _chance(self, before: int, word: int) -> float:
        """Of a word behind another; BEGIN for `before`: nothing is known of what stands before."""
        usual = self._usual(before, word)
        total = self._totals.get(before)
        if total is None:
            return usual
        count = self._pairs[before].get(word, 0.0)
        return math.log((count + SEEN * math.exp(usual)) / (total + SEEN))

    def _usual(self, before: int, word: int) -> float:
        known = None if before < 0 else self._general.pair(before, word)
        if known is not None:
            return known
        alone = self._alone.get(word)
        if alone is None:
            alone = self._general.chance(BEGIN, word) + self._rest
        return alone if before < 0 else self._general.backoff(before) + alone


@functools.lru_cache(maxsize=1)
def language_models() -> tuple[Model | Talk, ...]:
    """Those that a recogniser's texts are weighed with: the general one, and the same leaning towards talk."""
    general = general_model()
    with np.load(TALK) as parts:
        return general, Talk(general, **parts)


def counted(texts: Iterable[tuple[str, float]], model: Model) -> dict[str, np.ndarray]:
    """What `talk.npz` holds, from texts and how much each counts; the general model parts them into words."""
    alone: collections.Counter[str] = collections.Counter()
    pairs: collections.Counter[tuple[str, str]] = collections.Counter()
    for text, weight in texts:
        for run in HAN.finditer(text):
            words = parted(run[0], model)
            for before, word in zip(["", *words], words, strict=False):
                alone[word] += weight
                pairs[before, word] += weight
    number = {word: at for at, word in enumerate(alone)} | {"": BEGIN}
    return {
        "words": np.frombuffer("\n".join(alone).encode(), np.uint8),
        "alone": np.array(list(alone.values()), np.float32),
        "first": np.array([number[before] for before, _ in pairs], np.int32),
        "second": np.array([number[word] for _, word in pairs], np.int32),
        "times": np.array(list(pairs.values()), np.float32),
    }


def parted(run: str, model: Model) -> list[str]:
    """A run of Chinese characters as the likeliest words; a character that no word is stands alone."""
    paths: list[dict[int, tuple[float, list[str]]]] = [{} for _ in range(len(run) + 1)]
    paths[0][BEGIN] = (0.0, [])
    for start in range(len(run)):
        best = sorted(paths[start].items(), key=lambda path: -path[1][0])[:_PATHS]
        for end in range(start + 1, min(start + LONGEST, len(run)) + 1):
            word = model.number.get(run[start:end], -1)
            if word < 0 and end > start + 1:
                continue
            for before, (worth, words) in best:
                total = worth + (model.chance(before, word) if word >= 0 else UNKNOWN)
                if word not in paths[end] or paths[end][word][0] < total:
                    paths[end][word] = (total, [*words, run[start:end]])
    return max(paths[-1].values())[1]
