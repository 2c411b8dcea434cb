"""How sure one may be that the first label is right, learnt from orders that the learner had not seen."""

import dataclasses
from collections.abc import Sequence

import numpy as np

from zhixi.assist.dispatch.learning import softmax

_FAVOURS = (0.4, 0.35, 0.3, 0.25, 0.2, 0.15, 0.1)
_TINY = 1e-12
_SHRINK = 5.0  # orders' worth of doubt towards the mean, for a label seen seldom


@dataclasses.dataclass(frozen=True, eq=False)
class Calibration:
    """temperature: multiplies scores before softmax. records: log-odds that a label, named first, was right.

    mean, scale, weights: of the signals of `_signals` and the record; the last of weights is the start. favour: (labels,)
    what is added where the first label is chosen, and nowhere else: more to the rare ones, zeros for nothing. naming:
    (labels,) log of the share of its office's orders that are written under this name (`aliases`), None for no aliases.
    """

    temperature: float
    records: np.ndarray
    mean: np.ndarray
    scale: np.ndarray
    weights: np.ndarray
    favour: np.ndarray
    naming: np.ndarray | None = None

    @classmethod
    def learn(
        cls,
        scores: np.ndarray,
        truth: np.ndarray,
        others: Sequence[np.ndarray] = (),
        counts: np.ndarray | None = None,
        naming: np.ndarray | None = None,
    ) -> "Calibration":
        """scores: (rows, labels) of orders unseen in learning; truth: label numbers, -1 for a label unknown.

        others: log-odds of further learners, each with as much to say. counts: how many orders of each label were learnt;
        with them rare labels are favoured as far as the first place loses nothing by it (logit adjustment, Menon et
        al. 2021).
        """
        from sklearn.linear_model import LogisticRegression

        temperature = _temperature(scores, truth, naming)
        chances = _chances(scores, temperature, others, naming)
        favour = _favour(np.log(chances + _TINY), truth, counts)
        first, signals = _signals(scores, chances, favour)
        hit = first == truth
        mean, scale = signals.mean(axis=0), signals.std(axis=0) + 1e-9
        records = _records(first, hit, scores.shape[1])
        if hit.all() or not hit.any():
            sure = _log_odds((hit.sum() + 1) / (len(hit) + 2))
            weights = np.append(np.zeros(signals.shape[1] + 1), sure)
            return cls(temperature, records, mean, scale, weights, favour, naming)
        # A label's record must not have seen the row that it judges: even rows by odd ones and back.
        own, even = np.zeros(len(hit)), np.arange(len(hit)) % 2 == 0
        for part in (even, ~even):
            own[part] = _records(first[~part], hit[~part], scores.shape[1])[first[part]]
        model = LogisticRegression(C=10.0).fit(np.c_[(signals - mean) / scale, own], hit)
        weights = np.append(model.coef_[0], model.intercept_[0])
        return cls(temperature, records, mean, scale, weights, favour, naming)

    def apply(self, scores: np.ndarray, others: Sequence[np.ndarray] = ()) -> tuple[np.ndarray, np.ndarray]:
        """Probabilities (rows, labels), and the confidence (rows,) in the likeliest label of each row."""
        chances = _chances(scores, self.temperature, others, self.naming)
        first, signals = _signals(scores, chances, self.favour)
        inputs = np.c_[(signals - self.mean) / self.scale, self.records[first]]
        confidence = 1 / (1 + np.exp(-(inputs @ self.weights[:-1] + self.weights[-1])))
        if self.naming is not None:
            # Whoever knows the office still does not know under which name it is written.
            confidence = np.minimum(confidence, np.exp(self.naming[first]))
        # Who is named first has the best chance; who had it gets the other's.
        rows, best = np.arange(len(first)), chances.argmax(axis=1)
        chances[rows, best], chances[rows, first] = chances[rows, first], chances[rows, best]
        return chances, np.clip(confidence, 0.001, 0.999)


def _chances(
    scores: np.ndarray, temperature: float, others: Sequence[np.ndarray], naming: np.ndarray | None
) -> np.ndarray:
    """The geometric mean of all learners; an office's chance is divided among its names."""
    added = 0.0 if naming is None else naming
    logs = [np.log(softmax(one + added) + _TINY) for one in (scores * temperature, *others)]
    return softmax(sum(logs) / len(logs))


def _favour(chances: np.ndarray, truth: np.ndarray, counts: np.ndarray | None) -> np.ndarray:
    """What helps the first place most, the strongest of equals; a label without an order learnt is not favoured.

    chances: their logarithms.
    """
    nothing = np.zeros(chances.shape[1], dtype=np.float32)
    if counts is None:
        return nothing
    rarity = np.where(counts > 0, -np.log((counts + 0.5) / counts.sum()), 0.0).astype(np.float32)
    right = {f: ((chances + f * rarity).argmax(axis=1) == truth).sum() for f in (*_FAVOURS, 0.0)}
    return max(right, key=right.get) * rarity


def _signals(scores: np.ndarray, chances: np.ndarray, favour: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first label of each row, and: its log-odds, its lead, its score, the spread of the rest."""
    rows, first = np.arange(len(scores)), (np.log(chances + _TINY) + favour).argmax(axis=1)
    top = chances[rows, first]
    rest = chances.copy()
    rest[rows, first] = 0.0
    second = rest.max(axis=1)
    spread = (chances * np.log(chances + 1e-9)).sum(axis=1)
    return first, np.c_[_log_odds(top), np.log((top + 1e-9) / (second + 1e-9)), scores[rows, first], spread]


def _records(first: np.ndarray, hit: np.ndarray, labels: int) -> np.ndarray:
    mean = (hit.sum() + 1) / (len(hit) + 2)
    named = np.bincount(first, minlength=labels)
    right = np.bincount(first[hit], minlength=labels)
    return _log_odds((right + _SHRINK * mean) / (named + _SHRINK))


def _log_odds(share) -> np.ndarray:
    share = np.clip(share, 0.02, 0.98) if np.ndim(share) == 0 else np.clip(share, 1e-4, 1 - 1e-4)
    return np.log(share / (1 - share))


def _temperature(scores: np.ndarray, truth: np.ndarray, naming: np.ndarray | None) -> float:
    """The factor under which the truth is likeliest."""
    known = truth >= 0
    if not known.any():
        return 1.0
    scores, truth = scores[known], truth[known]
    rows, added = np.arange(len(truth)), 0.0 if naming is None else naming
    losses = {
        factor: -np.log(softmax(scores * factor + added)[rows, truth] + 1e-9).mean()
        for factor in np.geomspace(0.1, 4.0, 25)
    }
    return float(min(losses, key=losses.get))
