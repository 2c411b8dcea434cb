"""A talk followed by a judge: a card once it is likely to answer, none before (智能知识跟随)."""

import dataclasses
from collections.abc import Callable

from zhixi.assist.knowledge.asking import announces, asks, turns_away
from zhixi.assist.knowledge.judging import Judge
from zhixi.assist.knowledge.marked import marked
from zhixi.assist.knowledge.restating import restated
from zhixi.assist.knowledge.synonyms import made_one
from zhixi.assist.knowledge.values import Answer, Card
from zhixi.assist.talk import Leg, Utterance

LOOKED_AT = 20  # cards of an utterance that may be meant
_REACHES = 4  # utterances back that cards come from
_SHOWN = 0.4  # how likely the first card must be
_LEAD = 0.1  # by which another must be likelier than the one shown
_FADES = 0.9  # how likely an article was, with each utterance that comes after


def weighed(answer: Answer, judge: Judge) -> Answer:
    """The cards of a whole question as the judge sees them, and whether the likeliest answers it."""
    chances = judge.chances([answer.query], [card.passage for card in answer.cards])
    pairs = sorted(zip(answer.cards, chances, strict=True), key=lambda pair: -pair[1])
    cards = tuple(dataclasses.replace(card, confidence=float(chance)) for card, chance in pairs)
    sure = cards[0].confidence if cards else 0.0
    return Answer(cards, sure >= _SHOWN, sure, answer.query)


class Talk:
    """now: what is shown. likely: article → how likely it is meant, of this utterance or fading since an earlier."""

    def __init__(self, find: Callable[[str, int], Answer], judge: Judge):
        self.now, self._find, self._judge = Answer((), False, 0.0, ""), find, judge
        self._said: list[str] = []
        self._again: list[str] = []
        self._found: list[tuple[Card, ...]] = []
        self._likely: dict[str, float] = {}

    def hear(self, utterance: Utterance) -> None:
        """One more utterance that tells something; of the agent's, what says the caller's matter again."""
        if utterance.leg is Leg.AGENT:
            again = restated(utterance.text) if self._said else ""
            if again:
                self._again.append(again)
                self._look(again, utterance.text)
            return
        if announces(utterance):
            return
        if turns_away(utterance):
            self.__init__(self._find, self._judge)
        self._said.append(utterance.text)
        changed = self._look(utterance.text, utterance.text)
        if not changed and asks(utterance) and self.now.answered:
            self.now = marked(self.now, utterance.text)

    def _look(self, text: str, whole: str) -> bool:
        """Weigh what that text finds with what was found before; whether another card is shown."""
        self._found = [*self._found[1 - _REACHES :], self._find(_asked(text), LOOKED_AT).cards]
        cards = self.candidates()
        chances = dict(zip(cards, self._chances(cards), strict=True))
        self._likely = {
            key: max(_FADES * self._likely.get(key, 0.0), float(chance)) for key, chance in chances.items()
        }
        best = max(chances, key=chances.__getitem__, default="")
        if not best or not self._changes(best, chances[best]):
            return False
        ranked = sorted(cards, key=lambda key: (key != best, -self._likely[key]))
        shown = tuple(dataclasses.replace(cards[key], confidence=self._likely[key]) for key in ranked)
        self.now = Answer(shown, True, self._likely[best], whole)
        return True

    def candidates(self) -> dict[str, Card]:
        """What is shown, and what the last utterances found, one an article."""
        found = (card for cards in self._found for card in cards)
        return {card.passage.key: card for card in (*self.now.cards[:1], *found)}

    def _chances(self, cards: dict[str, Card]) -> list[float]:
        return list(self._judge.chances(self._said, [card.passage for card in cards.values()], self._again))

    def _changes(self, best: str, chance: float) -> bool:
        if not self.now.answered:
            return chance >= _SHOWN
        shown = self.now.cards[0].passage.key
        return best != shown and chance >= max(_SHOWN, self._likely[shown] + _LEAD)


def _asked(text: str) -> str:
    made = made_one(text)
    return text if made == text else f"{text} {made}"
