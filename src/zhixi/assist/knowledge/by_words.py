"""A talk followed by words alone, where no embedder is at hand: a card is nearly always shown."""

import dataclasses
from collections.abc import Callable

from zhixi.assist.knowledge.asking import asks, turns_away
from zhixi.assist.knowledge.marked import marked
from zhixi.assist.knowledge.values import Answer, Card, Passage
from zhixi.assist.knowledge.words import telling
from zhixi.assist.talk import Utterance

_LOOKED_AT = 10  # cards that an utterance speaks for, each as far as it is sure
_FADES = 0.9  # an utterance, with each that comes after it
_FOUNDED, _NAMED = 0.3, 0.4  # a card so sure is left by a question only for a title that it names so far
_LEAST = 0.1  # sureness for a first card: a talk goes on, and what comes next may change it
_LEAD, _ITSELF = (
    0.1,
    0.3,
)  # by which another card must be surer than the one shown, and by this utterance alone


class Talk:
    """now: what is shown. sure: article → how sure one may be by all that was said of this subject, with its card."""

    def __init__(self, find: Callable[[str, int], Answer]):
        self.now, self._find = Answer((), False, 0.0, ""), find
        self._sure: dict[str, tuple[float, Card]] = {}

    def hear(self, utterance: Utterance) -> None:
        """One more utterance that tells something."""
        text, alone = utterance.text, self._find(utterance.text, _LOOKED_AT)
        if turns_away(utterance):
            self.now, self._sure = alone, {card.passage.key: (card.confidence, card) for card in alone.cards}
            return
        # The subject is often told in several breaths: "我那个证丢了" … "身份证". What was said earlier fades.
        shown = self.now.cards[0].passage.key if self.now.cards else ""
        sure = {key: (_FADES * was, card) for key, (was, card) in self._sure.items()}
        for card in alone.cards:
            was = sure.get(card.passage.key, (0.0, card))[0]
            sure[card.passage.key] = 1 - (1 - was) * (1 - card.confidence), card
        self._sure, best = sure, max(sure, key=lambda key: sure[key][0], default="")
        if best and best != shown and _changes(self.now, sure[best], sure.get(shown), alone, utterance):
            self.now = _answer(sure, best, text)
        elif asks(utterance) and self.now.answered:
            self.now = marked(self.now, text)


def _changes(now: Answer, best, shown, alone: Answer, utterance: Utterance) -> bool:
    """Whether the best of what was said is shown from now on. best, shown: how sure one may be, and the card."""
    if not now.answered:
        return best[0] >= _LEAST
    passage = best[1].passage
    itself = next((card.confidence for card in alone.cards if card.passage.key == passage.key), 0.0)
    if itself < _ITSELF or best[0] < (shown[0] if shown else 0.0) + _LEAD:
        return False
    # "租房合同行吧" after an answer is about that answer, and names another matter only in passing.
    founded = shown is not None and shown[0] >= _FOUNDED
    return not (founded and asks(utterance)) or _named(utterance.text, passage) >= _NAMED


def _named(text: str, passage: Passage) -> float:
    """The share of the words of a title or variant that were said."""
    said = set(telling(text))
    titles = [set(telling(title)) for title in (passage.title, *passage.variants) if title]
    return max((len(said & words) / len(words) for words in titles if words), default=1.0)


def _answer(sure: dict[str, tuple[float, Card]], best: str, query: str) -> Answer:
    ranked = sorted(sure.values(), key=lambda one: -one[0])
    cards = tuple(dataclasses.replace(card, confidence=confidence) for confidence, card in ranked)
    return Answer(cards, True, sure[best][0], query)
