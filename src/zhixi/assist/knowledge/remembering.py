"""Vectors of texts that come again and again: the articles a talk is about, what was said a moment ago."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from zhixi.assist.knowledge.embed import Embedder
from zhixi.assist.knowledge.shelf import KEY, Shelf

_MOST = 20_000  # texts, about 30 MB
_READ = 64  # texts whose every token is kept, up to 0.4 MB each
_TOGETHER = 32  # texts put on the shelf at a time


class Remembering:
    """An embedder that keeps the vectors of the texts it saw last. Thread-safe.

    shelf: vectors of the office's own texts on disk, which are looked for there before they are worked out; only
    `shelve` puts any there, so that what callers say is never on it.
    """

    def __init__(self, embedder: Embedder, most: int = _MOST, shelf: Shelf | None = None):
        self.name, self._embedder, self._most, self._shelf = embedder.name, embedder, most, shelf
        self._kept: OrderedDict[bytes, np.ndarray] = OrderedDict()
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

    def shelve(self, wanted: Sequence[tuple[str, str]], most: int) -> int:
        """See that the vectors of these are on the shelf, as ("queries" or "passages", text), but work out no more than
        `most` now; how many are left. What is no longer wanted goes once it is more than half."""
        if self._shelf is None:
            return 0
        keyed = {_key(kind, text): (kind, text) for kind, text in wanted}
        there = self._shelf.find(keyed.keys())
        new = [(key, *asked) for key, asked in keyed.items() if key not in there]
        for kind in ("queries", "passages"):
            now = [(key, text) for key, asked, text in new[:most] if asked == kind]
            for start in range(0, len(now), _TOGETHER):
                some = now[start : start + _TOGETHER]
                vectors = getattr(self._embedder, kind)([text for _, text in some])
                self._shelf.put(dict(zip((key for key, _ in some), vectors, strict=True)))
        if len(new) <= most and len(self._shelf) > 2 * len(keyed) + _MOST // 10:
            self._shelf.keep_only(keyed.keys())
        return max(0, len(new) - most)

    def _all(self, kind: str, texts: Sequence[str]) -> np.ndarray:
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        keys = {text: _key(kind, text) for text in texts}
        with self._lock:
            found = {key: self._kept[key] for key in keys.values() if key in self._kept}
        missing = {text: key for text, key in keys.items() if key not in found}
        shelved = self._shelf.find(missing.values()) if missing and self._shelf is not None else {}
        new = [text for text, key in missing.items() if key not in shelved]
        if new:
            vectors = getattr(self._embedder, kind)(new)
            found |= dict(zip((keys[text] for text in new), vectors, strict=True))
        with self._lock:
            for key, vector in found.items():
                self._kept[key] = vector
                self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        found |= shelved
        return np.stack([found[keys[text]] for text in texts])


def _key(kind: str, text: str) -> bytes:
    told = f"{kind}\0{text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(told, digest_size=KEY).digest()
