"""Labels that texts cannot tell from another: two names of one office (工商局, 工商行政管理局), written as it came.

A learner told to keep them apart learns noise. Their orders are learnt as one, under the name that is written oftener;
how often each is written tells the names apart afterwards.
"""

import dataclasses

import numpy as np
import scipy.sparse as sp

_FOLDS = 4
_LATEST = 20_000  # rows looked at
_OFTEN = 5  # rows in which a feature stands
_FEWEST = 6  # orders of a name: with fewer, nothing is known of it
_TWICE = 2  # as many of the other name at least
_APART = 0.65  # share of pairs, one order of each name, that a learner puts right: 0.5 is chance
_TAKEN = 0.6  # of what the other name gets of its own orders, it must get of these


@dataclasses.dataclass(frozen=True, eq=False)
class Naming:
    """office: (labels,) the label under which a label's orders are learnt, itself for most.

    share: (labels,) of an office's orders, those that are written under this name.
    """

    office: np.ndarray
    share: np.ndarray

    @classmethod
    def learn(cls, rows: sp.csr_matrix, labels: np.ndarray, classes: int) -> "Naming":
        office = np.arange(classes)
        for alias, other in aliases(rows, labels, classes).items():
            office[alias] = other
        counts = np.bincount(labels, minlength=classes)
        whole = np.bincount(office, counts, minlength=classes)[office]
        share = np.where(office != np.arange(classes), counts / np.maximum(whole, 1), 0.0)
        taken = np.bincount(office, share, minlength=classes)
        own = office == np.arange(classes)
        share[own] = 1 - taken[own]
        return cls(office, share)

    @classmethod
    def plain(cls, classes: int) -> "Naming":
        return cls(np.arange(classes), np.ones(classes))

    @property
    def log_share(self) -> np.ndarray | None:
        """None where every label is an office of its own."""
        if (self.office == np.arange(len(self.office))).all():
            return None
        return np.log(np.maximum(self.share, 1e-6)).astype(np.float32)

    def counts(self, counts: np.ndarray) -> np.ndarray:
        """Orders of a label's office."""
        return np.bincount(self.office, counts, minlength=len(counts))[self.office]

    def told(self, labels: np.ndarray) -> dict[str, str]:
        """Name → the oftener one of the same office, for the card."""
        others = np.flatnonzero(self.office != np.arange(len(self.office)))
        return {str(labels[label]): str(labels[self.office[label]]) for label in others}

    def spread(self, weights: np.ndarray, biases: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What was learnt of an office, under each of its names; the last axis is labels."""
        return weights[..., self.office], biases[self.office]


def aliases(rows: sp.csr_matrix, labels: np.ndarray, classes: int) -> dict[int, int]:
    """Label → the one of which it is another name; that one is no alias itself."""
    rows, labels = rows[-_LATEST:], labels[-_LATEST:]
    often = np.bincount(rows.indices, minlength=rows.shape[1]) >= _OFTEN
    scores = _unseen(rows[:, often], labels, classes)
    best = np.argsort(-scores, axis=1, kind="stable")[:, :2]
    counts = np.bincount(labels, minlength=classes)
    found: dict[int, int] = {}
    for alias in sorted(np.flatnonzero(counts >= _FEWEST).tolist(), key=lambda label: counts[label]):
        takers = np.bincount(_others(best, labels == alias, alias), minlength=classes)
        takers[[*found, alias]] = 0
        near = [int(label) for label in np.argsort(-takers, kind="stable")[:3]]
        asked = [
            (_apart(scores, labels, other, alias), other)
            for other in near
            if counts[other] >= _TWICE * counts[alias] and _taken(best, labels, other, alias)
        ]
        if asked and min(asked)[0] <= _APART:
            found[alias] = min(asked)[1]
    return {alias: _last(found, alias) for alias in found}


def _unseen(rows: sp.csr_matrix, labels: np.ndarray, classes: int) -> np.ndarray:
    """(rows, labels) log-likelihoods by naive Bayes that had not seen the row: all of it takes seconds."""
    scores = np.zeros((rows.shape[0], classes), dtype=np.float32)
    fold = np.arange(rows.shape[0]) % _FOLDS
    for part in range(_FOLDS):
        seen = fold != part
        own = sp.csr_matrix(
            (np.ones(seen.sum(), np.float32), (labels[seen], np.arange(seen.sum()))),
            shape=(classes, seen.sum()),
        )
        counts = np.asarray((own @ rows[seen]).todense(), dtype=np.float32) + np.float32(0.01)
        scores[~seen] = rows[~seen] @ np.log(counts / counts.sum(axis=1, keepdims=True)).T
    return scores


def _others(best: np.ndarray, of: np.ndarray, without: int) -> np.ndarray:
    """The likeliest label of some rows, one label left out."""
    return np.where(best[of, 0] == without, best[of, 1], best[of, 0])


def _taken(best: np.ndarray, labels: np.ndarray, other: int, alias: int) -> bool:
    """Whether `other` is named for the alias's orders about as often as for its own."""
    of_alias = (_others(best, labels == alias, alias) == other).mean()
    of_own = (_others(best, labels == other, alias) == other).mean()
    return bool(of_alias >= _TAKEN * of_own > 0)


def _apart(scores: np.ndarray, labels: np.ndarray, other: int, alias: int) -> float:
    """How well the two can be told apart: the area under the curve."""
    lead = scores[:, alias] - scores[:, other]
    own, others = lead[labels == alias], np.sort(lead[labels == other])
    return float(np.searchsorted(others, own).mean() / len(others))


def _last(found: dict[int, int], label: int) -> int:
    while label in found:
        label = found[label]
    return label
