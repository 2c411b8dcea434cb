"""What is learnt of the same rows side by side: a machine a label, a net over the words, readers of the tokens."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from zhixi.assist.dispatch.aliases import Naming
from zhixi.assist.dispatch.learning import weights_for
from zhixi.assist.dispatch.model import scored
from zhixi.assist.dispatch.net import Net, learn_net
from zhixi.assist.dispatch.reader import Reader, learn_reader
from zhixi.assist.dispatch.states import States

_READERS = 2  # more gain next to nothing
_THREADS = 2


@dataclasses.dataclass(frozen=True, eq=False)
class Learnt:
    """weights: (columns, labels) and biases of the machines; net: None for none."""

    weights: np.ndarray
    biases: np.ndarray
    net: Net | None
    readers: tuple[Reader, ...]
    naming: Naming


@dataclasses.dataclass(frozen=True, eq=False)
class Learner:
    """matrix: (rows, columns), of which the first `words` are words; the net and the names are learnt from these alone.

    states: None without readers. labels: (rows,) numbers; sure: (rows,) how sure each is, None for all alike.
    with_net: learn a net beside. merges: learn other names of one office as one.
    """

    matrix: sp.csr_matrix
    words: int
    states: States | None
    labels: np.ndarray
    sure: np.ndarray | None
    classes: int
    with_net: bool
    merges: bool

    def learn(self, rows: np.ndarray) -> Learnt:
        """Of some rows. The net and the readers are learnt side by side: neither keeps two cores busy."""
        matrix, labels = self.matrix[rows], self.labels[rows]
        words = matrix[:, : self.words]
        naming = Naming.learn(words, labels, self.classes) if self.merges else Naming.plain(self.classes)
        offices = naming.office[labels]
        sure = None if self.sure is None else self.sure[rows]
        weights, biases = naming.spread(*weights_for(matrix, offices, self.classes, sure))
        # A product of such small matrices gains nothing from a second thread, and two at once stand in each other's way.
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(_THREADS) as threads:
            net = threads.submit(learn_net, words, offices, self.classes) if self.with_net else None
            readers = [
                threads.submit(learn_reader, self.states, rows, offices, self.classes, seed)
                for seed in range(_READERS if self.states else 0)
            ]
            return Learnt(
                weights,
                biases,
                net.result().spread(naming.spread) if net else None,
                tuple(reader.result().spread(naming.spread) for reader in readers),
                naming,
            )

    def asked(self, learnt: Learnt, rows: np.ndarray) -> tuple[np.ndarray, list[np.ndarray]]:
        """(rows, labels) scores of the machines, and those of each further learner."""
        matrix = self.matrix[rows]
        others = [learnt.net.scores(matrix)] if learnt.net else []
        others += [reader.scores(self.states, rows) for reader in learnt.readers]
        return scored(matrix, learnt.weights, learnt.biases), others
