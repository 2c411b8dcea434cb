"""Sentence vectors as columns beside the words: orders that say the same in other words are alike by them.

They gain most where a city has few past orders (docs/measurements/dispatch.md).
"""

import dataclasses
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from zhixi.assist.dispatch.states import HEAD, Embedder, States

_LENGTH = 0.7  # of a vector, where words and runs of characters have length 1 each


@dataclasses.dataclass(frozen=True, eq=False)
class Meaning:
    """mean: of the vectors that were learnt from, (dimensions,) float32; what all orders share tells no unit.

    head: characters of a text that are read.
    """

    embedder: Embedder
    mean: np.ndarray
    head: int = HEAD

    @classmethod
    def learn(cls, states: States, embedder: Embedder, head: int = HEAD) -> "Meaning":
        return cls(embedder, states.vectors().mean(axis=0), head)

    @property
    def size(self) -> int:
        return len(self.mean)

    def read(self, texts: Sequence[str]) -> States:
        return States.of(texts, self.embedder, self.head)

    def columns(self, states: States) -> sp.csr_matrix:
        """(texts, size) float32, rows of one length; a text without tokens has none."""
        vectors = states.vectors()
        apart = vectors - self.mean
        length = np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-9)
        made = _LENGTH * apart / length
        made[states.lengths == 0] = 0
        return sp.csr_matrix(made, dtype=np.float32)
