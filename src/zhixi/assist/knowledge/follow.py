"""What is being asked now, from the talk so far, and the cards for it (智能知识跟随)."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator

from zhixi.assist.knowledge.index import Index
from zhixi.assist.knowledge.sentence import best_sentence
from zhixi.assist.knowledge.values import Answer, Card, Passage
from zhixi.assist.knowledge.words import telling
from zhixi.assist.talk import Conversation, Leg, Utterance

_ASKS = re.compile(
    r"怎么|咋|如何|多少|什么|啥|哪|几[天个点号年岁份]|多久|多长|能不能|可不可以|可以.{0,12}吗|要不要|是不是|有没有|"
    r"行不行|吗[？?。]?$|呢[？?]?$|[？?]$|咨询|问一下|问问|想问|请问|想办|要办|想了解|打听|查一下"
)
_OTHER_SUBJECT = re.compile(
    r"(另外|顺便|对了|还有).{0,8}[问查咨]|还有.{0,2}(个|一个|件|一件)(事|问题)|再(帮我)?[问查]|换个|第二(个|件)"
)
_CHECKS = re.compile(
    r"^(是吧|对吧|是吗|对吗|真的吗|行吗|好吗|可以吗|什么|啊|喂|你说什么|没听清)[，。？?！!]*$"
)
_SMALL = re.compile(r"[嗯呃哦啊哎喂好对是的行谢再见不客气没事知道了明白，。！？、…\s]*")
_LOOKED_AT = 10  # cards that an utterance speaks for, each as far as it is sure
_FADES = 0.9  # an utterance, with each that comes after it
_FOUNDED, _NAMED = 0.3, 0.4  # a card so sure is left by a question only for a title that it names so far
_LEAST = 0.1  # sureness for a first card: a talk goes on, and what comes next may change it
_LEAD, _ITSELF = (
    0.1,
    0.3,
)  # by which another card must be surer than the one shown, and by this utterance alone
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
    answers = list(followed(conversation, index, on=on, city=city, district=district, limit=limit))
    return answers[-1] if answers else _NONE


def followed(
    conversation: Conversation,
    index: Index,
    *,
    on: dt.date | None,
    city: str = "",
    district: str = "",
    limit: int = 5,
) -> Iterator[Answer]:
    """What `follow` says after each utterance; the cheap way to go through a whole talk."""

    def find(query: str) -> Answer:
        return index.answer(query, on=on, city=city, district=district, limit=max(limit, _LOOKED_AT))

    talk = _Talk(_NONE, {})
    for utterance in conversation.utterances:
        if utterance.leg is not Leg.AGENT and _tells(utterance):
            talk = _next(talk, utterance, find(utterance.text))
        yield dataclasses.replace(talk.now, cards=talk.now.cards[:limit])


@dataclasses.dataclass(frozen=True, slots=True)
class _Talk:
    """now: what is shown. sure: article → how sure one may be by all that was said of this subject, with its card."""

    now: Answer
    sure: dict[str, tuple[float, Card]]


def _next(talk: _Talk, utterance: Utterance, alone: Answer) -> _Talk:
    """The talk after one more utterance that tells something, and what that finds by itself."""
    text, asks = utterance.text, _asks(utterance)
    if asks and _OTHER_SUBJECT.search(text):
        sure = {card.passage.key: (card.confidence, card) for card in alone.cards}
        return _Talk(alone, sure)
    # The subject is often told in several breaths: "我那个证丢了" … "身份证". What was said earlier fades.
    shown = _top(talk.now)
    sure = {key: (_FADES * was, card) for key, (was, card) in talk.sure.items()}
    for card in alone.cards:
        was = sure.get(card.passage.key, (0.0, card))[0]
        sure[card.passage.key] = 1 - (1 - was) * (1 - card.confidence), card
    best = max(sure, key=lambda key: sure[key][0], default="")
    if best and best != shown and _changes(talk.now, sure[best], sure.get(shown), alone, utterance):
        return _Talk(_answer(sure, best, text), sure)
    return _Talk(_marked(talk.now, text) if asks and talk.now.answered else talk.now, sure)


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
    return not (founded and _asks(utterance)) or _named(utterance.text, passage) >= _NAMED


def _named(text: str, passage: Passage) -> float:
    """The share of the words of a title or variant that were said."""
    said = set(telling(text))
    titles = [set(telling(title)) for title in (passage.title, *passage.variants) if title]
    return max((len(said & words) / len(words) for words in titles if words), default=1.0)


def _answer(sure: dict[str, tuple[float, Card]], best: str, query: str) -> Answer:
    ranked = sorted(sure.values(), key=lambda one: -one[0])
    cards = tuple(dataclasses.replace(card, confidence=confidence) for confidence, card in ranked)
    return Answer(cards, True, sure[best][0], query)


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
