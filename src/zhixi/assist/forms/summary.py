"""Title, subject and description (标题, 主体, 内容): the talk's own words, in an operator's order and style, never a new fact."""

import functools
import re

from zhixi.assist.forms.demand import demand
from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.enquiry import ASKED, ASKS
from zhixi.assist.forms.found import field
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.retelling import Unit, told, units
from zhixi.assist.forms.statements import TROUBLE, statements
from zhixi.assist.forms.telling import OPENED, pieces, score

QUESTION = re.compile(f"{ASKS.pattern}|何时|为何")
EMPTY = re.compile(
    r"(?:的)?(?:事情|事|问题|情况|是多少|是什么)$|^(?:一个|个|一件)?(?:事情|事|问题|情况)$|^一?[个下件]$"
)
SELF = re.compile(
    r"^(?:其(?:的|家(?=[^人])|是|现在|今天|想|要)?|有一?[个根条家位台辆座棵张]|这边|那边|这里|那里|现在|刚刚|刚才|到底|的|个(?=[^人月])|里面?|是|都|就|在(?=，|$))+"
)
HOLLOW = re.compile(
    r"(?:小区|村|店|路|楼|[那这哪][边里个家]?|里面?|外面|门口|有|一|个|家|就|在|的|是|旁边|对面|附近|[上下前后]面|我们|其|位置|地方)*"
)
SHORT_TIME = re.compile(r"\d日|号|今|昨|前天|[早晚]上|[上下中]午|凌晨|月")
COMPLAINS = re.compile(
    r"^其?(?:之前|以前|上次|去年|前几天|上个?月|早就)?(?:反映|投诉|举报|打电话|打)过(?:[一两二三几好多]+[次个])?(?:电话)?(?:讲|说)?(?=[^，的]{2})|^其?(?:要|想|来)*(?:投诉|举报|反映|报修|表扬|说)(?:一下|一个|一家|个|的)?(?=[^，]{2})|^都?几点了(?=还)"
)
TOPIC = re.compile(r"([\u4e00-\u9fa5]{3,12})的(?:问题|事情|事)$")
VERBS = {"咨询": "咨询", "建议": "建议", "表扬": "表扬"}
TELLS = {"咨询": "称", "求助": "反映", "投诉": "反映", "举报": "举报", "建议": "反映", "表扬": "反映"}
# What makes a unit name the matter: asked or complained of outright, early, come back to; not a wish, not a feeling.
NAMES = {
    "opens": 1.2, "asks_open": 0.3, "follows_opening": 0.9, "early": 0.9, "late": -0.8, "central": 0.9, "in_place": -1.6,
    "grievance": 0.5, "alarm": 0.5, "trouble": 0.5, "confirmed": 0.4, "general": -0.9, "declares": -1.5, "feeling": -1.5,
    "calling": -1.0, "business": -0.5, "number": -0.4, "time": -0.5, "short": -0.3, "question": -0.2,
}  # fmt: skip
DEMANDS = ("求助", "投诉", "举报")
POLITE = re.compile(r"^请(?=[^问])")
PRAISES = re.compile(
    r"表扬(?:的是|一下|一个|你们)*(?P<whom>(?!谁|什么|哪|他们?$|人$|一?[个位名](?:人|同志|单位)$)[^，。]{3,20})$"
)
HELPER = re.compile(
    r"^(?P<whom>[^，。]{0,8}(?:网格员|工作人员|话务员|保安|师傅|医生|护士|老师|民警|交警|司机|主任|书记|同志|服务员)[\u4e00-\u9fa5]{1,3})$"
)
OBJECT, PARTY_MOST = 5, 12  # characters: a thing or a party alone, with nothing said of it
PARTY = re.compile(r"(?:公司|物业|中介|开发商|[^商书]店|学校|医院|银行|局|所|司机|老板|单位|平台|邻居|楼上)$")
BODY = 30  # characters that a description says beside place and demand; more for a longer talk
BODY_MOST, TITLE_MOST = 60, 60
MOST_PIECES = 240  # a matter is told in the first ten minutes; what comes then is about its handling


def summary(turns: tuple[Turn, ...], facts: dict[str, Field]) -> dict[str, Field]:
    """title, subject, demand, description, once there is something to tell. facts: what else was filled."""
    kind, address = facts.get("request_type"), facts.get("incident_address")
    said = statements(turns)
    if kind is None or not any(s.weight > 0.3 for s in said):
        return {}
    place = address.text if address else ""
    wish = demand(turns, said, kind.value)
    found = units(
        pieces(turns, said[:MOST_PIECES], place, wish.value if wish else ""),
        lambda text: _written(text, place),
    )
    core, behind, named = _core(found, kind.value, wish, place)
    if not core:
        return {}
    evidence = behind + (list(address.evidence) if address and place in core else [])
    made = {
        "title": field("title", _title(kind.value, core), 0.6, evidence),
        "subject": field("subject", core.removeprefix(place)[:30] or core[:30], 0.5, behind),
    }
    if wish:
        made["demand"] = wish
    text, parts = _description(kind.value, found, named, wish, place, facts)
    shown = parts + list(wish.evidence if wish else []) + list(address.evidence if address else [])
    made["description"] = field("description", text, 0.55, shown or behind)
    return made


def _written(text: str, place: str) -> str:
    """A statement as an order would show it: without its opening and the place that stands before it; "" where that is all."""
    bare = _bare(text)
    rest = _without(bare, place)
    left = SELF.sub("", rest)
    return "" if rest != bare and HOLLOW.fullmatch(left) else left  # it says no more than where


