"""Whether an article answers what was said, or none does (没有就说没有): words are one witness, meaning another.

Every candidate has a chance, and so has "none". The few numbers were fitted by `benchmarks/following_fit.py` on talks
with their article in the base, the same talks without it, and talks that nothing answers.
"""

import functools
import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from zhixi.assist.knowledge.remembering import Remembering
from zhixi.assist.knowledge.synonyms import made_one
from zhixi.assist.knowledge.values import Passage
from zhixi.assist.knowledge.words import bare, pairs, telling

# How much each tells for a candidate: its nearest wording and its head by meaning, how much of a wording was said (words,
# pairs of characters), how much of what was said it holds (words, pairs). And what speaks for none.
WEIGHTS, NONE = np.array([1.22, 1.38, 2.14, 1.34, 0.5, 2.32]), 10.58
HEAD = 70  # characters of title and text that stand for the whole
_BEGINNING = 30
_TOGETHER = 3  # utterances whose meaning is taken as one
_AGAIN = 2  # times that the agent said the matter again, of which the same is true
_FADES = 0.9  # a word, with each utterance that comes after it
_BACKGROUND = 64  # passages that say how near anything is to anything

Rarity = Callable[[str, str], float]  # field, term → how much it tells


class Judge:
    """One index seen by an embedder. background: some passages of that index; rarity, most: as its lookup has them."""

    def __init__(
        self, witness: Remembering, background: Sequence[Passage], rarity: Rarity, most: float
    ) -> None:
        self._witness, self._rarity, self._most = witness, rarity, most
        asked = [wording for passage in background for wording in wordings(passage)]
        self._wordings = witness.queries(asked)
        self._heads = witness.passages([_head(passage) for passage in background])

    def prepare(self, passages: Iterable[Passage], most: int) -> int:
        """Have what it asks of these passages worked out beforehand, no more than `most` texts now; how many are left."""
        wanted = []
        for passage in passages:
            wanted += [("queries", wording) for wording in wordings(passage)]
            wanted.append(("passages", _head(passage)))
        return self._witness.shelve(wanted, most)

    def chances(
        self, said: Sequence[str], passages: Sequence[Passage], again: Sequence[str] = ()
    ) -> np.ndarray:
        """How likely each answers what was said, the last utterance last; what is missing to 1 is for none.

        again: the matter in the agent's words, as far as the agent said it again.
        """
        if not passages or not said:
            return np.zeros(len(passages))
        for_each = self.features(said, passages, again) @ WEIGHTS
        top = max(float(for_each.max()), NONE)
        odds = np.exp(for_each - top)
        return odds / (odds.sum() + math.exp(NONE - top))

    def features(
        self, said: Sequence[str], passages: Sequence[Passage], again: Sequence[str] = ()
    ) -> np.ndarray:
        """(passages, 6), what `WEIGHTS` weighs."""
        told = [*said, *again[-_AGAIN:]]
        words, grams = _fading(told, 0), _fading(told, 1)
        rows = []
        for passage in passages:
            named = [_told(wording) for wording in wordings(passage)]
            covered = max(self._share("words", one[0], words) for one in named)
            spelt = max(self._share("pairs", one[1], grams) for one in named)
            rows.append((covered, spelt, *self._held(passage, words, grams)))
        return np.column_stack([*self._meant([*said[-_TOGETHER:], *again[-_AGAIN:]], passages), rows])

    def _meant(self, told: Sequence[str], passages: Sequence[Passage]) -> tuple[np.ndarray, np.ndarray]:
        """How near the nearest wording of each is, and its head."""
        asked = self._witness.queries([made_one(" ".join(told))])[0]
        heads = self._witness.passages([_head(passage) for passage in passages])
        near = _standing(self._wordings @ asked, self._nearest(asked, passages))
        return near, _standing(self._heads @ asked, heads @ asked)

    def _nearest(self, asked: np.ndarray, passages: Sequence[Passage]) -> np.ndarray:
        texts = [wordings(passage) for passage in passages]
        near = iter(self._witness.queries([text for some in texts for text in some]) @ asked)
        return np.array([max(next(near) for _ in some) for some in texts])

    def _share(self, field: str, named: frozenset[str], said: dict[str, float]) -> float:
        whole = sum(self._rarity(field, term) for term in named)
        return (
            sum(said.get(term, 0.0) * self._rarity(field, term) for term in named) / whole if whole else 0.0
        )

    def _held(
        self, passage: Passage, words: dict[str, float], grams: dict[str, float]
    ) -> tuple[float, float]:
        held = _told(" ".join((*wordings(passage), passage.text)))
        return self._much("words", words, held[0]), self._much("pairs", grams, held[1])

    def _much(self, field: str, said: dict[str, float], held: frozenset[str]) -> float:
        return (
            sum(much * self._rarity(field, term) for term, much in said.items() if term in held) / self._most
        )


def wordings(passage: Passage) -> tuple[str, ...]:
    """How its question is put; a bare reply has its beginning for that."""
    return tuple(filter(None, (passage.title, *passage.variants))) or (passage.text[:_BEGINNING],)


def spread(size: int) -> list[int]:
    """Rows that stand for an index of that size."""
    return sorted({int(row) for row in np.linspace(0, size - 1, min(size, _BACKGROUND))}) if size else []


def _head(passage: Passage) -> str:
    return f"{passage.title} {passage.text}"[:HEAD]


def _standing(usual: np.ndarray, found: np.ndarray) -> np.ndarray:
    """How far above what is usual, in spreads: E5's cosines alone tell nothing."""
    return (found - usual.mean()) / max(float(usual.std()), 1e-3)


def _fading(said: Sequence[str], kind: int) -> dict[str, float]:
    weights: dict[str, float] = {}
    for age, text in enumerate(reversed(said)):
        for term in _told(text)[kind]:
            weights.setdefault(term, _FADES**age)
    return weights


@functools.lru_cache(maxsize=20_000)
def _told(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Its words that tell something and its pairs of characters, words of one meaning made one."""
    made = made_one(text)
    return frozenset(telling(made)), frozenset(pairs(bare(made)))
