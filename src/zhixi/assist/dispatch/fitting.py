"""History → model: learn on the earlier orders, calibrate on the later ones, then learn on all."""

import dataclasses
from collections.abc import Callable, Iterable

import numpy as np
import scipy.sparse as sp

from zhixi.assist.dispatch.aliases import Naming
from zhixi.assist.dispatch.calibration import Calibration
from zhixi.assist.dispatch.features import Features
from zhixi.assist.dispatch.figures import figures
from zhixi.assist.dispatch.judging import Judged, by_unit
from zhixi.assist.dispatch.learners import Learner
from zhixi.assist.dispatch.learning import by_margin_is_quick
from zhixi.assist.dispatch.meaning import Meaning
from zhixi.assist.dispatch.model import Model
from zhixi.assist.dispatch.rows import useful
from zhixi.assist.dispatch.states import Embedder, States, head_for

_BY_TIME = 500  # with fewer rows, one late slice is too small to learn confidence from
_BESIDE_FOR = range(500, 30_001)  # a net and readers; fewer were not measured, more take too long
_NAMES_FROM = 2_000  # with fewer, two names of one office are not told from two offices
_MOST_WEIGHTS = 95_000_000  # features × labels, two bytes each
_MOST_FEATURES = 400_000


@dataclasses.dataclass(frozen=True, eq=False)
class Fitted:
    """A model of all rows, and what one of the earlier rows alone made of the later ones.

    learnt: unit → how many orders that earlier one had learnt.
    """

    model: Model
    judged: tuple[Judged, ...]
    learnt: dict[str, int]


def fit(
    rows: Iterable[tuple[str, str]],
    *,
    on_progress: Callable[[str], None] | None = None,
    made_on: str = "",
) -> Model:
    """Learn from (text, label) pairs, oldest first; pairs with an empty part teach nothing and are counted.

    made_on: the day, for the card. Raises BadInput with fewer than 20 useful rows or only one label.
    """
    return fit_and_judge(rows, on_progress=on_progress, made_on=made_on).model


def fit_and_judge(
    rows: Iterable[tuple[str, str]],
    *,
    sure: Iterable[float] | None = None,
    on_progress: Callable[[str], None] | None = None,
    made_on: str = "",
    thorough: bool = False,
    embedder: Embedder | None = None,
) -> Fitted:
    """As `fit`, with each order of the held-out rows.

    embedder: with at most 30,000 rows the states of a sentence model's tokens are learnt from as well; who loads the
    model needs it again.

    sure: for each row how sure its label is, 0..1: an unsure one counts less where the unit's words are weighed.
    thorough: favour rare labels where that costs nothing, learn two names of one office as one, and with 500 to
    30,000 rows learn a net and, from an embedder, two readers beside; the fit takes several times as long.
    """
    say = on_progress or (lambda step: None)
    texts, names, weights, skipped = useful(rows, sure)
    labels, numbers = np.unique(np.array(names, dtype=object), return_inverse=True)
    features, matrix = Features.learn(texts, most=min(_MOST_FEATURES, _MOST_WEIGHTS // len(labels)))
    say(f"{len(texts)} rows, {len(labels)} labels, {features.size} features")
    meaning = states = None
    if embedder and len(texts) < _BESIDE_FOR.stop and by_margin_is_quick(len(texts), len(labels)):
        say("reading what each row means")
        head = head_for(texts)
        states = States.kept(texts, embedder, head)
        meaning = Meaning.learn(states, embedder, head)
        matrix = sp.hstack([matrix, meaning.columns(states)], format="csr")
    parts = _late(len(numbers))
    beside = thorough and len(texts) in _BESIDE_FOR
    learner = Learner(
        matrix,
        features.size,
        states if beside else None,
        numbers,
        weights,
        len(labels),
        with_net=beside,
        merges=thorough and len(texts) >= _NAMES_FROM,
    )
    scores, truth, others, naming = _unseen(learner, parts, say)
    seen = numbers[~parts[0]] if len(parts) == 1 else numbers
    earlier = np.bincount(seen, minlength=len(labels))
    rare = naming.counts(earlier) if thorough else None
    calibration = Calibration.learn(scores, truth, others, rare, naming.log_share)
    order, confidence = _judged(calibration, scores, others)
    told = figures(order, confidence, truth)
    say(f"on {len(truth)} rows not seen: " + ", ".join(f"{k} {v}" for k, v in told.items()))
    say("learning on all rows")
    whole = learner.learn(np.arange(len(numbers)))
    calibration = dataclasses.replace(calibration, naming=whole.naming.log_share)
    counts = np.bincount(numbers, minlength=len(labels))
    asked = np.concatenate([np.flatnonzero(part) for part in parts])
    judged = tuple(
        Judged(texts[row], names[row], tuple(labels[order[n, :3]]), float(confidence[n]))
        for n, row in enumerate(asked)
    )
    learnt = dict(zip(labels.tolist(), earlier.tolist(), strict=True))
    card = {
        "made_on": made_on,
        "rows": len(texts),
        "rows_without_text_or_label": skipped,
        "rows_a_label": dict(zip(labels.tolist(), counts.tolist(), strict=True)),
        "features": features.size,
        "vectors": meaning.embedder.name if meaning else "",
        "held_out": {"rows": len(truth), **told},
        "other_names": whole.naming.told(labels),
        "units": [dataclasses.asdict(one) for one in by_unit(judged, learnt)],
    }
    prior = (counts / counts.sum()).astype(np.float32)
    model = Model(
        tuple(labels.tolist()),
        features,
        whole.weights.astype(np.float16),
        whole.biases,
        prior,
        calibration,
        card,
        whole.net,
        meaning,
        whole.readers,
    )
    return Fitted(model, judged, learnt)


def _late(size: int) -> list[np.ndarray]:
    """Which rows are asked and not learnt: the last fifth, or four folds of a few rows."""
    if size >= _BY_TIME:
        return [np.arange(size) >= size - size // 5]
    return [np.arange(size) % 4 == fold for fold in range(4)]


def _unseen(learner: Learner, parts: list[np.ndarray], say):
    """Of the rows of each part, by learners that had not seen them: scores; truth, -1 an unknown label; others' scores.

    Beside them the naming of the last part: with several there is none.
    """
    scores, truth, others, naming = [], [], [], Naming.plain(learner.classes)
    for part in parts:
        say("learning on the earlier rows, to measure on the later")
        seen, asked = np.flatnonzero(~part), np.flatnonzero(part)
        learnt = learner.learn(seen)
        known = np.isin(learner.labels[asked], learner.labels[seen])
        truth.append(np.where(known, learner.labels[asked], -1))
        own, beside = learner.asked(learnt, asked)
        scores.append(own)
        others.append(beside)
        naming = learnt.naming
    return (
        np.vstack(scores),
        np.concatenate(truth),
        [np.vstack(one) for one in zip(*others, strict=True)],
        naming,
    )


def _judged(
    calibration: Calibration, scores: np.ndarray, others: list[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    chances, confidence = calibration.apply(scores, others)
    return np.argsort(-chances, axis=1, kind="stable"), confidence
