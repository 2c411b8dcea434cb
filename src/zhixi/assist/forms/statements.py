"""What is said in a talk, clause by clause, freed of fillers and courtesies (话语净化)."""

import dataclasses
import functools
import re

from zhixi.assist.forms.draft import Evidence
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.kind import hits_in
from zhixi.assist.forms.moments import RECURRING
from zhixi.assist.numerals import SPOKEN
from zhixi.assist.safety import alarms_in

CLAUSE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]?")
PIECE = re.compile(r"[^，,、：:…—]+")
COURTESY = re.compile(
    r"^(?:你好|您好|喂+|谢谢.{0,4}|麻烦.{0,6}|辛苦.{0,4}|再见|拜拜|过年好|新年好|早上好|晚上好|不客气|好的?|行|可以|对+|是的?|没有?了?|嗯+|哦+|啊+|等一下|稍等|知道了?|记下来?了|不是|没错|应该是|同志|小姑娘|师傅|没事|算了|怎么说|你讲|你说|是啊|是吧|对不对|你知道吗?|知道吧|"
    r"我跟你(?:讲|说)|我讲|听得到吗|没关系|不好意思|您先别急|请讲|请说|明白|理解|阿妹|妹儿|小妹|大姐|要得|对头|晓得了?|听得见[吗无没]?|能看到|可以的|请问|还有|然后|第[一二三]个?|反正|其实|所以|而且|但是|不过|结果|首先|另外)+$"
)
LEAD = re.compile(
    r"^(?:你好|您好|喂+|嗯+|哦+|噢|啊+|哎+|唉|诶|欸|呃+|那|呀|对+(?=[我你他她就那这没有])|是啊|是的|好的|就是说?|那个|这个|然后呢?|所以|而且|还有(?:就是)?|反正|其实|因为|不过|但是|可是|首先|另外|结果|同志|明白了?|理解|也就是说?|您是说|我跟你(?:讲|说)|我(?:要|想)?(?:跟你)?(?:讲|说)(?:的是|一下|准一点)?|我(?:要|想|来)?反映(?:一下|一个|个)?|你说|你看|你知道|第[一二三]个?|到底)+"
)
INNER = re.compile(
    r"那个(?!月|星期|礼拜|周)|这个(?=[\u4e00-\u9fa5])(?!月|星期|礼拜|周)|就是(?!说|不|没)|呃+|嗯+|啊|呢|嘛|哦|呀|哎|诶|啦|咧|(?<=[\u4e00-\u9fa5])吧$|的话$"
)
TRAIL = re.compile(
    r"(?:了吧|吧|吗|呢|啊|嘛|哦|是吗|对吗|对吧|是吧|对不对|是不是|好吗|可以吗|行不行|你说(?:是不是|气不气人|坑不坑人|这个)?)+$"
)
PRONOUNS = (
    (re.compile(r"我们|咱们|俺们?|咱"), "其"),
    (re.compile(r"(?<!自)我(?!国)"), "其"),
    (re.compile(r"你们|您|(?<!迷)你"), ""),
)
SPOKEN_TO = (
    (re.compile(r"^您(?:主要)?(?:是|就是)?(?=说|讲|想|要|觉得|认为|怀疑)"), ""),
    (re.compile(r"您们?"), "其"),
    (re.compile(r"(?<!迷)你们?"), ""),
    *PRONOUNS[:2],
)
AGAIN = re.compile(rf"([^{SPOKEN}]{{2,6}})\1")  # said twice in a breath; digits of a number stay
OATHS = re.compile(r"他妈的?|我操|我靠|妈的|tmd|傻逼?|吃干饭|他娘的?|狗屁|放屁")
DICTATED = re.compile(
    rf"^[{SPOKEN}\s，,、]{{3,}}|[{SPOKEN}]{{7,}}|^(?:免贵)?(?:我)?姓|尾号|双木|耳东|弓长|口天|立早|草头|三点水|两点水|言午|的那?个字$|保密|贵姓|单号|工单号"
)
ABOUT_CALLING = re.compile(
    r"电话(?:就|是|打|留|号码?)|回(?:我|个)?电|联系我|打给我|给我打|号码|通知我|回复我|打(?:个|我)电话|登记|手机"
)
INTERROGATIVE = re.compile(r"什么|哪|几(?!个人)|怎么|多少|有没有|是不是|需不需要")
OWN_BUSINESS = re.compile(
    r"登记|转给|转办|转到|联系|帮查|查一下|查到|稍等|热线|感谢|再见|记录|备注|怎么称呼|工单|电话|先生|女士|阿姨|派单|还有|方便|通知|工作人员|祝|注意|小心|提醒|请其|关联|请问|请讲|请说|畅通|诉求是|理解|核实以后|工作日|答复|符合|受理|小票|发票"
)
INSTRUCTS = re.compile(r"(?:其)?(?:先|千万|不要|别|马上|赶紧|立刻|立即|带上|保持|远离|往上风|尽量|最好)")
FEELING = re.compile(
    r"让不让|吵死|气死|热死|急死|冤枉|其怕什么|你说|气不气|坑不坑|欺负|无所谓|知道|看得到|会不会|管不管|白跑|没办法|说不上|不懂|不清楚|忘了|算了|放心|听得|急了|打听|请教|我先问|别人|人家讲|怎么办|不是投诉|要不是"
)
TROUBLE = re.compile(
    r"[不没无](?!好意思|客气|过|错|关系|知道|管|用|要|是|懂|清楚|想)|坏|漏|堵|丢|欠|骗|吵|臭|脏|乱|断|掉|倒|塌|破|烂|裂|偷|打人|骂|着火|冒|拖|扣|罚|拒|缺|停[水电]|噪|扰|污|挡|占|假|差|故障|失灵|危险|投诉|举报|举报|咨询|建议|表扬|怎么|什么|哪里|多少|能不能|是不是|可不可以|修|装|换|退|赔|查|毒|赌|嫖|漏气|泄|死|伤|晕|味"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Statement:
    """One clean piece of a sentence and where it stands. weight: how much of the matter it tells."""

    text: str
    evidence: Evidence
    weight: float
    agent: bool
    question: bool
    sentence: int


def statements(turns: tuple[Turn, ...]) -> list[Statement]:
    """The pieces that tell the matter: the caller's, and the agent's readings back that he let stand."""
    found: list[Statement] = []
    callers: set[str] = set().union(*(_pairs(t.text) for t in turns if not t.agent))
    number, told = 0, 0
    for turn in turns:
        if turn.agent and (turn.denied or not _reads_back(turn, callers)):
            continue
        before = len(found)
        for sentence, (pieces, question) in enumerate(clauses(turn.text, turn.agent), number):
            if turn.agent and question and INTERROGATIVE.search(pieces[-1][0]):
                pieces = pieces[:-1]
            for text, start, end in pieces:
                if turn.agent and (OWN_BUSINESS.search(text) or _instructs(text, callers)):
                    continue
                weight = _weight(text) + _standing(turn, text, told)
                found.append(
                    Statement(text, Evidence(turn.n, start, end), weight, turn.agent, question, sentence)
                )
        number += len(clauses(turn.text, turn.agent))
        told += len(found) > before
    return found


def _instructs(text: str, callers: set[str]) -> bool:
    """Whether a piece of an agent's turn is his own advice: an order to the caller, or words that he never said."""
    pairs = _pairs(text)
    return bool(INSTRUCTS.match(text)) or len(pairs & callers) < 0.25 * len(pairs)


def _standing(turn: Turn, text: str, told: int) -> float:
    """What the place of a piece in the talk adds to its weight: early, confirmed, asked for; not an aside."""
    standing = -0.07 * told
    if turn.agent:
        standing += 0.7 if turn.confirmed else 0.2
    if {"phone", "name", "confidential", "callback"} & turn.answers and len(text) < 14:
        standing -= 1.2
    if {"matter", "demand"} & turn.answers:
        standing += 0.4
    return standing


@functools.lru_cache(maxsize=2048)
def clauses(text: str, agent: bool = False) -> tuple[tuple[tuple[tuple[str, int, int], ...], bool], ...]:
    """For each sentence that says something: its clean pieces as (text, start, end), and whether it asks.

    agent: whether the words are an agent's, whose 您 is the caller.
    """
    found = []
    for sentence in CLAUSE.finditer(text[:20_000]):
        pieces: list[tuple[str, int, int]] = []
        for piece in PIECE.finditer(sentence.group()):
            if clean := tidy(piece.group(), agent):
                if pieces and (pieces[-1][0].endswith(clean) or clean.startswith(pieces[-1][0])):
                    clean = max(pieces.pop()[0], clean, key=len)
                pieces.append((clean, sentence.start() + piece.start(), sentence.start() + piece.end()))
        if pieces:
            found.append((tuple(pieces), sentence.group()[-1:] in "？?"))
    return tuple(found)


def tidy(piece: str, agent: bool = False) -> str:
    """One piece without fillers, in the third person; "" where nothing is left to tell."""
    text = piece.strip(" \t。！？!?；;\n“”\"'（）()")
    if COURTESY.match(text):
        return ""
    text = LEAD.sub("", OATHS.sub("", text))
    text = INNER.sub("", text)
    text = TRAIL.sub("", text)
    for pattern, shown in SPOKEN_TO if agent else PRONOUNS:
        text = pattern.sub(shown, text)
    if len(text) < 2 or COURTESY.match(text) or DICTATED.search(text):
        return ""
    return AGAIN.sub(r"\1", text)


def _reads_back(turn: Turn, callers: set[str]) -> bool:
    """Whether an agent's turn is made of what the caller said: half of its pairs of characters are his."""
    if turn.confirmed:
        return len(turn.text) > 1
    pairs = _pairs(turn.text)
    return bool(pairs) and len(pairs & callers) >= 0.42 * len(pairs)


@functools.lru_cache(maxsize=8192)
def _pairs(text: str) -> frozenset[str]:
    """The neighbouring characters of a text, two by two; none across a comma."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1) if "，" not in text[i : i + 2])


@functools.lru_cache(maxsize=4096)
def _weight(text: str) -> float:
    weight = 0.5 * min(len(TROUBLE.findall(text)), 2) + (0.3 if RECURRING.search(text) else 0)
    weight += 0.6 * any(name not in ("咨询",) for name, *_ in hits_in(text)) + 0.8 * bool(alarms_in(text))
    weight += 0.6 if 5 <= len(text) <= 26 else 0.2 if len(text) > 26 else -0.5
    weight -= 0.8 * bool(FEELING.search(text))
    return weight - (1.5 if ABOUT_CALLING.search(text) and len(text) < 20 else 0)
