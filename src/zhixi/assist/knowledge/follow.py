"""What is being asked now, from the talk so far, and the cards for it (智能知识跟随)."""

import dataclasses
import datetime as dt
import re

from zhixi.assist.knowledge.index import Index
from zhixi.assist.knowledge.values import Answer
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
_BEFORE = 4  # so many earlier utterances of the caller tell the subject


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """What is asked now: the question, and the words before it that tell its subject. "" where nothing is."""

    question: str
    subject: str


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

    A pure function of the talk: small talk, numbers and what the agent says change nothing.
    """
    asked = asked_now(conversation)
    if not asked.question:
        return Answer((), False, 0.0, "")
    found = index.answer(
        asked.question, on=on, city=city, district=district, limit=limit, context=asked.subject
    )
    return dataclasses.replace(found, query=" ".join(filter(None, (asked.subject, asked.question))))


def asked_now(conversation: Conversation) -> Asked:
    """The caller's latest question and its subject; without a question, what the caller told first."""
    told = [u for u in conversation.utterances if u.leg is not Leg.AGENT and _tells(u)]
    if not told:
        return Asked("", "")
    places = [place for place, utterance in enumerate(told) if _asks(utterance)]
    if not places:
        return Asked(" ".join(u.text for u in told[:3]), "")
    last = places[-1]
    if _OTHER_SUBJECT.search(told[last].text):
        return Asked(told[last].text, "")
    before = told[:last][-_BEFORE:]
    # Subjects end where the caller began another; the first question of all stays in sight otherwise.
    turned = [place for place, utterance in enumerate(before) if _OTHER_SUBJECT.search(utterance.text)]
    if turned:
        before = before[turned[-1] :]
    elif places[0] < last and told[places[0]] not in before:
        before = [told[places[0]], *before]
    return Asked(told[last].text, " ".join(u.text for u in before))


def _asks(utterance: Utterance) -> bool:
    return bool(_ASKS.search(utterance.text)) and not _CHECKS.match(utterance.text)


def _tells(utterance: Utterance) -> bool:
    """Whether it says anything to look up: not a yes, a thank-you, a name or a number alone."""
    if _SMALL.fullmatch(utterance.text):
        return False
    return any(not word.isdigit() and len(word) > 1 for word in telling(utterance.text)) or _asks(utterance)
