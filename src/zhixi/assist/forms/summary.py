"""Title, subject and description (标题, 主体, 内容): the talk's own words, joined, never a new fact."""

import re

from zhixi.assist.forms.demand import ASKED, ASKS, demand
from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.found import field
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.statements import Statement, statements

OPENED = re.compile(
    r"^.{0,10}?(?:(?:要|想|来)?(?:投诉|举报|反映|表扬|求助)(?:一下|一个|个|的)?|提(?:一个|个|一点|点)?建议|建议)"
)
EMPTY = re.compile(r"(?:的)?(?:事情|事|问题|情况|是多少|是什么)$|^(?:一个|个|一件)?(?:事情|事|问题|情况)$")
SELF = re.compile(
    r"^(?:其(?:的|家|是|现在|今天|想|要)?|有个?|这边|那边|这里|现在|刚刚|刚才|到底|的|个(?=[^人月])|里面?|是|都|在(?=，|$))+"
)
# Declares the call, or feels, or asks for help: no matter by itself.
GENERAL = re.compile(
    r"不合理|没弄好|没人[管修来]|一直没|受不了|没办法|也可以说|不是(?:来)?投诉|一件|先问|个人$|怎么回事|到现在|没(?:有)?解决|[请希要叫让派]|制止|解决|处理|其[^，]{0,4}(?:讲|说|去|来|打)|怕|担心|认为|好像|猜|怀疑(?!是)"
)
DECLARES = re.compile(
    r"^(?:不是|也可以说|其?先|提个?建议)|先问一下|不是(?:来)?投诉|提个建议$|来表扬的?$|一件事|^(?:要|想|来)*(?:举报|投诉|反映)(?:一个|个|一下)?(?:事情|事|问题)?$|想问一下$|具体[^，]*没注意"
)
VERBS = {"咨询": "咨询", "建议": "建议", "表扬": "表扬"}
TELLS = {"咨询": "咨询", "求助": "反映", "投诉": "反映", "举报": "举报", "建议": "反映", "表扬": "来电表扬，"}
TITLE_MOST, DESCRIPTION_MOST = 60, 64


def summary(turns: tuple[Turn, ...], kind: Field | None, address: Field | None) -> dict[str, Field]:
    """title, subject, demand, description, once there is something to tell."""
    said = statements(turns)
    told = [s for s in said if s.weight > 0.3]
    if not told or kind is None:
        return {}
    place = address.text if address else ""
    wish = demand(turns, said, kind.value)
    core, behind = _core(said, kind.value, wish, place)
    evidence = behind + (list(address.evidence) if address and place in core else [])
    found = {
        "title": field("title", _title(kind.value, core), 0.6, evidence),
        "subject": field("subject", core.removeprefix(place)[:30] or core[:30], 0.5, behind),
    }
    if wish:
        found["demand"] = wish
    description, parts = _description(kind.value, told, wish, place)
    shown = parts + list(wish.evidence if wish else []) + list(address.evidence if address else [])
    found["description"] = field("description", description, 0.55, shown or behind)
    return found


def _core(said: list[Statement], kind: str, wish: Field | None, place: str) -> tuple[str, list[Evidence]]:
    """Place and matter in a few words: what is asked, what is proposed, or what is wrong."""
    if kind in ("建议", "表扬") and wish:
        return wish.value.rstrip("。").removeprefix(kind), list(wish.evidence)
    fresh = [s for s in said if not _within(s.text, place) and not DECLARES.search(s.text)] or said
    best = max(fresh, key=lambda s: s.weight + _opens(s, kind) + _names_it(s, kind))
    words, evidence = _bare(best.text), [best.evidence]
    after = next((s for s in said if s.sentence == best.sentence and s.evidence > best.evidence), None)
    if len(words) < 7 and after and len(after.text) <= 14:
        words, evidence = words + _bare(after.text), [*evidence, after.evidence]
    words = SELF.sub("", _without(words, place)) or words
    if kind == "咨询" and len(words) >= 10:
        return words, evidence
    return place + words, evidence


def _opens(statement: Statement, kind: str) -> float:
    """A clause that opens the matter in so many words: 我想问一下…, 我要投诉…."""
    pattern = ASKED if kind == "咨询" else OPENED
    match = pattern.match(statement.text)
    rest = EMPTY.sub("", statement.text[match.end() :]) if match else ""
    return 1.2 if len(rest) >= 4 else 0.5 if kind == "咨询" and ASKS.search(statement.text) else 0.0


def _names_it(statement: Statement, kind: str) -> float:
    """Whether a piece, as a title, would name the matter: short, early, and not a feeling or a wish."""
    fit = 0.4 if 5 <= len(statement.text) <= 20 else 0.0
    early = 0.5 if statement.sentence <= 2 else 0.2 if statement.sentence <= 5 else 0.0
    return fit + early - (1.2 if kind != "咨询" and GENERAL.search(statement.text) else 0.0)


def _within(text: str, place: str) -> bool:
    """Whether a piece says little more than the place."""
    pairs = [text[i : i + 2] for i in range(len(text) - 1)]
    return bool(place) and sum(pair in place for pair in pairs) >= 0.6 * max(len(pairs), 1)


def _bare(text: str) -> str:
    for pattern in (ASKED, OPENED):
        shorter = pattern.sub("", text, count=1).strip("，,")
        if len(EMPTY.sub("", shorter)) >= 4:
            text = shorter
    return EMPTY.sub("", text)


def _title(kind: str, core: str) -> str:
    verb = VERBS.get(kind, "")
    head = "" if core.startswith(verb) else verb
    return f"关于{head}{core}"[:TITLE_MOST].rstrip("，的了") + "的问题"


def _without(text: str, place: str) -> str:
    """A clause without the longest stretch that the place already tells."""
    for size in range(min(len(text), len(place)), 2, -1):
        for at in range(len(text) - size + 1):
            if text[at : at + size] in place:
                return (text[:at] + text[at + size :]).lstrip("的在，是")
    return text


def _description(
    kind: str, told: list[Statement], wish: Field | None, place: str
) -> tuple[str, list[Evidence]]:
    """市民反映 + place + the pieces that tell most, in order + the demand."""
    chosen: list[Statement] = []
    length, wanted = 0, wish.value if wish else ""
    for statement in sorted(told, key=lambda s: -s.weight):
        if _within(statement.text, place) or DECLARES.search(statement.text):
            continue
        if length + len(statement.text) > DESCRIPTION_MOST or _told(statement.text, chosen, wanted):
            continue
        chosen.append(statement)
        length += len(statement.text)
    chosen.sort(key=lambda s: s.evidence)
    pieces = [p for s in chosen if len(p := SELF.sub("", _without(_bare(s.text), place)) or s.text) > 1]
    body = "，".join(pieces)
    return f"市民{TELLS[kind]}{place}{body}{'。' if body else ''}{wanted}", [s.evidence for s in chosen]


def _told(text: str, chosen: list[Statement], wish: str) -> bool:
    """Whether most of a piece is already there."""
    there = "".join(s.text for s in chosen) + wish
    pairs = [text[i : i + 2] for i in range(len(text) - 1)]
    return sum(pair in there for pair in pairs) > 0.6 * max(len(pairs), 1)
