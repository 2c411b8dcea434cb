"""What a caller asks of the office (咨询事项): as the agent said it back, then in his own words."""

import re

from zhixi.assist.forms.draft import Evidence
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.statements import Statement

ASKED = re.compile(
    r"^.{0,14}?(?:想|要|来)?(?:咨询|请问|问问?|了解|打听)(?:一下|一哈|下|一个|个|一件|您|你们)?(?:关于)?"
)
ASKS = re.compile(
    r"怎么|什么|哪|多少|能不能|是不是|可不可以|有没有|吗|(?<!好)几(?!乎|年|天|次)|如何|是否|要不要"
)
ENQUIRES_BACK = re.compile(
    r"您(?:主要|现在)?(?:是)?(?:想|要)?(?:问|咨询|了解|核实|确认|知道)(?:一下|的是)?(?!的是哪|哪)[，：]?(?P<what>[^。？]{3,})"
)
ASKS_BACK = re.compile(
    r"[，,]?(?:(?:是不是|是)?(?:这个意思|这样|这个)?(?:对吗|是吗|吗|对吧|是吧|对不对|是不是|可以吗|好吗)?|是(?:不是)?(?:这个|这样)(?:意思)?吗?)[？?。]*$"
)
NO_DEMAND = re.compile(
    r"^(?:已经|我|会|是什么)|记录|转给|转到|工作日|登记|电话|称呼|工单|贵姓|畅通|工作人员|联系您?$|僵尸|是不是(?:这个|这样)$|想问一下$"
)
OPENS = re.compile(r"(?:想问|问一下|咨询)[^。]{6,}")
# The agent counts up what is wanted: 第一，…。第二，….
COUNTED_UP = re.compile(r"第[一二三四](?:个问题|个|点)?[，：是]*(?P<what>[^。？]{4,})")
UNSURE = re.compile(r"记不清|不知道|不清楚|忘了|不懂|没注意")
ENQUIRIES = 2


def enquiry(turns: tuple[Turn, ...], said: list[Statement]):
    """What is asked: the agent's wording that was let stand, then what the caller asks beside it."""
    found: list[tuple[str, Evidence, float]] = counted_up(turns)
    for place, turn in enumerate(turns):
        if not turn.agent or turn.denied:
            continue
        before = turns[place - 1] if place else None
        if match := ENQUIRES_BACK.search(turn.text):
            words = ASKS_BACK.sub("", match["what"])
            found.append((words, Evidence(turn.n, match.start("what"), match.end("what")), 0.9))
        elif before and not before.agent and _is_question(before):
            back = [
                s
                for s in said
                if s.agent and s.evidence.utterance == turn.n and _repeats(s.text, before.text)
            ]
            found += [(s.text, s.evidence, 0.75) for s in back]
    own = [
        s for s in said if not s.agent and s.weight > -0.3 and (ASKS.search(s.text) or ASKED.match(s.text))
    ]
    own = [s for s in own if not UNSURE.search(s.text)]
    own.sort(key=lambda s: -s.weight - 0.4 * bool(ASKS.search(s.text)))
    found = [one for one in found if not NO_DEMAND.search(one[0])]
    found += [(_question(s.text), s.evidence, 0.55) for s in own]
    chosen: list[tuple[str, Evidence, float]] = []
    for one in found:
        if len(chosen) < ENQUIRIES and not told(one[0], "".join(c[0] for c in chosen)):
            chosen.append(one)
    if not chosen:
        return None
    chosen.sort(key=lambda one: one[1])
    return "，".join(one[0] for one in chosen), [one[1] for one in chosen], max(one[2] for one in chosen)


def _is_question(turn: Turn) -> bool:
    """Whether a caller's turn asks the office something, rather than answering where, when or who."""
    answers = turn.answers & {"place", "time", "name", "phone"}
    return not answers and bool(("？" in turn.text and ASKS.search(turn.text)) or OPENS.search(turn.text))


def _repeats(words: str, asked: str) -> bool:
    """Whether an agent's words are the question again, and not its answer."""
    return sum(words[i : i + 2] in asked for i in range(len(words) - 1)) >= 0.35 * (len(words) - 1)


def told(words: str, there: str) -> bool:
    return sum(char in there for char in words) >= 0.5 * max(len(words), 1)


def counted_up(turns: tuple[Turn, ...]) -> list[tuple[str, Evidence, float]]:
    """What the agent repeats as first, second …; nothing where there is only one."""
    found = [
        (ASKS_BACK.sub("", match["what"]), Evidence(turn.n, match.start("what"), match.end("what")), 0.9)
        for turn in turns
        if turn.agent and not turn.denied
        for match in COUNTED_UP.finditer(turn.text)
    ]
    return found if len(found) > 1 else []


def _question(text: str) -> str:
    shorter = ASKED.sub("", text, count=1)
    return shorter if len(shorter) >= 4 else text
