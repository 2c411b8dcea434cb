"""What a sentence model makes of every token of a text, at two depths; of many texts kept small, eight bits a number."""

import dataclasses
import typing
from collections.abc import Sequence

import numpy as np

HEAD = 300  # characters of a text that are read
_MOST = 1_600_000  # characters in all that are learnt from: 0.9 GB, and some minutes
_LEAST_HEAD = 40
_STEPS = 24  # to one standard deviation: eight bits reach a little over five of them
_TOGETHER = 512  # texts


class Embedder(typing.Protocol):
    """`name` goes into a model: what was learnt of one sentence model is never asked of another."""

    name: str

    def tokens(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """(all tokens, width) float16, the last layer's numbers in the second half; (len(texts) + 1,) where texts end."""


@dataclasses.dataclass(frozen=True, eq=False)
class States:
    """tokens: (all tokens, width) float16, or int8 in steps of `step` from `mean`, both (width,) float32.

    ends: (texts + 1,), where the tokens of each text begin and end; an empty text has none.
    """

    tokens: np.ndarray
    ends: np.ndarray
    mean: np.ndarray | None = None
    step: np.ndarray | None = None

    @classmethod
    def of(cls, texts: Sequence[str], embedder: Embedder, head: int = HEAD) -> "States":
        said = [row for row, text in enumerate(texts) if text.strip()]
        tokens, ends = embedder.tokens([texts[row][:head] for row in said] or [" "])
        lengths = np.zeros(len(texts), np.int64)
        lengths[said] = np.diff(ends)[: len(said)]
        return cls(tokens, np.concatenate([[0], np.cumsum(lengths)]))

    @classmethod
    def kept(cls, texts: Sequence[str], embedder: Embedder, head: int = HEAD) -> "States":
        """The same, small: for learning."""
        first = cls.of(texts[:_TOGETHER], embedder, head)
        values = first.tokens.astype(np.float32)
        mean, step = values.mean(axis=0), (values.std(axis=0) + np.float32(1e-6)) / _STEPS
        parts, lengths = [first._small(mean, step)], [first.lengths]
        for start in range(_TOGETHER, len(texts), _TOGETHER):
            part = cls.of(texts[start : start + _TOGETHER], embedder, head)
            parts.append(part._small(mean, step))
            lengths.append(part.lengths)
        ends = np.concatenate([[0], np.cumsum(np.concatenate(lengths))])
        return cls(np.concatenate(parts), ends, mean, step)

    def _small(self, mean: np.ndarray, step: np.ndarray) -> np.ndarray:
        return np.clip(np.round((self.tokens - mean) / step), -127, 127).astype(np.int8)

    def __len__(self) -> int:
        return len(self.ends) - 1

    @property
    def width(self) -> int:
        return self.tokens.shape[1]

    @property
    def lengths(self) -> np.ndarray:
        return np.diff(self.ends)

    def padded(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Of some texts (texts, longest, width) float32, zeros behind the end; and (texts, longest), what is a token."""
        lengths = self.lengths[rows]
        present = np.arange(lengths.max(initial=0)) < lengths[:, None]
        found = np.zeros((*present.shape, self.width), np.float32)
        found[present] = self._values((self.ends[rows][:, None] + np.arange(present.shape[1]))[present])
        return found, present

    def _values(self, places: np.ndarray) -> np.ndarray:
        values = self.tokens[places].astype(np.float32)
        return values if self.mean is None else values * self.step + self.mean

    def vectors(self) -> np.ndarray:
        """(texts, width / 2) float32 of length 1: the mean of the last layer over a text's tokens; zeros for none."""
        found = np.zeros((len(self), self.width // 2), np.float32)
        for start in range(0, len(self), _TOGETHER):
            rows = np.arange(start, min(start + _TOGETHER, len(self)))
            rows = rows[self.lengths[rows] > 0]
            if len(rows):
                places = np.arange(self.ends[rows[0]], self.ends[rows[-1] + 1])
                sums = np.add.reduceat(
                    self._values(places)[:, self.width // 2 :], self.ends[rows] - places[0]
                )
                found[rows] = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return found


def head_for(texts: Sequence[str]) -> int:
    """How many characters of each text may be read so that all of them can be learnt from."""
    lengths = np.minimum([len(text) for text in texts], HEAD)
    head = HEAD
    while head > _LEAST_HEAD and np.minimum(lengths, head).sum() > _MOST:
        head -= 10
    return head
