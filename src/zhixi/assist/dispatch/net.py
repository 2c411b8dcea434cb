"""A net of one hidden layer over the same features.

It shares what it learns among labels, so it names the runners-up better than a machine a label does.
"""

import dataclasses

import numpy as np
import scipy.sparse as sp

from zhixi.assist.dispatch.learning import softmax

HIDDEN = 256
MOST_FEATURES = 120_000
_PASSES, _SIZE, _RATE = 10, 128, 0.05
_DROPPED, _SMOOTHED = 0.5, 0.1  # of the hidden layer; of the truth, spread over all labels: labels are noisy


@dataclasses.dataclass(frozen=True, eq=False)
class Net:
    """columns: which features it reads, sorted. first: (columns, hidden) float16; second: (hidden, labels)."""

    columns: np.ndarray
    first: np.ndarray
    offsets: np.ndarray
    second: np.ndarray
    biases: np.ndarray

    def scores(self, rows: sp.csr_matrix) -> np.ndarray:
        """(rows, labels) log-odds of rows over all features."""
        place = np.searchsorted(self.columns, rows.indices)
        place[place == len(self.columns)] = 0
        known = self.columns[place] == rows.indices
        row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))[known]
        used, narrow = np.unique(place[known], return_inverse=True)
        read = sp.csr_matrix((rows.data[known], (row, narrow)), shape=(rows.shape[0], len(used)))
        hidden = np.maximum(read @ self.first[used].astype(np.float32) + self.offsets, 0)
        return hidden @ self.second + self.biases

    def spread(self, spread) -> "Net":
        """With the labels as `Naming.spread` divides an office among its names."""
        second, biases = spread(self.second, self.biases)
        return dataclasses.replace(self, second=second, biases=biases)


def learn_net(rows: sp.csr_matrix, labels: np.ndarray, classes: int) -> Net:
    """Learn by AdaGrad over small batches, one rate a feature; only the features of a batch are touched."""
    seen = np.bincount(rows.indices, minlength=rows.shape[1])
    columns = np.sort(np.argsort(-seen, kind="stable")[:MOST_FEATURES])
    rows = rows[:, columns].tocsr()
    generator = np.random.default_rng(0)
    made = Net(
        columns,
        0.05 * generator.standard_normal((len(columns), HIDDEN), dtype=np.float32),
        np.zeros(HIDDEN, np.float32),
        0.05 * generator.standard_normal((HIDDEN, classes), dtype=np.float32),
        np.log((np.bincount(labels, minlength=classes) + 0.5) / len(labels)).astype(np.float32),
    )
    moved = np.full(len(columns), 1e-6, np.float32), np.full((HIDDEN, classes), 1e-6, np.float32)
    for turn in range(_PASSES):
        rate = _RATE * (1 - turn / _PASSES)
        order = generator.permutation(rows.shape[0])
        for start in range(0, len(order), _SIZE):
            chosen = order[start : start + _SIZE]
            _step(made, moved, rows[chosen], labels[chosen], rate, generator)
    return dataclasses.replace(made, first=made.first.astype(np.float16))


def _step(net: Net, moved, batch: sp.csr_matrix, labels: np.ndarray, rate: float, generator) -> None:
    size, classes = len(labels), len(net.biases)
    columns, place = np.unique(batch.indices, return_inverse=True)
    batch = sp.csr_matrix((batch.data, place, batch.indptr), shape=(size, len(columns)))
    hidden = batch @ net.first[columns] + net.offsets
    kept = (generator.random(hidden.shape, dtype=np.float32) > _DROPPED) / np.float32(1 - _DROPPED)
    active = np.maximum(hidden, 0) * kept
    wrong = softmax(active @ net.second + net.biases) - np.float32(_SMOOTHED / classes)
    wrong[np.arange(size), labels] -= 1 - _SMOOTHED
    wrong /= size
    back = (wrong @ net.second.T) * kept * (hidden > 0)
    outer, inner = active.T @ wrong, np.asarray(batch.T @ back)
    moved[1][:] += outer**2
    net.second[:] -= rate * outer / np.sqrt(moved[1])
    net.biases[:] -= rate * wrong.sum(axis=0)
    net.offsets[:] -= rate * back.sum(axis=0)
    moved[0][columns] += (inner**2).mean(axis=1)
    net.first[columns] -= rate * inner / np.sqrt(moved[0][columns])[:, None]
