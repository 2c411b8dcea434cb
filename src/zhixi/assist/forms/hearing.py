"""Who said what, in answer to what: the talk as a caller and an agent understand it (一问一答, 复述, 更正)."""

import dataclasses
import functools
import re

from zhixi.assist.talk import Conversation, Leg, Utterance

ASKS = {
    "name": r"贵姓|怎么称呼|如何称呼|姓名|姓什么|名字|您姓",
    "phone": r"电话|号码|联系方式|手机|座机|尾号|来电",
    "place": r"哪里|哪儿|位置|在哪|地址|地点|哪个(?:区|小区|镇|村|社区|街道|路段|方向|片区|门|店|校区)|哪一?条|"
    r"哪条(?:路|街)|多少号|几号(?:楼|房)|几栋|门牌|什么路|路名|哪一?段|什么地方|店名|哪家|(?:区|路|街道|镇|那边|那里|小区|旁边|附近)"
    r"(?:的)?(?:，)?(?:对吧|对吗|是吧|是吗|对不对|吗|吧|么)",
    "time": r"什么时候|几点|哪天|几号(?!楼|房|线)|多久|何时|哪一?天|时间",
    "demand": r"诉求|希望|要求是|想(?:要)?怎么|需要我们|您是想|您想|建议是|帮您",
    "callback": r"(?:回复|回电|答复|联系|反馈|打电话|回访)",
    "confidential": r"保密|匿名",
    "related_order": r"工单号|单号|编号|工单",
    "matter": r"什么(?:问题|情况|事)|请讲|请说|怎么了|怎么回事|具体情况",
}
QUESTION = re.compile(r"[？?]|吗|呢|吧|对不对|是不是|多少|什么|哪|几|请问|贵姓|怎么|诉求是|要求是|建议是")
_FILLER = r"(?:喂|嗯+|哦+|噢|啊+|呃+|额|哎+|唉|诶|欸|嘿|那|呀|[，,。、…！!\s])*"
NO = re.compile(
    rf"^{_FILLER}(?:不是(?!投诉|我)|不(?:投诉|举报|咨询)|不对|错了|哪里是|没有?啊?不是|不，|是[^，。？！]{{1,8}}，?不是|你(?:听|写|记)错|我(?:是)?说的是)"
)
# 七零三，七零三！不是七零一 — the correction comes behind the right value.
NO_BEHIND = re.compile(r"(?<!是)(?<!要)不是(?!吗|嘛|不|很|太|没|说|投诉|有)[^，。？！]{1,12}[。！!啊]?$")
YES = re.compile(
    rf"^{_FILLER}(?:对|是的|是啊|是吧|没错|可以|好的?|行|应该是|差不多|就是|正确|嗯+|是[，。！]|是$|差不离|对头|没问题|要得|得(?:嘞|了)[，。！]|妥|中[，。！中]|成[，。！]|系(?:啊|呀|的|[，。])|冇错|对嘞|对着|打吧|记吧|(?:都)?能(?:接|打|的|[，。])|没变|不变|没换|随时|一直开|是我(?:家|们|的|本人)|就(?:是)?这(?:个)?(?:意思|样)|[要有](?:啊|呀|的)[，。])"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Turn:
    """One utterance with its meaning in the exchange.

    asks: topics an agent's question is about. answers: topics of the question just before a caller's turn.
    denied/confirmed: how the caller took an agent's turn; None/False where he said nothing of it.
    """

    utterance: Utterance
    asks: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    denies: bool = False
    confirms: bool = False
    denied: bool = False
    confirmed: bool = False

    @property
    def n(self) -> int:
        return self.utterance.n

    @property
    def text(self) -> str:
        return self.utterance.text

    @property
    def agent(self) -> bool:
        return self.utterance.leg == Leg.AGENT

    @property
    def credible(self) -> bool:
        """Whether its content may count: the caller's own, or the agent's where the caller let it stand."""
        return not self.agent or not self.denied


def listen(conversation: Conversation) -> tuple[Turn, ...]:
    """The turns of a talk with questions tied to answers. Empty utterances stay, so that numbers agree."""
    turns: list[Turn] = []
    asked: frozenset[str] = frozenset()
    last_agent: int | None = None
    for utterance in conversation.utterances:
        if utterance.leg == Leg.AGENT:
            asks = questions_in(utterance.text)
            asked = asks or (asked if len(utterance.text) <= 4 else frozenset())
            last_agent = len(turns)
            turns.append(Turn(utterance, asks=asks))
            continue
        if utterance.leg == Leg.MIXED:
            turns.append(Turn(utterance, answers=asked))
            asked = frozenset() if conversation.written else questions_in(utterance.text)
            continue
        denies, confirms = polarity(utterance.text)
        turns.append(Turn(utterance, answers=asked, denies=denies, confirms=confirms))
        if last_agent is not None:
            before = turns[last_agent]
            turns[last_agent] = dataclasses.replace(
                before, denied=before.denied or denies, confirmed=before.confirmed or confirms
            )
            last_agent = None
    return tuple(turns)


@functools.lru_cache(maxsize=4096)
def questions_in(text: str) -> frozenset[str]:
    """The topics that an agent's words ask about; none where nothing is asked."""
    if len(text) > 400 or not QUESTION.search(text):
        return frozenset()
    return frozenset(topic for topic, pattern in _patterns().items() if pattern.search(text))


@functools.lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern]:
    return {topic: re.compile(pattern) for topic, pattern in ASKS.items()}


@functools.lru_cache(maxsize=4096)
def polarity(text: str) -> tuple[bool, bool]:
    """Whether a caller's turn denies, and whether it confirms, what the agent has just said."""
    head = text[:200]
    if NO.search(head) or NO_BEHIND.search(head):
        return True, False
    return False, bool(YES.search(head))
