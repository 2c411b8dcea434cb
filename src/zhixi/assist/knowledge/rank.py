"""Candidates put in order, and how sure one may be that the first answers.

Two kinds of base are met: articles with a title and variants, where the title is asked for, and bare replies,
where only words and the distance to the next one tell. The calibration of the second was fitted by
`benchmarks/answers.py --tune` on real questions; that of the first adds to it.
"""

import dataclasses
import math

from zhixi.assist.knowledge.values import Passage
from zhixi.assist.knowledge.words import telling

# log-odds that the first card is right: start, and its lead before the next article, 0..1
_START, _LEAD = -2.5, 6.0
_ALONE = 0.15  # the usual lead, where there is no next one
_TITLE, _NO_TITLE = 9.0, 2.2
_MEANING = 0.5  # how much the order by meaning weighs beside the order by words
_K = 60  # of reciprocal rank fusion


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """weights: words of the question (and, less, of the talk before) → how much each tells; grams alike."""

    text: str
    weights: dict[str, float]
    grams: dict[str, float]


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """row: place in the index. words: score by words. meaning: cosine, None without vectors."""

    row: int
    passage: Passage
    words: float
    meaning: float | None = None
    score: float = 0.0
    confidence: float = 0.0

    def nearer(self, meaning: float) -> "Candidate":
        return dataclasses.replace(self, meaning=meaning)


def reranked(question: Question, found: list[Candidate]) -> list[Candidate]:
    """Best first with score and confidence; equal ones in the order of the index, so that no answer flickers."""
    if not found:
        return []
    scores = {c.row: c.words for c in found}
    if found[0].meaning is not None:
        scores = _fused(found)
    order = sorted(found, key=lambda c: (-scores[c.row], c.row))
    best = scores[order[0].row]
    ranked = []
    for place, candidate in enumerate(order):
        rival = next((c for c in order[place + 1 :] if c.passage.key != candidate.passage.key), None)
        lead = (
            1 - scores[rival.row] / scores[candidate.row] if rival and scores[candidate.row] > 0 else _ALONE
        )
        sure = _confidence(question, candidate.passage, lead) if place < 12 else 0.0
        # Behind the first, nobody may be surer than the one ahead of him.
        sure = min(
            sure * scores[candidate.row] / best if best > 0 else 0.0, ranked[-1].confidence if ranked else 1
        )
        ranked.append(dataclasses.replace(candidate, score=scores[candidate.row], confidence=sure))
    return ranked


def _fused(found: list[Candidate]) -> dict[int, float]:
    """Reciprocal ranks by words and by meaning: their scores have no common measure."""
    by_words = sorted(found, key=lambda c: -c.words)
    by_meaning = sorted(found, key=lambda c: -(c.meaning or 0))
    scores = {c.row: 1 / (_K + place) for place, c in enumerate(by_words)}
    for place, candidate in enumerate(by_meaning):
        scores[candidate.row] += _MEANING / (_K + place)
    return scores


def _confidence(question: Question, passage: Passage, lead: float) -> float:
    present = set(telling(f"{passage.title} {' '.join(passage.variants)} {passage.text}"))
    if not present & question.weights.keys():
        return 0.0
    odds = _START + _LEAD * max(0.0, lead)
    if passage.title:
        odds += _TITLE * _asked(question, passage) - _NO_TITLE
    return 1 / (1 + math.exp(-odds))


def _asked(question: Question, passage: Passage) -> float:
    """How far a title or a variant asks the same, 0..1: words of both, weighed by what they tell."""
    usual = sum(question.weights.values()) / len(question.weights)
    best = 0.0
    for title in (passage.title, *passage.variants):
        named = {word: question.weights.get(word, usual) for word in telling(title)}
        common = sum(weight for word, weight in question.weights.items() if word in named)
        if common:
            best = max(best, common / math.sqrt(sum(question.weights.values()) * sum(named.values())))
    return best
