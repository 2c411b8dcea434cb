"""What is being asked now, from the talk so far, and the cards for it (智能知识跟随)."""

import dataclasses
import datetime as dt
from collections.abc import Iterator

from zhixi.assist.knowledge import by_words, judged
from zhixi.assist.knowledge.asking import tells
from zhixi.assist.knowledge.index import Index
from zhixi.assist.knowledge.remembering import Remembering
from zhixi.assist.knowledge.values import Answer
from zhixi.assist.talk import Conversation, Leg

_NONE = Answer((), False, 0.0, "")


def follow(
    conversation: Conversation,
    index: Index,
    *,
    on: dt.date | None,
    city: str = "",
    district: str = "",
    limit: int = 5,
    witness: Remembering | None = None,
) -> Answer:
    """Cards for what the caller asks now; the same until the caller asks something else.

    A pure function of the talk. Small talk and numbers change nothing, nor do the agent's words but those that say the
    caller's matter again ("您是反映停水，对吗"); a further question on the subject ("那要带什么材料") keeps its card
    and moves the marked sentence; another subject changes the card.
    witness: of meaning, without whom nobody can say that the base has no answer, and the agent is not heard.
    """
    where = {"on": on, "city": city, "district": district}
    answers = list(followed(conversation, index, **where, limit=limit, witness=witness))
    return answers[-1] if answers else _NONE


def followed(
    conversation: Conversation,
    index: Index,
    *,
    on: dt.date | None,
    city: str = "",
    district: str = "",
    limit: int = 5,
    witness: Remembering | None = None,
) -> Iterator[Answer]:
    """What `follow` says after each utterance; the cheap way to go through a whole talk."""

    def find(query: str, many: int) -> Answer:
        return index.answer(query, on=on, city=city, district=district, limit=max(limit, many))

    talk = judged.Talk(find, index.judge(witness)) if witness else by_words.Talk(find)
    for utterance in conversation.utterances:
        if tells(utterance) and (witness or utterance.leg is not Leg.AGENT):
            talk.hear(utterance)
        yield dataclasses.replace(talk.now, cards=talk.now.cards[:limit])
