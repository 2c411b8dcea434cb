"""Of a recogniser's best texts (n-best), the one that makes most sense, with words of the same sound put right."""

import dataclasses
import math
from collections.abc import Iterable, Sequence

from zhixi.assist.speech.rescoring.lattice import WEIGHTS, Weights, likeliest
from zhixi.assist.speech.rescoring.model import Model
from zhixi.assist.speech.rescoring.talk import Talk

MISSED = 1.0


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """A text, and the natural logarithm of its probability as the recogniser gives it."""

    text: str
    heard: float


def chosen(
    candidates: Iterable[Candidate], models: Sequence[Model | Talk], weights: Weights = WEIGHTS
) -> list[str]:
    """The texts by their worth, the best first, each once. A text is worth what the model says that it suits best:
    a stretch is talk of one kind from end to end."""
    worths: dict[str, float] = {}
    for candidate in merged(candidates):
        for model in models:
            worth, text = likeliest(candidate.text, model, weights)
            worths[text] = max(worths.get(text, -math.inf), candidate.heard + worth)
    return sorted(worths, key=lambda text: -worths[text])


def merged(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Each text once: a recogniser tells the same words several times, in traditional characters too."""
    heard: dict[str, float] = {}
    for one in candidates:
        before = heard.get(one.text)
        heard[one.text] = one.heard if before is None else _sum(before, one.heard)
    return [Candidate(text, value) for text, value in heard.items()]


def averaged(looks: list[list[Candidate]]) -> list[Candidate]:
    """The candidates of several looks at one sound, each with its mean; a look that missed a text would have put
    it `MISSED` below the last of its own."""
    tables = [{one.text: one.heard for one in merged(look)} for look in looks if look]
    texts = dict.fromkeys(text for table in tables for text in table)
    least = [min(table.values()) - MISSED for table in tables]
    means = {
        text: sum(table.get(text, low) for table, low in zip(tables, least, strict=True)) / len(tables)
        for text in texts
    }
    return [Candidate(text, mean) for text, mean in means.items()]


def _sum(one: float, other: float) -> float:
    """The logarithm of the sum of two probabilities."""
    high, low = max(one, other), min(one, other)
    return high + math.log1p(math.exp(low - high))
