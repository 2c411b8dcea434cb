"""How sure one may be that the first label is right, learnt from orders that the learner had not seen."""

import dataclasses

import numpy as np

from zhixi.assist.dispatch.learning import softmax

_SHRINK = 5.0  # orders' worth of doubt towards the mean, for a label seen seldom


@dataclasses.dataclass(frozen=True, eq=False)
class Calibration:
    """temperature: multiplies scores before softmax. records: log-odds that a label, named first, was right.

    mean, scale, weights: of the five signals of `_signals`; the last of weights is the start.
    """

    temperature: float
    records: np.ndarray
    mean: np.ndarray
    scale: np.ndarray
    weights: np.ndarray

    @classmethod
    def learn(cls, scores: np.ndarray, truth: np.ndarray) -> "Calibration":
        """scores: (rows, labels) of orders unseen in learning; truth: label numbers, -1 for a label unknown."""
        from sklearn.linear_model import LogisticRegression

        temperature = _temperature(scores, truth)
        first, signals = _signals(scores, temperature)
        hit = first == truth
        mean, scale = signals.mean(axis=0), signals.std(axis=0) + 1e-9
        records = _records(first, hit, scores.shape[1])
        if hit.all() or not hit.any():
            sure = _log_odds((hit.sum() + 1) / (len(hit) + 2))
            return cls(temperature, records, mean, scale, np.array([0.0] * 5 + [sure]))
        # A label's record must not have seen the row that it judges: even rows by odd ones and back.
        own, even = np.zeros(len(hit)), np.arange(len(hit)) % 2 == 0
        for part in (even, ~even):
            own[part] = _records(first[~part], hit[~part], scores.shape[1])[first[part]]
        model = LogisticRegression(C=10.0).fit(np.c_[(signals - mean) / scale, own], hit)
        return cls(temperature, records, mean, scale, np.append(model.coef_[0], model.intercept_[0]))

    def apply(self, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Probabilities (rows, labels), and the confidence (rows,) in the likeliest label of each row."""
        first, signals = _signals(scores, self.temperature)
        inputs = np.c_[(signals - self.mean) / self.scale, self.records[first]]
        confidence = 1 / (1 + np.exp(-(inputs @ self.weights[:-1] + self.weights[-1])))
        return softmax(scores * self.temperature), np.clip(confidence, 0.001, 0.999)


def _signals(scores: np.ndarray, temperature: float) -> tuple[np.ndarray, np.ndarray]:
    """The first label of each row, and: its log-odds, its lead, its score, the spread of the rest."""
    chances = softmax(scores * temperature)
    rows, first = np.arange(len(scores)), scores.argmax(axis=1)
    top = chances[rows, first]
    second = np.partition(chances, -2, axis=1)[:, -2]
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


def _temperature(scores: np.ndarray, truth: np.ndarray) -> float:
    """The factor under which the truth is likeliest."""
    known = truth >= 0
    if not known.any():
        return 1.0
    scores, truth = scores[known], truth[known]
    rows = np.arange(len(truth))
    losses = {
        factor: -np.log(softmax(scores * factor)[rows, truth] + 1e-9).mean()
        for factor in np.geomspace(0.1, 4.0, 25)
    }
    return float(min(losses, key=losses.get))
