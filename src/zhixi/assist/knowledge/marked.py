"""The sentence of a card that answers a further question."""

import dataclasses

from zhixi.assist.knowledge.sentence import best_sentence
from zhixi.assist.knowledge.values import Answer, Card
from zhixi.assist.knowledge.words import telling


def marked(answer: Answer, question: str) -> Answer:
    """The same cards, with the sentence marked that answers the further question, where one does."""
    weights = dict.fromkeys(telling(question), 1.0)
    cards = tuple(_card(card, weights) for card in answer.cards)
    return dataclasses.replace(answer, cards=cards, query=f"{answer.query.splitlines()[0]}\n{question}")


def _card(card: Card, weights: dict[str, float]) -> Card:
    if not any(word in card.passage.text for word in weights):
        return card
    start, end = best_sentence(card.passage.text, weights)
    return dataclasses.replace(card, start=start, end=end)
