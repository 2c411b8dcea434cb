"""Whether the city still speaks as it did when a model was learnt (漂移): pure, on a model and recent orders.

Three figures, each against the card: words that the model has never seen, orders of units that it cannot name, and how sure
it is. A share must move by more than its margin, on enough orders, before anything is stopped.
"""

import dataclasses
from collections.abc import Sequence

import numpy as np

from zhixi.assist.dispatch import Model
from zhixi.assist.dispatch.features import places, plain

FEWEST = 50
MOST = 500
WORDS_MORE = 0.08
UNITS_MORE = 0.05
SURE_LESS = 0.10
_WORDS_FROM = 1 << 22  # `Features`: words fill the upper buckets


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """orders: how many. unseen_words, unseen_units: shares; confidence: the mean. None where nothing was looked at."""

    orders: int
    unseen_words: float | None
    unseen_units: float | None
    confidence: float | None


def look(model: Model, texts: Sequence[str], units: Sequence[str], confidences: Sequence[float]) -> Seen:
    """texts and confidences of recent orders, units that people dispatched to; each may be of other orders."""
    labels = set(model.labels)
    unknown = [unit not in labels for unit in units]
    return Seen(
        len(confidences),
        _unseen(model, texts[:MOST]),
        round(sum(unknown) / len(unknown), 4) if unknown else None,
        round(sum(confidences) / len(confidences), 4) if confidences else None,
    )


def baseline(model: Model, texts: Sequence[str], units: Sequence[str], confidences: Sequence[float]) -> dict:
    return dataclasses.asdict(look(model, texts, units, confidences))


def drifted(card: dict, now: Seen) -> str:
    """Why the model may no longer be trusted, in Chinese; "" where nothing moved or too little was seen."""
    then = card.get("drift")
    if not then or now.orders < FEWEST:
        return ""
    if _moved(then["unseen_words"], now.unseen_words, WORDS_MORE):
        return f"诉求用词变化：未学过的词由{then['unseen_words']:.0%}升至{now.unseen_words:.0%}"
    if _moved(then["unseen_units"], now.unseen_units, UNITS_MORE):
        return f"承办单位变化：派往未学过的单位由{then['unseen_units']:.0%}升至{now.unseen_units:.0%}"
    if _moved(now.confidence, then["confidence"], SURE_LESS):
        return f"把握下降：平均把握由{then['confidence']:.0%}降至{now.confidence:.0%}"
    return ""


def _moved(before: float | None, after: float | None, margin: float) -> bool:
    return before is not None and after is not None and after - before > margin


def _unseen(model: Model, texts: Sequence[str]) -> float | None:
    """The share of the texts' different words that the model has not seen twice."""
    asked = known = 0
    for text in texts:
        words = np.array([b for b in places(plain(text)) if b >= _WORDS_FROM])
        asked += len(words)
        known += int(np.isin(words, model.features.kept).sum())
    return round(1 - known / asked, 4) if asked else None
