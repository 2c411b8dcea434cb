"""The vectors of an index: what is near in meaning, as E5 says it and made even."""

import dataclasses
import json
import pathlib
from collections.abc import Sequence

import numpy as np

from zhixi.assist.knowledge.embed import Embedder
from zhixi.assist.knowledge.evening import Evening
from zhixi.assist.knowledge.subject import repeated, subject
from zhixi.assist.knowledge.values import Passage
from zhixi.errors import Unavailable


@dataclasses.dataclass(frozen=True, slots=True)
class Meanings:
    """vectors: (passages, dimensions), each of length 1. even: the same made even, None for a small base."""

    embedder: Embedder
    vectors: np.ndarray
    even: np.ndarray | None
    evening: Evening | None

    @classmethod
    def of(cls, passages: Sequence[Passage], embedder: Embedder) -> "Meanings":
        without = repeated(p.text for p in passages if not p.title)
        vectors = embedder.passages([_text(passage, without) for passage in passages])
        evening = Evening.of(vectors)
        return cls(embedder, vectors, evening(vectors) if evening else None, evening)

    @classmethod
    def read(cls, folder: pathlib.Path, embedder: Embedder) -> "Meanings":
        """Raises Unavailable where the folder has no vectors of this embedder."""
        told = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        if told["embedder"] != embedder.name:
            raise Unavailable(f"{folder} has no vectors of {embedder.name}", cure="build the index again")
        vectors = np.load(folder / "vectors.npy", mmap_mode="r", allow_pickle=False)
        if not (folder / "even.npy").exists():
            return cls(embedder, vectors, None, None)
        with np.load(folder / "evening.npz", allow_pickle=False) as kept:
            evening = Evening(kept["mean"], kept["turned"])
        return cls(
            embedder, vectors, np.load(folder / "even.npy", mmap_mode="r", allow_pickle=False), evening
        )

    def write(self, folder: pathlib.Path) -> None:
        np.save(folder / "vectors.npy", self.vectors)
        if self.evening is not None:
            np.save(folder / "even.npy", self.even)
            np.savez(folder / "evening.npz", mean=self.evening.mean, turned=self.evening.turned)

    def near(self, query: str) -> "Near":
        asked = self.embedder.queries([subject(query)])[0]
        if self.even is None:
            return Near(asked, np.asarray(self.vectors @ asked), self.vectors, None)
        return Near(asked, np.asarray(self.even @ self.evening(asked)), self.vectors, True)


@dataclasses.dataclass(frozen=True, slots=True)
class Near:
    """order: how near each passage is, made even where the base is large enough; only its order is of use then."""

    asked: np.ndarray
    order: np.ndarray
    vectors: np.ndarray
    evened: bool | None

    def of(self, row: int) -> tuple[float, float | None]:
        """The cosine of E5, and the same made even."""
        return float(self.vectors[row] @ self.asked), float(self.order[row]) if self.evened else None


def _text(passage: Passage, without: frozenset[str]) -> str:
    if passage.title:
        return f"{passage.title} {passage.text}".strip()
    return subject(passage.text, without)
