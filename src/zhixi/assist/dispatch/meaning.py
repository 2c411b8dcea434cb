"""Sentence vectors as columns beside the words: orders that say the same in other words are alike by them.

They gain most where a city has few past orders (docs/measurements/dispatch.md), and cost some 9 ms of a core a text.
"""

import dataclasses
import typing
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

HEAD = 120  # characters of a text that are read
_LENGTH = 0.7  # of a vector, where words and runs of characters have length 1 each


class Embedder(typing.Protocol):
    """As `assist.knowledge.Embedder`."""

    name: str

    def passages(self, texts: Sequence[str]) -> np.ndarray: ...


@dataclasses.dataclass(frozen=True, eq=False)
class Meaning:
    """mean: of the vectors that were learnt from, (dimensions,) float32; what all orders share tells no unit."""

    embedder: Embedder
    mean: np.ndarray

    @classmethod
    def learn(cls, texts: Sequence[str], embedder: Embedder) -> tuple["Meaning", sp.csr_matrix]:
        vectors = embedder.passages([text[:HEAD] for text in texts])
        made = cls(embedder, vectors.mean(axis=0).astype(np.float32))
        return made, made._columns(vectors)

    @property
    def size(self) -> int:
        return len(self.mean)

    def matrix(self, texts: Sequence[str]) -> sp.csr_matrix:
        """(len(texts), size) float32, rows of one length; an empty text has none."""
        rows = [row for row, text in enumerate(texts) if text.strip()]
        vectors = np.zeros((len(texts), self.size), np.float32)
        if rows:
            vectors[rows] = self.embedder.passages([texts[row][:HEAD] for row in rows])
        made = self._columns(vectors)
        said = np.isin(np.arange(len(texts)), rows)
        return made if said.all() else sp.diags(said.astype(np.float32)) @ made

    def _columns(self, vectors: np.ndarray) -> sp.csr_matrix:
        apart = vectors - self.mean
        length = np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-9)
        return sp.csr_matrix(_LENGTH * apart / length, dtype=np.float32)
