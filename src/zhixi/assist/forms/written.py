"""Type and texts of a written request (书面诉求), which tells its matter in one piece instead of question and answer."""

import re

from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.found import field
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.kind import request_type
from zhixi.assist.forms.letters import TROUBLE, body, title
from zhixi.assist.safety import alarms_in

TYPES = {v: v for v in ("咨询", "投诉", "求助", "建议", "表扬", "举报")} | {"感谢": "表扬"}
DESCRIPTION_MOST = 400
OPENING = 1000  # characters that are read for the type: behind them stand the offices' replies
# The request is about the hotline itself: to be put through, or to be called by somebody who knows of it.
ABOUT_THE_HOTLINE = re.compile(
    r"(?:要求|请|希望|想|需要?)(?:转接|接转|转到|回电)|转接[^，。]{0,12}(?:话务|坐席|台席|号|平台)|(?:话务|坐席)[^，。]{0,4}回电"
)
# Somebody is to act: then a question on the way is only how the trouble was told.
ROUTED = re.compile(
    r"(?:请|望|希望|恳请)[^，。！；]{0,24}(?:核实|处理|处置|查处|协调|跟进|解决|核查)|职能局|职能部门"
)
ASKS = re.compile(
    r"咨询(?!.{0,6}(?:未果|无果|过))|如何|怎么(?!办都)|是否|什么(?!都|也)|多少|哪里|哪些|哪个|能否|能不能|可不可以|几点|[吗呢]|[?？]|(?:想|需要?)(?:知道|了解|查询|问)|查询"
)
ASKS_PLAINLY = re.compile(
    r"(?:来电|故|因此|现|想|其)(?:要|想)?(?:来电)?(?:咨询|询问|了解|问)|(?:想|需要?)(?:知道|了解|查询)|(?:如何|怎么|在哪|哪里)(?:才能)?(?:办理|申请|报销|领取|缴|交|使用|查)|(?:需要|要)(?:准备|提供|带)?(?:什么|哪些)"
)
NAMES_A_TOPIC = 16  # characters: as long as a heading without a trouble may be


def written_type(turns: tuple[Turn, ...]) -> Field | None:
    """The type that the heading names ("市民来电咨询：…"), where the matter does not speak against it."""
    turn = next((t for t in turns if t.text.strip()), None)
    if turn is None:
        return None
    verb, matter = body(turn.text)
    matter = matter[:OPENING]
    start = max(turn.text.find(verb), 0)
    heading = [Evidence(turn.n, start, start + len(verb))] if verb else []
    if about := ABOUT_THE_HOTLINE.search(turn.text[:200]):
        return field("request_type", "咨询", 0.7, [Evidence(turn.n, about.start(), about.end())])
    if verb in TYPES:
        return field("request_type", TYPES[verb], 0.85, heading)
    weighed = request_type(turns)
    if verb != "反映":
        return weighed
    kind, confidence = _reported(turn.text, matter, weighed)
    return field("request_type", kind, confidence, heading + list(weighed.evidence if weighed else []))


def _reported(text: str, matter: str, weighed: Field | None) -> tuple[str, float]:
    """Of a request headed 反映, which says only that it was told: (type, confidence).

    An office that is to act makes it a complaint, unless the person asks in so many words; where nobody is to
    act, whoever took it down has answered it, so a question or a bare topic is an enquiry.
    """
    routed = ROUTED.search(text[:OPENING])
    asked = (ASKS_PLAINLY if routed else ASKS).search(matter)
    if asked and not (routed and TROUBLE.search(matter[: asked.start()])):
        return "咨询", 0.65
    if not routed and len(matter) <= NAMES_A_TOPIC and not TROUBLE.search(matter.removesuffix("的问题")):
        return "咨询", 0.5
    if weighed is not None and weighed.value in ("表扬", "举报", "建议") and weighed.value in matter:
        return weighed.value, weighed.confidence
    if weighed is not None and weighed.value == "求助" and (alarms_in(matter) or "求助" in matter):
        return "求助", weighed.confidence
    return "投诉", 0.6


def written_texts(turns: tuple[Turn, ...]) -> dict[str, Field]:
    """title, subject, demand and description of a written request."""
    found: dict[str, Field] = {}
    for turn in turns:
        named, start, end = title(turn.text)
        if not named or found:
            continue
        evidence = [Evidence(turn.n, start, end)]
        core = named.removeprefix("关于").removesuffix("的问题")
        verb, matter = body(turn.text)
        found["title"] = field("title", named, 0.7, evidence)
        found["subject"] = field("subject", core[:30], 0.5, evidence)
        if matter:
            lead = f"市民{verb or '反映'}：" if not matter.startswith("市民") else ""
            whole = [Evidence(turn.n, 0, len(turn.text))]
            found["description"] = field("description", f"{lead}{matter[:DESCRIPTION_MOST]}。", 0.7, whole)
    return found
