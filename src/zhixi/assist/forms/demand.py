"""What the caller wants done (诉求): as the agent said it back and he let it stand, else in his own words."""

import re

from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.found import field
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.statements import Statement, clauses, tidy

ASKED = re.compile(
    r"^.{0,14}?(?:想|要|来)?(?:咨询|请问|问问?|了解|打听)(?:一下|下|一个|个|一件|您|你们)?(?:关于)?"
)
WANTS = re.compile(r"希望|要求|请|叫|让|赶紧|尽快|马上|能不能|给我|派人|赔|退|解决|处理|建议|帮")
ASKS = re.compile(r"怎么|什么|哪|多少|能不能|是不是|可不可以|有没有|吗|几|如何|是否|要不要")
SAID_BACK = re.compile(
    r"(?:(?:您的?|这次的?)+(?:诉求|要求|建议|意思)(?:是|就是)?|您(?:是|主要是|主要)?(?:想要?|希望|要求?))(?!一下|怎么|什么|哪|问|谁)[，：]?(?P<what>[^。？]{4,})"
)
OFFICE_ASKS = re.compile(
    r"(?:^|[，。])(?P<what>(?:请|建议|希望|要求|安排)(?!您|问|讲|说|稍|放心|注意|保持|照顾|记|耐心|提供|告诉|不要|别|远离|先)[^。？]{4,50})"
)
ASKS_BACK = re.compile(r"[，,]?(?:对吗|是吗|对吧|是吧|对不对|是不是|可以吗|好吗)?[？?。]*$")
TAIL = re.compile(
    r"[，,](?:请)?[^，,]{0,6}(?:跟|和|与|给)?[您其]?[^，,]{0,6}(?:联系|回复|回电|答复您|解释)[^，,]*$"
)
NO_DEMAND = re.compile(
    r"^(?:已经|我|会|是什么)|记录|转给|转到|工作日|登记|电话|称呼|工单|贵姓|畅通|工作人员|联系您?$|僵尸|是不是(?:这个|这样)$|想问一下$"
)
WISHES = {"咨询": "咨询", "求助": "请", "投诉": "要求", "举报": "要求", "建议": "建议", "表扬": "希望"}
MOST = 70


def demand(turns: tuple[Turn, ...], said: list[Statement], kind: str) -> Field | None:
    """One sentence in the third person; None where nothing was asked for."""
    if kind == "咨询":
        chosen = _enquiry(_said_back(turns, strict=True), _questions(said))
    else:
        chosen = _said_back(turns) or _own_words(turns, said)
    if chosen is None:
        return None
    words, evidence, confidence = chosen
    return field("demand", _sentence(words, kind), confidence, evidence)


def _enquiry(back, own):
    """What is asked: the agent's confirmed wording, and what the caller asks beside it."""
    if not back or not own:
        return own or back
    if back[2] < 0.9:
        return own
    extra = [p for p in own[0].split("，") if sum(c in back[0] for c in p) < 0.6 * len(p)][:1]
    return "，".join([back[0], *extra]), back[1] + own[1], back[2]


def _said_back(turns: tuple[Turn, ...], strict: bool = False):
    """The agent's wording; one that was confirmed beats one that was only not denied."""
    best = None
    for place, turn in enumerate(turns):
        if not turn.agent or turn.denied:
            continue
        for pattern, sure in ((SAID_BACK, 0.8), (OFFICE_ASKS, 0.6)):
            match = None if strict and pattern is OFFICE_ASKS else pattern.search(turn.text)
            if not match:
                continue
            words = TAIL.sub("", ASKS_BACK.sub("", match["what"]))
            if len(words) < 4 or NO_DEMAND.search(words):
                continue
            score = sure + (0.15 if turn.confirmed else 0)
            if best is None or score >= best[2]:
                evidence = [Evidence(turn.n, match.start("what"), match.end("what"))]
                before = turns[place - 1] if place else None
                if before and not before.agent:
                    evidence.append(Evidence(before.n, 0, len(before.text)))
                best = (words, evidence, score)
            break
    return best


def _own_words(turns: tuple[Turn, ...], said: list[Statement]):
    for turn in turns:
        if not turn.agent and "demand" in turn.answers and WANTS.search(turn.text):
            words = "，".join(p[0] for pieces, _ in clauses(turn.text) for p in pieces)
            if len(words) >= 4:
                return words[:MOST], [Evidence(turn.n, 0, len(turn.text))], 0.6
    wanted = [
        s
        for s in said
        if WANTS.search(s.text)
        and not re.search(r"^其|应该|一点点", s.text)
        and not s.agent
        and s.weight > -0.5
    ]
    return (wanted[-1].text, [wanted[-1].evidence], 0.45) if wanted else None


def _questions(said: list[Statement]):
    """The one or two things that an enquiry asks."""
    asked = [
        s for s in said if not s.agent and (ASKS.search(s.text) or ASKED.match(s.text)) and s.weight > -0.3
    ]
    asked = sorted(
        sorted(asked, key=lambda s: -s.weight - 0.4 * bool(ASKS.search(s.text)))[:2], key=lambda s: s.evidence
    )
    if not asked:
        return None
    return "，".join(_question(s.text) for s in asked), [s.evidence for s in asked], 0.55


def _question(text: str) -> str:
    shorter = ASKED.sub("", text, count=1)
    return shorter if len(shorter) >= 4 else text


def _sentence(words: str, kind: str) -> str:
    words = "，".join(filter(None, (tidy(p) for p in re.split("[，,]", words)))) or words
    words = re.sub(r"(?:^|(?<=，))(?:叫|让)(?=[^，]{2})", "请", words)
    verb = WISHES[kind]
    if words.startswith(("请", "要求", "希望", "建议", "咨询", "表扬")):
        return words[:MOST].rstrip("，") + "。"
    return f"{verb}{words[:MOST]}".rstrip("，") + "。"
