"""Vectors of texts that come again and again: the articles a talk is about, what was said a moment ago."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from zhixi.assist.knowledge.embed import Embedder

_MOST = 20_000  # texts, about 30 MB
_READ = 64  # texts whose every token is kept, up to 0.4 MB each


class Remembering:
    """An embedder that keeps the vectors of the texts it saw last. Thread-safe."""

    def __init__(self, embedder: Embedder, most: int = _MOST):
        self.name, self._embedder, self._most = embedder.name, embedder, most
        self._kept: OrderedDict[tuple[str, str], np.ndarray] = OrderedDict()
        self._read: OrderedDict[str, tuple[np.ndarray, np.ndarray]] = OrderedDict()
        self._lock = threading.Lock()

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        return self._all("passages", texts)

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        return self._all("queries", texts)

    def tokens(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """As the embedder's. Of a text asked alone it is kept: while a call goes on, its order's text is asked again and
        again; of many, as where a model is learnt, nothing is."""
        if len(texts) != 1:
            return self._embedder.tokens(texts)
        with self._lock:
            found = self._read.get(texts[0])
        found = found or self._embedder.tokens(texts)
        with self._lock:
            self._read[texts[0]] = found
            self._read.move_to_end(texts[0])
            while len(self._read) > _READ:
                self._read.popitem(last=False)
        return found

    def _all(self, kind: str, texts: Sequence[str]) -> np.ndarray:
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        with self._lock:
            found = {text: self._kept.get((kind, text)) for text in texts}
        new = [text for text, vector in found.items() if vector is None]
        if new:
            found.update(zip(new, getattr(self._embedder, kind)(new), strict=True))
        with self._lock:
            for text, vector in found.items():
                self._kept[kind, text] = vector
                self._kept.move_to_end((kind, text))
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return np.stack([found[text] for text in texts])
