"""Which words of a text spoke for a label, and how much (派单依据词)."""

import dataclasses
import re

import numpy as np
import rjieba

from zhixi.assist.dispatch.features import places, plain
from zhixi.assist.dispatch.model import Model

_BLANK = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """A word of the text. share: of all that speaks for the label rather than for the others, 0..1."""

    text: str
    share: float


def words_for(model: Model, text: str, label: str, most: int = 5) -> list[Word]:
    """The words that weighed most for `label` against the mean of all labels, the heaviest first.

    What a run of characters weighs is divided among its characters, and a word gets what its characters have, so
    that long and short runs over the same place are counted once. [] for a label that the model does not have.
    """
    if label not in model.labels or not text.strip():
        return []
    row = model.features.matrix([text])
    weights = np.asarray(model.weights[row.indices], dtype=np.float32)
    lead = weights[:, model.labels.index(label)] - weights.mean(axis=1)
    worth = dict(zip(model.features.kept[row.indices].tolist(), (row.data * lead).tolist(), strict=True))
    said = _BLANK.sub(" ", plain(text))
    heavy = np.zeros(len(said))
    for bucket, spans in places(said).items():
        for start, end in spans if bucket in worth else ():
            heavy[start:end] += worth[bucket] / len(spans) / (end - start)
    return _words(said, heavy, most)


def _words(text: str, heavy: np.ndarray, most: int) -> list[Word]:
    total = heavy[heavy > 0].sum()
    if not total:
        return []
    weighed: dict[str, float] = {}
    at = 0
    for word in rjieba.cut(text):
        if _WORD.fullmatch(word):
            weighed[word] = weighed.get(word, 0.0) + float(heavy[at : at + len(word)].sum())
        at += len(word)
    best = sorted((w for w in weighed if weighed[w] > 0), key=lambda word: (-weighed[word], word))[:most]
    return [Word(word, round(weighed[word] / total, 4)) for word in best]
