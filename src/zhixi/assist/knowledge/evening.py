"""Vectors made even (白化): what all vectors of a base share is taken out, so that what tells them apart counts.

E5's cosines lie between 0.75 and 1 because a few directions are common to all texts. The base's own mean and spread
are taken from its vectors when the index is made; nothing of it was fitted on questions.
"""

import dataclasses

import numpy as np

_FEWEST = 1000  # passages; fewer say too little of the spread in 384 directions
_MOST = 20_000  # looked at, evenly through the base
_HALF = 0.5  # of the spread is taken out; measured: 0.5 before 0.25 before 0.75, none and all behind


@dataclasses.dataclass(frozen=True, slots=True)
class Evening:
    """mean: (dimensions,). turned: (dimensions, dimensions), directions over the root of their spread."""

    mean: np.ndarray
    turned: np.ndarray

    @classmethod
    def of(cls, vectors: np.ndarray) -> "Evening | None":
        """None for a base that is too small."""
        if len(vectors) < _FEWEST:
            return None
        some = np.asarray(vectors[:: max(1, len(vectors) // _MOST)], dtype=np.float64)
        mean = some.mean(axis=0)
        spread, directions = np.linalg.eigh(np.cov((some - mean).T))
        scale = np.sqrt(np.maximum(spread, 1e-9 * spread[-1])) ** _HALF
        return cls(mean.astype(np.float32), (directions / scale).astype(np.float32))

    def __call__(self, vectors: np.ndarray) -> np.ndarray:
        """The same vectors made even, each of length 1."""
        made = (np.asarray(vectors) - self.mean) @ self.turned
        return made / np.maximum(np.linalg.norm(made, axis=-1, keepdims=True), 1e-9)
