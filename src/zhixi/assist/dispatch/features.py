"""Text → sparse numbers: words, pairs of words, and runs of one to four characters, hashed.

Hashing needs no vocabulary, so memory does not grow with the rows and a stored model is arrays alone. Of the
hashed buckets only those seen in enough texts are kept; `kept` maps a bucket to its column.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
import rjieba
import scipy.sparse as sp

_BITS = 22
_BATCH = 5_000
_LONGEST = 1_500  # characters of a text that are read: beyond, letters repeat themselves
_DIGITS = re.compile(r"\d")


@dataclasses.dataclass(frozen=True, eq=False)
class Features:
    """kept: sorted bucket numbers, int64; idf: a weight for each, float32. Words fill the upper buckets."""

    kept: np.ndarray
    idf: np.ndarray

    @property
    def size(self) -> int:
        return len(self.kept)

    @classmethod
    def learn(cls, texts: Sequence[str], *, most: int) -> tuple["Features", sp.csr_matrix]:
        """The features of these texts (at most `most` of them, the frequent first) and their matrix."""
        counts = sp.vstack(list(_counted(texts)), format="csr")
        seen = np.bincount(counts.indices, minlength=counts.shape[1])
        least = 2
        while (seen >= least).sum() > most:
            least += 1
        kept = np.flatnonzero(seen >= least)
        idf = (np.log((1 + len(texts)) / (1 + seen[kept])) + 1).astype(np.float32)
        made = cls(kept, idf)
        parts = [made._weighed(counts[n : n + _BATCH]) for n in range(0, counts.shape[0], _BATCH)]
        return made, sp.vstack(parts, format="csr")

    def matrix(self, texts: Sequence[str]) -> sp.csr_matrix:
        """(len(texts), size) float32; each half, words and characters, has length 1 or 0."""
        return sp.vstack([self._weighed(part) for part in _counted(texts)], format="csr")

    def _weighed(self, counts: sp.csr_matrix) -> sp.csr_matrix:
        place = np.searchsorted(self.kept, counts.indices)
        place[place == len(self.kept)] = 0
        known = self.kept[place] == counts.indices
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))[known]
        columns = place[known]
        values = (1 + np.log(counts.data[known])) * self.idf[columns]
        half = (self.kept[columns] >= 1 << _BITS).astype(np.int64)
        length = np.sqrt(np.bincount(rows * 2 + half, values**2, minlength=2 * counts.shape[0]))
        values = (values / length[rows * 2 + half]).astype(np.float32)
        return sp.csr_matrix((values, (rows, columns)), shape=(counts.shape[0], self.size))


def _counted(texts: Sequence[str]) -> Iterator[sp.csr_matrix]:
    from sklearn.feature_extraction import FeatureHasher

    hasher = FeatureHasher(1 << _BITS, input_type="string", alternate_sign=False, dtype=np.float32)
    for start in range(0, max(len(texts), 1), _BATCH):
        part = [plain(text) for text in texts[start : start + _BATCH]] or [""]
        characters, words = hasher.transform(map(_runs, part)), hasher.transform(map(_words, part))
        both = sp.hstack([characters, words], format="csr", dtype=np.float32)
        both.sum_duplicates()
        yield both


def plain(text: str) -> str:
    """Full-width forms made one, digits alike: a house number or a phone never tells the unit."""
    return _DIGITS.sub("0", unicodedata.normalize("NFKC", text[:_LONGEST]).lower())


def places(text: str) -> dict[int, list[tuple[int, int]]]:
    """Bucket → where in a plain text its runs of characters and its words stand, as (start, end)."""
    runs, words, at = {}, {}, 0
    for size in (1, 2, 3, 4):
        for start in range(len(text) - size + 1):
            runs.setdefault(text[start : start + size], []).append((start, start + size))
    for word in rjieba.cut(text):
        if word.strip():
            words.setdefault(word, []).append((at, at + len(word)))
        at += len(word)
    return {
        bucket + shift: spans
        for named, shift in ((runs, 0), (words, 1 << _BITS))
        for bucket, spans in zip(_buckets(list(named)), named.values(), strict=True)
    }


def _buckets(tokens: list[str]) -> list[int]:
    from sklearn.feature_extraction import FeatureHasher

    hasher = FeatureHasher(1 << _BITS, input_type="string", alternate_sign=False, dtype=np.float32)
    return hasher.transform([token] for token in tokens).indices.tolist() if tokens else []


def _runs(text: str) -> list[str]:
    text = re.sub(r"\s+", " ", text)
    return [text[i : i + size] for size in (1, 2, 3, 4) for i in range(len(text) - size + 1)]


def _words(text: str) -> list[str]:
    words = [word for word in rjieba.cut(text) if word.strip()]
    return words + [f"{a} {b}" for a, b in zip(words, words[1:], strict=False)]
