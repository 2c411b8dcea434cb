"""Candidates put in order, and how sure one may be that the first answers.

Two kinds of base are met: articles with a title and variants, where the title is asked for, and bare replies,
where only words and the distance to the next one tell. The calibration of the second was fitted by
`benchmarks/answers.py --tune` on real questions; that of the first adds to it.
"""

import dataclasses
import math

from zhixi.assist.knowledge.values import Passage
from zhixi.assist.knowledge.words import pairs, telling

# log-odds that an article is right: start, its lead by words, its lead by meaning
_WORDS = (-2.6, 7.0)
_BOTH = (-1.5, 3.2, 1.3)
_APART = 0.02  # of E5's cosines, which lie close together
_ALONE = 0.15  # the usual lead, where there is no other article
_JUDGED = 12
_TITLE, _NO_TITLE = 9.0, 2.2
_TITLED = 0.7  # a title that asks the same, beside the best score by words or meaning
_K = 5  # of reciprocal rank fusion; measured: 5 before 20 before 60


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
    meant = found[0].meaning is not None
    scores = _fused(found) if meant else {c.row: c.words for c in found}
    best = max(scores.values()) or 1.0
    asked = {c.row: _asked(question, c.passage) if c.passage.title else 0.0 for c in found}
    scores = {row: score / best + _TITLED * asked[row] for row, score in scores.items()}
    ranked: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: (-scores[c.row], c.row)):
        odds = _odds(question, candidate, found, asked[candidate.row]) if len(ranked) < _JUDGED else -math.inf
        sure = 1 / (1 + math.exp(-odds)) if odds > -50 else 0.0
        # Behind the first, nobody may be surer than the one ahead of him.
        sure = min(sure, ranked[-1].confidence) if ranked else sure
        ranked.append(dataclasses.replace(candidate, score=scores[candidate.row], confidence=sure))
    return ranked


def leads(candidate: Candidate, found: list[Candidate]) -> tuple[float, float]:
    """How far it is ahead of every other article: by words, -1..1; by meaning, in units of `_APART`."""
    others = [c for c in found if c.passage.key != candidate.passage.key]
    if not others:
        return _ALONE, _ALONE
    rival = max(c.words for c in others)
    by_words = (candidate.words - rival) / max(candidate.words, rival, 1e-6)
    if candidate.meaning is None:
        return by_words, 0.0
    return by_words, (candidate.meaning - max(c.meaning for c in others)) / _APART


def _fused(found: list[Candidate]) -> dict[int, float]:
    """Reciprocal ranks by words and by meaning: their scores have no common measure."""
    by_words = sorted(found, key=lambda c: -c.words)
    by_meaning = sorted(found, key=lambda c: -(c.meaning or 0))
    scores = {c.row: 1 / (_K + place) for place, c in enumerate(by_words)}
    for place, candidate in enumerate(by_meaning):
        scores[candidate.row] += 1 / (_K + place)
    return scores


def _odds(question: Question, candidate: Candidate, found: list[Candidate], asked: float) -> float:
    passage = candidate.passage
    present = set(telling(f"{passage.title} {' '.join(passage.variants)} {passage.text}"))
    if not present & question.weights.keys():
        return -math.inf
    by_words, by_meaning = leads(candidate, found)
    if candidate.meaning is None:
        odds = _WORDS[0] + _WORDS[1] * by_words
    else:
        odds = _BOTH[0] + _BOTH[1] * by_words + _BOTH[2] * by_meaning
    if passage.title:
        odds += _TITLE * asked - _NO_TITLE
    return odds


def _asked(question: Question, passage: Passage) -> float:
    """How far a title or a variant asks the same, 0..1: words of both by what they tell, and their characters."""
    usual = sum(question.weights.values()) / (len(question.weights) or 1)
    said, asked = sum(question.weights.values()), set(question.grams)
    best = 0.0
    for title in (passage.title, *passage.variants):
        named = {word: question.weights.get(word, usual) for word in telling(title)}
        common = sum(weight for word, weight in question.weights.items() if word in named)
        if common:
            letters = set(pairs(title))
            alike = 2 * len(letters & asked) / (len(letters) + len(asked) or 1)
            best = max(best, 0.7 * common / math.sqrt(said * sum(named.values())) + 0.3 * alike)
    return best
