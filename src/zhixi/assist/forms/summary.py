"""Title, subject, demand and description (标题, 主体, 诉求, 内容): the talk's own words, joined, never new facts."""

import re

from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.found import field
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.statements import Statement, clauses, statements, tidy

ASKED = re.compile(
    r"^.{0,14}?(?:想|要|来)?(?:咨询|请问|问问?|了解|打听)(?:一下|下|一个|个|一件|您|你们)?(?:关于)?"
)
OPENED = re.compile(
    r"^.{0,10}?(?:(?:要|想|来)?(?:投诉|举报|反映|表扬|求助)(?:一下|一个|个)?|提(?:一个|个|一点|点)?建议|建议)"
)
EMPTY = re.compile(r"(?:的)?(?:事情|事|问题|情况)$|^(?:一个|个|一件)?(?:事情|事|问题|情况)$")
WANTS = re.compile(r"希望|要求|请|叫|让|赶紧|尽快|马上|能不能|给我|派人|赔|退|解决|处理|建议|帮")
SAID_BACK = re.compile(
    r"(?:您的?(?:诉求|要求|建议|意思)(?:是|就是)?|您(?:是|主要是)?(?:想|希望|要求?|主要想)|也就是|那就是|您是(?=希望|要|想))(?:要|是)?[，：]?(?P<what>[^。？]+)|(?:^|，)(?P<ask>(?:请|建议|希望|要求|安排|核实|督促)[^。？]{4,40})"
)
ASKS_BACK = re.compile(r"[，,]?(?:对吗|是吗|对吧|是吧|对不对|是不是|可以吗)?[？?。]*$")
VERBS = {"咨询": "咨询", "求助": "", "投诉": "", "举报": "", "建议": "建议", "表扬": "表扬"}
TELLS = {"咨询": "咨询", "求助": "反映", "投诉": "反映", "举报": "举报", "建议": "建议", "表扬": "表扬"}
WISHES = {"咨询": "咨询", "求助": "请", "投诉": "要求", "举报": "要求", "建议": "建议", "表扬": "希望"}
TITLE_MOST, DESCRIPTION_MOST = 60, 110


def summary(turns: tuple[Turn, ...], kind: Field | None, address: Field | None) -> dict[str, Field]:
    """title, subject, demand, description, once there is something to tell."""
    said = statements(turns)
    told = [s for s in said if s.weight > 0.6]
    if not told or kind is None:
        return {}
    core = _core(said, kind.value)
    demand = _demand(turns, said, kind.value)
    place = address.text if address else ""
    evidence = [core[1]] + (list(address.evidence) if address else [])
    title = _title(kind.value, core[0], place)
    found = {
        "title": field("title", title, 0.6, evidence),
        "subject": field("subject", core[0][:30], 0.5, [core[1]]),
    }
    if demand:
        found["demand"] = field("demand", demand[0], 0.65, [demand[1]])
    description, behind = _description(kind.value, told, demand, place, core)
    found["description"] = field("description", description, 0.55, behind + evidence)
    return found


def _core(said: list[Statement], kind: str) -> tuple[str, Evidence]:
    """The matter in a few words: what is asked or what is wrong."""
    best = max(said, key=lambda s: s.weight + (0.5 if 6 <= len(s.text) <= 24 else 0) + _opens(s, kind))
    return _bare(best.text), best.evidence


def _opens(statement: Statement, kind: str) -> float:
    """A clause that opens the matter in so many words: 我想问一下…, 我要投诉…."""
    pattern = ASKED if kind == "咨询" else OPENED
    match = pattern.match(statement.text)
    return 1.0 if match and len(EMPTY.sub("", statement.text[match.end() :])) >= 4 else 0.0


def _bare(text: str) -> str:
    for pattern in (ASKED, OPENED):
        shorter = pattern.sub("", text, count=1).strip("，,")
        if len(EMPTY.sub("", shorter)) >= 4:
            text = shorter
    text = EMPTY.sub("", text)
    return text.replace("，", "") if len(text) <= 20 else text


def _title(kind: str, core: str, place: str) -> str:
    core = _without(core, place)
    verb = VERBS[kind]
    head = "" if core.startswith(verb) else verb
    return f"关于{head}{place}{core}"[:TITLE_MOST].rstrip("，的") + "的问题"


def _without(text: str, place: str) -> str:
    """A clause without the stretches that the place already tells."""
    if not place:
        return text
    for size in range(min(len(text), len(place)), 2, -1):
        for at in range(len(text) - size + 1):
            if text[at : at + size] in place:
                return _without(text[:at] + text[at + size :], "").lstrip("的在，是")
    return text


def _demand(turns: tuple[Turn, ...], said: list[Statement], kind: str) -> tuple[str, Evidence] | None:
    """What the caller wants done: as the agent said it back, else in his own words."""
    own = None
    for turn in turns:
        if turn.agent and not turn.denied and (match := SAID_BACK.search(turn.text)):
            group = "what" if match["what"] else "ask"
            words = ASKS_BACK.sub("", match[group])
            if len(words) >= 4 and not re.search(r"什么|哪|登记|联系|电话|帮您", words):
                own = (
                    words,
                    Evidence(turn.n, match.start(group), match.end(group)),
                    2 if turn.confirmed else 1,
                )
        elif not turn.agent and "demand" in turn.answers and not own:
            whole = "，".join(c[0] for c in clauses(turn.text))
            if len(whole) >= 4:
                own = (whole, Evidence(turn.n, 0, len(turn.text)), 1)
    if own is None:
        wanted = [
            s for s in said if (s.question if kind == "咨询" else WANTS.search(s.text)) and s.weight > 0
        ]
        if not wanted:
            return None
        best = max(wanted, key=lambda s: s.weight) if kind == "咨询" else wanted[-1]
        own = (best.text, best.evidence, 0)
    return _wish(own[0], kind), own[1]


def _wish(words: str, kind: str) -> str:
    words = "，".join(filter(None, (tidy(p) for p in re.split("[，,]", words)))) or words
    words = re.sub(r"^(?:叫|让)", "请", words)
    verb = WISHES[kind]
    if kind == "咨询":
        words = ASKED.sub("", words)
    if words.startswith(("请", "要求", "希望", "建议", "咨询", "表扬")) or not verb:
        return words + "。"
    return f"{verb}{words}。"


def _description(kind: str, told: list[Statement], demand, place: str, core) -> tuple[str, list[Evidence]]:
    """市民反映 + place + the clauses that tell most, in order + the demand."""
    ranked = sorted(told, key=lambda s: -s.weight)
    chosen: list[Statement] = []
    length = 0
    wish = demand[0] if demand else ""
    for statement in ranked:
        if length + len(statement.text) > DESCRIPTION_MOST - len(wish) or _told(statement.text, chosen, wish):
            continue
        chosen.append(statement)
        length += len(statement.text)
    chosen.sort(key=lambda s: s.evidence)
    body = "，".join(_without(_bare(s.text), place) for s in chosen)
    evidence = [s.evidence for s in chosen] or [core[1]]
    if demand:
        evidence.append(demand[1])
    joint = "。" if body and not body.endswith("。") else ""
    return f"市民{TELLS[kind]}{place}{body}{joint}{wish}", evidence


def _told(text: str, chosen: list[Statement], wish: str) -> bool:
    """Whether most of a clause is already there."""
    there = "".join(s.text for s in chosen) + wish
    pairs = [text[i : i + 2] for i in range(len(text) - 1)]
    return sum(pair in there for pair in pairs) > 0.6 * max(len(pairs), 1)
