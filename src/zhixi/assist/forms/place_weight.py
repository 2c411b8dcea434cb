"""What a name of a place weighs as the place of incident: who said it, in answer to what, and what stands around it."""

import re

from zhixi.assist.forms.addresses import Part, is_authority
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.talk import Leg

# The office that will act, or where the papers are: not where it happened.
OFFICE = re.compile(r"转(?:给|到|派|办)?|请|派单|交给|交由|通知|让|叫|由")
OFFICE_AFTER = re.compile(
    r"^(?:的)?(?:[^，。]{0,4})(?:局|政府|城管|派出所|街道办|办事处|公安|交警|执法|部门|服务中心|公司会|会联系|核实)"
)
DENIED_NAME = re.compile(r"不是(?:在)?$|不在$|不叫$")
# The agent asks which of several.
CHOICE = re.compile(r"还是|哪个[区县镇村街]|哪一个|或者|好像有[两二三]")
# He has the earlier order before him.
LOOKED_UP = re.compile(r"查到|查询到|看到了|系统[里上显]|工单[里上显]|记录[里上显]")
GIVEN, BESIDE = ("street", "community", "road", "poi"), 24  # characters
MOVING = re.compile(r"^(?:公交)?站?(?:的)?(?:[上下]的|[上下]车|坐的|打的车|方向|等车|候车|开往|飞)")


def weight_of(turns, place: int, turn: Turn, text: str, part: Part, parts: tuple[Part, ...]) -> float:
    """Below zero for what is none: denied, or the office that will act. place: of the turn; text: the turn's, without fillers."""
    before, after = text[max(0, part.start - 4) : part.start], text[part.end : part.end + 8]
    if DENIED_NAME.search(before):
        return -1
    weight = 1.0 + (0.5 if part.known else 0)
    near = [p for p in parts if abs(p.start - part.end) <= 2 or abs(part.start - p.end) <= 2]
    weight += 0.5 * min(len(near), 3)
    if "place" in turn.answers:
        weight += 2
    if turn.agent:
        if OFFICE.search(text[max(0, part.start - 6) : part.start]) or OFFICE_AFTER.match(after):
            return -1
        weight += 1.0 if turn.confirmed else -0.2 if _reads_back(turns, place, turn, part, parts) else -3
    elif OFFICE_AFTER.match(after) and part.kind == "district":
        weight -= 3 if OFFICE.search(before) else 1.5
    if turn.utterance.leg == Leg.MIXED:
        weight += 1.5 - 0.01 * min(part.start, 300)
    if part.kind == "poi":
        weight += 0.06 * len(part.name) - (0.6 if part.name.endswith("对面") else 0)
        weight -= 5 if is_authority(part.name) and "place" not in turn.answers else 0
    if MOVING.match(after):
        weight -= 2
    if re.search(r"[在住]$|位于$", before):
        weight += 0.5
    return weight - 0.03 * place


def _reads_back(turns, place: int, turn: Turn, part: Part, parts: tuple[Part, ...]) -> bool:
    """Whether the agent says a place back: this name, or one beside it that the caller had given; he did not say no."""
    if _echo(turns, place, part) or LOOKED_UP.search(turn.text):
        return True
    return not CHOICE.search(turn.text) and any(
        other.kind in GIVEN and abs(other.start - part.start) < BESIDE and _echo(turns, place, other)
        for other in parts
        if other is not part
    )


def _echo(turns, place: int, part: Part) -> bool:
    """Whether the caller had said the core of it just before."""
    core = part.name[:2]
    return any(core in t.text for t in turns[max(0, place - 3) : place] if not t.agent)
