"""What the caller wants done (诉求): as the agent said it back and he let it stand, else in his own words."""

import re

from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.enquiry import ASKS_BACK, NO_DEMAND, counted_up, enquiry, told
from zhixi.assist.forms.found import field
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.statements import Statement, clauses, tidy
from zhixi.assist.forms.wording import as_written

WANTS = re.compile(
    r"希望|要求|请|(?<!不)叫|(?<!不)让|赶紧|尽快|马上|能不能|给[我其]|派人|赔|道歉|说明|查清|退|解决|处理|建议|帮"
)
SAID_BACK = re.compile(
    r"(?:(?:您的?|这次的?)+(?:诉求|要求|建议|意思)(?:是|就是)?|您(?:是|主要是|主要)?(?:想要?|希望|要求?))(?!一下|怎么|什么|哪|问|谁)[，：]?(?P<what>[^。？]{4,})"
)
OFFICE_ASKS = re.compile(
    r"(?:^|[，。])(?P<what>(?:请|建议|希望|要求|安排)(?!您|问|讲|说|稍|放心|注意|保持|照顾|记|耐心|提供|告诉|不要|别|远离|先)[^。？]{4,50})"
)
OFFICE_SENDS = re.compile(
    r"(?:马上|立即|立刻|现在|就|已经在)(?:通知|安排|转给?|联系)(?P<what>[^，。？您]{2,10}(?:派人|到现场|上门|前去|去)[^，。？您]{0,8})"
)
TAIL = re.compile(
    r"[，,](?:请)?[^，,]{0,6}(?:跟|和|与|给)?[您其]?[^，,]{0,6}(?:联系|回复|回电|答复您|解释)[^，,]*$"
)
# What the caller adds when he confirms what was said back.
OPEN = re.compile(r"什么|谁|哪|怎么|多少")  # the agent only asks
MORE = re.compile(
    r"(?:还有(?:就是)?|另外|顺便|同时|并且|然后|再(?=把|给|帮|查|装|修|安排|派))(?P<what>[^。？！]{4,40})"
)
WISHES = {"咨询": "咨询", "求助": "请", "投诉": "要求", "举报": "要求", "建议": "建议", "表扬": "希望"}
MOST = 70


def demand(turns: tuple[Turn, ...], said: list[Statement], kind: str) -> Field | None:
    """One sentence in the third person; None where nothing was asked for."""
    if kind == "咨询":
        chosen = enquiry(turns, said)
    else:
        chosen = _wish(turns, said)
    if chosen is None:
        return None
    words, evidence, confidence = chosen
    return field("demand", _sentence(words, kind), confidence, evidence)


def _wish(turns: tuple[Turn, ...], said: list[Statement]):
    if listed := counted_up(turns):
        return "，".join(one[0] for one in listed), [one[1] for one in listed], 0.8
    back = _said_back(turns)
    own = _own_words(turns, said)
    if back is None and (own is None or len(own[0]) < 9) and (sent := _sent(turns)):
        return sent
    return back or own


def _said_back(turns: tuple[Turn, ...]):
    """The agent's wording; one that was confirmed beats one that was only not denied. With what the caller adds."""
    best, at, former = None, 0, None
    for place, turn in enumerate(turns):
        if not turn.agent or turn.denied:
            continue
        for pattern, sure in ((SAID_BACK, 0.8), (OFFICE_ASKS, 0.6)):
            match = pattern.search(turn.text)
            if not match:
                continue
            words = TAIL.sub("", ASKS_BACK.sub("", match["what"]))
            if len(words) < 4 or NO_DEMAND.search(words) or OPEN.search(words):
                continue
            if match.group().startswith("您要求") and not turn.confirmed:
                continue  # what he demanded of somebody else, told back
            score = sure + (0.15 if turn.confirmed else 0)
            if best is None or score >= best[2]:
                evidence = [Evidence(turn.n, match.start("what"), match.end("what"))]
                before = turns[place - 1] if place else None
                if before and not before.agent:
                    evidence.append(Evidence(before.n, 0, len(before.text)))
                former = best if best and best[2] >= 0.8 and not told(words, best[0]) else None
                best, at = (words, evidence, score), place
            break
    if best and former and len(former[0]) + len(best[0]) < MOST:
        best = (f"{former[0]}，{best[0]}", former[1] + best[1], best[2])
    return _with_more(best, turns[at + 1 : at + 3]) if best else None


def _with_more(best, after: tuple[Turn, ...]):
    """What was said back, and what the caller adds to it at once; in the agent's words where he repeats that too."""
    words, evidence, score = best
    if not after or after[0].agent or not (match := MORE.search(after[0].text)):
        return best
    more = "，".join(
        p for p in re.split("[，,]", match["what"]) if not re.match("不然|要不|否则|我|你说", p)
    ).lstrip("个")
    span = Evidence(after[0].n, match.start("what"), match.end("what"))
    if (
        WANTS.search(more) is None
        and not re.search(r"把|查|修|装|恢复|冲|清", more)
        or NO_DEMAND.search(more)
    ):
        return best
    if told(more, words) or len(words) + len(more) > MOST:
        return best
    return f"{words}，{more}", [*evidence, span], score


def _sent(turns: tuple[Turn, ...]):
    """Whom the agent sends at once: 马上通知燃气公司派人去抢修."""
    for turn in turns:
        if turn.agent and not turn.denied and (match := OFFICE_SENDS.search(turn.text)):
            return "请" + match["what"], [Evidence(turn.n, match.start("what"), match.end("what"))], 0.5
    return None


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
        and not re.search(r"^其|应该|一点点|[叫让请]其|告知其", s.text)
        and not s.agent
        and s.weight > -0.5
    ]
    return (wanted[-1].text, [wanted[-1].evidence], 0.45) if wanted else None


def _sentence(words: str, kind: str) -> str:
    words = "，".join(filter(None, (tidy(p, agent=True) for p in re.split("[，,]", words)))) or words
    words = re.sub(r"(?:^|，)是(?:否|不是)?(?:这个|这样)(?:意思)?(?=，|$)", "", words).strip("，")
    words = re.sub(r"(?:^|(?<=，))(?:叫|让)(?=[^，]{2})", "请", words)
    words = re.sub(r"^，|，(?=，)", "", as_written(words))
    verb = WISHES[kind]
    if words.startswith(("请", "要求", "希望", "建议", "咨询", "表扬")):
        return words[:MOST].rstrip("，") + "。"
    return f"{verb}{words[:MOST]}".rstrip("，") + "。"