def _core(
    found: list[Unit], kind: str, wish: Field | None, place: str
) -> tuple[str, list[Evidence], list[Unit]]:
    """Place and matter in a few words: what is asked, what is proposed, or what is wrong; and the units that say it."""
    if kind == "表扬" and (praised := _praised(found)):
        return praised
    if kind in ("建议", "表扬") and wish:
        return wish.value.rstrip("。").removeprefix(kind), list(wish.evidence), []
    if kind == "咨询" and wish:
        asked = _question_in(wish.value.rstrip("。").removeprefix("咨询").split("，"))
        if len(asked) >= 3:
            return place + _without(asked, place) if len(asked) < 8 else asked, list(wish.evidence), []
    if not found:
        return "", [], []
    best = max(found, key=lambda unit: (_names(unit), -unit.evidence[0].utterance))
    if _is_bare(best.text) and (wrong := _what_is_wrong(found, best)):
        words = wrong.text if best.text in wrong.text else best.text + wrong.text
        return place + words, best.evidence + wrong.evidence, [best, wrong]
    return place + best.text, best.evidence, [best]


def _is_bare(text: str) -> bool:
    """Whether it names whom or what, and says nothing of it."""
    return not TROUBLE.search(text) and (
        len(text) <= OBJECT or bool(len(text) <= PARTY_MOST and PARTY.search(text))
    )


def _praised(found: list[Unit]) -> tuple[str, list[Evidence], list[Unit]] | None:
    """Whom a caller praises, as he names him."""
    for pattern in (PRAISES, HELPER):
        for unit in found:
            statement = unit.statements[0]
            if match := pattern.search(statement.text):
                return "表扬" + match["whom"], [statement.evidence], []
    return None


def _what_is_wrong(found: list[Unit], named: Unit) -> Unit | None:
    """What goes behind a mere thing (投诉物业): the unit after it that names trouble best."""
    after = [
        u
        for u in found
        if u.evidence[0] > named.evidence[-1] and TROUBLE.search(u.text) and len(u.text) <= 20
    ]
    return max(after, key=lambda unit: (_names(unit), -unit.evidence[0].utterance), default=None)


def _question_in(parts: list[str]) -> str:
    """The fullest part that asks, behind the topic that it leaves out; else the first that says something."""
    asking = [p for p in parts if QUESTION.search(p) and not re.fullmatch("(?:是否|是)(?:这个|这样)", p)]
    if not asking:
        return next((p for p in parts if len(p) > 6), "")
    asked = max(asking, key=len)
    topic = TOPIC.match(parts[0])
    return topic[1] + asked if topic and len(asked) < 10 and topic[1][:2] not in asked else asked


def _names(unit: Unit) -> float:
    """How well a unit, as a title, would name the matter."""
    worth = sum(score(piece, NAMES) for piece in unit.pieces) / len(unit.pieces)
    return worth + (0.4 if 6 <= len(unit.text) <= 20 else 0.0) - (0.1 if len(unit.pieces) > 1 else 0.0)


@functools.lru_cache(maxsize=8192)
def _bare(text: str) -> str:
    for pattern in (ASKED, OPENED):
        shorter = pattern.sub("", text, count=1).strip("，,")
        if len(EMPTY.sub("", shorter)) >= 4:
            text = shorter
    return EMPTY.sub("", COMPLAINS.sub("", text))


def _title(kind: str, core: str) -> str:
    verb = VERBS.get(kind, "")
    head = "" if core.startswith(verb) else verb
    return (
        f"关于{head}{core}"[:TITLE_MOST]
        .rstrip("，的")
        .removesuffix("了" if not re.search("[不没]了?$|[不没].了$", core) else "\n")
        + "的问题"
    )


@functools.lru_cache(maxsize=8192)
def _without(text: str, place: str) -> str:
    """A clause without the longest stretch that the place already tells."""
    for size in range(min(len(text), len(place)), 2, -1):
        for at in range(len(text) - size + 1):
            if text[at : at + size] in place:
                return (text[:at] + text[at + size :]).lstrip("的在，是")
    return text


def _description(
    kind: str,
    found: list[Unit],
    named: list[Unit],
    wish: Field | None,
    place: str,
    facts: dict[str, Field],
) -> tuple[str, list[Evidence]]:
    """市民反映 + place + what tells most, in order + the demand + what he wishes of the office."""
    wanted = wish.value if wish else ""
    most = min(BODY + len(found) // 8, BODY_MOST)
    chosen = told(found, named[0] if named else None, (place, wanted), most)
    if chosen == named[:1]:
        chosen = named  # a thing alone is no matter: what is wrong with it stands in the title, and here too
    evidence = [e for unit in chosen for e in unit.evidence]
    body = "，".join(unit.text for unit in chosen)
    when = facts["incident_time"].text if "incident_time" in facts else ""
    if when and body and not SHORT_TIME.search(body) and SHORT_TIME.search(when[:2]) and kind not in VERBS:
        body, evidence = f"{when}，{body}", evidence + list(facts["incident_time"].evidence)
    again = "再次来电" if "related_order" in facts else ""
    facts_told = (
        f"{TELLS[kind]}{place}{body}。"
        if body or not wanted or place and _without(wanted, place) == wanted
        else ""
    )
    text = f"市民{again}{facts_told}{POLITE.sub('要求', wanted) if kind in DEMANDS else wanted}"
    for name, value, words in (
        ("confidential", True, "要求对其信息保密"),
        ("callback_wanted", False, "市民表示无需回复"),
    ):
        if name in facts and facts[name].value is value:
            text = f"{text.rstrip('。')}，{words}。"
            evidence += facts[name].evidence
    return text, evidence + list(facts["related_order"].evidence if again else [])
