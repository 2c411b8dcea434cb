"""What is being asked now, from the talk so far, and the cards for it (智能知识跟随)."""

import dataclasses
import datetime as dt
from collections.abc import Iterator

from zhixi.assist.knowledge import by_words, judged
from zhixi.assist.knowledge.asking import tells
from zhixi.assist.knowledge.index import Index
from zhixi.assist.knowledge.remembering import Remembering
from zhixi.assist.knowledge.values import Answer
from zhixi.assist.talk import Conversation, Leg, Utterance


class Following:
    """One talk followed while it goes on: what `follow` says of it, each utterance heard once.

    It begins anew where what was said before is another, or the index, the day or the place is.
    witness: of meaning, without whom nobody can say that the base has no answer, and the agent is not heard.
    """

    def __init__(self):
        self._by: tuple = ()
        self._heard: tuple[Utterance, ...] = ()
        self._talk: judged.Talk | by_words.Talk | None = None

    def follow(
        self,
        conversation: Conversation,
        index: Index,
        *,
        on: dt.date | None,
        city: str = "",
        district: str = "",
        limit: int = 5,
        witness: Remembering | None = None,
    ) -> Answer:
        by, said = (index, on, city, district, limit, witness), conversation.utterances
        if self._talk is None or by != self._by or said[: len(self._heard)] != self._heard:
            self._talk, self._by, self._heard = _talk(*by), by, ()
        for utterance in said[len(self._heard) :]:
            if tells(utterance) and (witness or utterance.leg is not Leg.AGENT):
                self._talk.hear(utterance)
        self._heard = said
        return dataclasses.replace(self._talk.now, cards=self._talk.now.cards[:limit])


def follow(conversation: Conversation, index: Index, **asked) -> Answer:
    """Cards for what the caller asks now; the same until the caller asks something else. asked: as `Following.follow`.

    A pure function of the talk. Small talk and numbers change nothing, nor do the agent's words but those that say the
    caller's matter again ("您是反映停水，对吗"); a further question on the subject ("那要带什么材料") keeps its card
    and moves the marked sentence; another subject changes the card.
    """
    return Following().follow(conversation, index, **asked)


def followed(conversation: Conversation, index: Index, **asked) -> Iterator[Answer]:
    """What `follow`, asked so, says after each utterance; the cheap way to go through a whole talk."""
    following = Following()
    for n in range(1, len(conversation.utterances) + 1):
        yield following.follow(
            dataclasses.replace(conversation, utterances=conversation.utterances[:n]), index, **asked
        )


def _talk(index: Index, on, city, district, limit, witness) -> judged.Talk | by_words.Talk:
    def find(query: str, many: int) -> Answer:
        return index.answer(query, on=on, city=city, district=district, limit=max(limit, many))

    return judged.Talk(find, index.judge(witness)) if witness else by_words.Talk(find)
