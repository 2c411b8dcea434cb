"""Candidates put in order, how sure one may be that the first answers, and whether that is enough.

Two kinds of base are met: articles with a title and variants, where the title is asked for, and bare replies,
where only words and the distance to the next one tell. The numbers of the second were fitted by
`benchmarks/answer_fit.py` on real questions, those of the first on talks; each is a handful for all bases.
"""

import dataclasses
import math

from zhixi.assist.knowledge.values import Passage
from zhixi.assist.knowledge.words import pairs, telling

# How much more likely a candidate is right: by its words beside the best, by E5's cosine, by the cosine made even.
BY_WORDS, BY_MEANING, BY_EVEN = 3.0, 69.4, 7.1
BY_WORDS_HERE, BY_MEANING_HERE = 3.45, 107.7  # in a base too small to be made even
# log-odds that the first is right: start, the log of its share among the candidates
SURE = (0.93, 2.01)
# and that the base has an answer at all: start, the same, the cosine made even; below NONE one in ten of those that
# have one would be refused
KNOWN, NONE = (0.27, 0.55, 2.77), 0.463
KNOWN_HERE, NONE_HERE = (1.55, 0.83), 0.469
# By words alone: start, lead; and the confidence below which one in ten with an answer would be refused.
_WORDS, NONE_BY_WORDS = (-2.6, 7.0), 0.075
# For an article with a title: start, how far the title asks the same, its lead by words, its strength.
_TITLE, NONE_TITLED = (-3.56, 1.46, 1.69, 2.99), 0.25
_ALONE = 0.15  # the usual lead, where there is no other article
_JUDGED = 12
_TITLED = 0.7  # a title that asks the same, beside the best score by words or meaning


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """weights: words of the question → how much each tells; grams: its pairs of characters alike.

    most: what a handful of the rarest words would score.
    """

    text: str
    weights: dict[str, float]
    grams: dict[str, float]
    most: float = 1.0


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """row: place in the index. words: score by words. meaning, even: cosines, None without vectors or evening."""

    row: int
    passage: Passage
    words: float
    meaning: float | None = None
    even: float | None = None
    score: float = 0.0
    confidence: float = 0.0

    def nearer(self, meaning: float, even: float | None) -> "Candidate":
        return dataclasses.replace(self, meaning=meaning, even=even)


def reranked(question: Question, found: list[Candidate]) -> list[Candidate]:
    """Best first with score and confidence; equal ones in the order of the index, so that no answer flickers."""
    if not found:
        return []
    shares = shared(found)
    best = max(shares.values())
    by_words = max(c.words for c in found) or 1.0
    meant = found[0].meaning is not None
    asked = {c.row: _asked(question, c.passage) if c.passage.title else 0.0 for c in found}
    scores = {
        c.row: (shares[c.row] / best if meant else c.words / by_words) + _TITLED * asked[c.row] for c in found
    }
    ranked: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: (-scores[c.row], c.row)):
        odds = -math.inf
        if len(ranked) < _JUDGED:
            odds = _odds(question, candidate, found, asked[candidate.row], shares[candidate.row])
        sure = 1 / (1 + math.exp(-odds)) if odds > -50 else 0.0
        # Behind the first, nobody may be surer than the one ahead of him.
        sure = min(sure, ranked[-1].confidence) if ranked else sure
        ranked.append(dataclasses.replace(candidate, score=scores[candidate.row], confidence=sure))
    return ranked


def answered(ranked: list[Candidate]) -> bool:
    """Whether the first is enough of an answer, so that nine in ten of the questions that have one are answered."""
    if not ranked or ranked[0].confidence == 0:
        return False
    first = ranked[0]
    if first.passage.title:
        return first.confidence >= NONE_TITLED
    if first.meaning is None:
        return first.confidence >= NONE_BY_WORDS
    return known(first, shared(ranked)[first.row]) >= (NONE_HERE if first.even is None else NONE)


def known(first: Candidate, share: float) -> float:
    """How sure one may be that the base has an answer, 0..1. It may be another than the first."""
    if first.even is None:
        odds = KNOWN_HERE[0] + KNOWN_HERE[1] * math.log(share)
    else:
        odds = KNOWN[0] + KNOWN[1] * math.log(share) + KNOWN[2] * first.even
    return 1 / (1 + math.exp(-odds))


def shared(found: list[Candidate]) -> dict[int, float]:
    """Row → the share of the candidates' chances that it has, by words and meaning together; they add up to 1."""
    most = max(c.words for c in found) or 1.0
    near = max(c.meaning or 0.0 for c in found)
    chances = {c.row: _chance(c, most, near) for c in found}
    top = max(chances.values())
    whole = sum(math.exp(chance - top) for chance in chances.values())
    return {row: max(math.exp(chance - top) / whole, 1e-9) for row, chance in chances.items()}


def _chance(candidate: Candidate, most: float, near: float) -> float:
    words, apart = candidate.words / most, (candidate.meaning or 0.0) - near
    if candidate.even is None:
        return BY_WORDS_HERE * words + BY_MEANING_HERE * apart
    return BY_WORDS * words + BY_MEANING * apart + BY_EVEN * candidate.even


def _lead(candidate: Candidate, found: list[Candidate]) -> float:
    """How far it is ahead of every other article by words, -1..1."""
    others = [c.words for c in found if c.passage.key != candidate.passage.key]
    if not others:
        return _ALONE
    rival = max(others)
    return (candidate.words - rival) / max(candidate.words, rival, 1e-6)


def _odds(
    question: Question, candidate: Candidate, found: list[Candidate], asked: float, share: float
) -> float:
    passage = candidate.passage
    present = set(telling(f"{passage.title} {' '.join(passage.variants)} {passage.text}"))
    if not present & question.weights.keys():
        return -math.inf
    if passage.title:
        start, title, lead, strength = _TITLE
        strong = strength * candidate.words / question.most
        return start + title * asked + lead * _lead(candidate, found) + strong
    if candidate.meaning is None:
        return _WORDS[0] + _WORDS[1] * _lead(candidate, found)
    return SURE[0] + SURE[1] * math.log(share)


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
