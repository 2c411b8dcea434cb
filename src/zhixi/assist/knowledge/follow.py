"""What is being asked now, from the talk so far, and the cards for it (智能知识跟随)."""

import dataclasses
import datetime as dt
import re

from zhixi.assist.knowledge.index import Index
from zhixi.assist.knowledge.sentence import best_sentence
from zhixi.assist.knowledge.values import Answer, Card
from zhixi.assist.knowledge.words import telling
from zhixi.assist.talk import Conversation, Leg, Utterance

_ASKS = re.compile(
    r"怎么|咋|如何|多少|什么|啥|哪|几[天个点号年岁份]|多久|多长|能不能|可不可以|可以.{0,12}吗|要不要|是不是|有没有|"
    r"行不行|吗[？?。]?$|呢[？?]?$|[？?]$|咨询|问一下|问问|想问|请问|想办|要办|想了解|打听|查一下"
)
_OTHER_SUBJECT = re.compile(r"另外|还有(个|一个|件|一件)?(事|问题)|再问|换个|顺便|对了")
_CHECKS = re.compile(
    r"^(是吧|对吧|是吗|对吗|真的吗|行吗|好吗|可以吗|什么|啊|喂|你说什么|没听清)[，。？?！!]*$"
)
_SMALL = re.compile(r"[嗯呃哦啊哎喂好对是的行谢再见不客气没事知道了明白，。！？、…\s]*")
_SURE = 0.5  # a question that finds its own article so surely has left the subject before it
_TOLD = 0.4  # who tells and does not ask gets a card only when it is plainly the matter
_NONE = Answer((), False, 0.0, "")


def follow(
    conversation: Conversation,
    index: Index,
    *,
    on: dt.date | None,
    city: str = "",
    district: str = "",
    limit: int = 5,
) -> Answer:
    """Cards for what the caller asks now; the same until the caller asks something else.

    A pure function of the talk. Small talk, numbers and the agent's words change nothing; a further question on
    the subject ("那要带什么材料") keeps its card and moves the marked sentence; another subject changes the card.
    """
    now, before = _NONE, ""

    def found(query: str, context: str = "") -> Answer:
        return index.answer(query, on=on, city=city, district=district, limit=limit, context=context)

    for utterance in conversation.utterances:
        if utterance.leg is Leg.AGENT or not _tells(utterance):
            continue
        alone, asks = found(utterance.text), _asks(utterance)
        if not now.answered:
            # The subject is often told in two breaths: "我那个证丢了" … "身份证".
            told = max(alone, found(utterance.text, before), key=lambda answer: answer.confidence)
            now = told if asks or told.confidence >= _TOLD else now
        elif _OTHER_SUBJECT.search(utterance.text) and asks:
            now = alone
        elif asks and (alone.confidence < _SURE or _top(alone) == _top(now)):
            now = _marked(now, utterance.text)
        elif alone.confidence >= (_SURE if asks else now.confidence + _TOLD) and _top(alone) != _top(now):
            now = alone
        before = utterance.text
    return now


def _top(answer: Answer) -> str:
    return answer.cards[0].passage.key if answer.cards else ""


def _marked(answer: Answer, question: str) -> Answer:
    """The same cards, with the sentence marked that answers the further question, where one does."""
    weights = dict.fromkeys(telling(question), 1.0)
    cards = tuple(_card(card, weights) for card in answer.cards)
    return dataclasses.replace(answer, cards=cards, query=f"{answer.query.splitlines()[0]}\n{question}")


def _card(card: Card, weights: dict[str, float]) -> Card:
    if not any(word in card.passage.text for word in weights):
        return card
    start, end = best_sentence(card.passage.text, weights)
    return dataclasses.replace(card, start=start, end=end)


def _asks(utterance: Utterance) -> bool:
    return bool(_ASKS.search(utterance.text)) and not _CHECKS.match(utterance.text)


def _tells(utterance: Utterance) -> bool:
    """Whether it says anything to look up: not a yes, a thank-you, a name or a number alone."""
    if _SMALL.fullmatch(utterance.text):
        return False
    return any(not word.isdigit() and len(word) > 1 for word in telling(utterance.text)) or _asks(utterance)
