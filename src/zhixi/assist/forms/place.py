"""Where it happened (案发地址): parts from all turns, weighed, the last valid word winning."""

import dataclasses
import functools
import re

from zhixi.assist.forms.addresses import Gazetteer, Part, is_authority, parts_in
from zhixi.assist.forms.chains import canonical, clean, joined, matter_only, with_bare_name
from zhixi.assist.forms.district import located
from zhixi.assist.forms.draft import Evidence, Field
from zhixi.assist.forms.found import field
from zhixi.assist.forms.hearing import Turn
from zhixi.assist.forms.place_words import BUILDING
from zhixi.assist.forms.reheard import Ears
from zhixi.assist.forms.spellings import Spellings, shortened
from zhixi.assist.numerals import SPOKEN, count, digits_of, in_figures
from zhixi.assist.talk import Leg

LONGEST = 2000  # characters of one utterance that are read: more is no speech
PARTS = ("district", "street", "community", "road", "number", "poi")
# The office that will act, or where the papers are: not where it happened.
OFFICE = re.compile(r"转(?:给|到|派|办)?|请|派单|交给|交由|通知|让|叫|由")
OFFICE_AFTER = re.compile(
    r"^(?:的)?(?:[^，。]{0,4})(?:局|政府|城管|派出所|街道办|办事处|公安|交警|执法|部门|服务中心|公司会|会联系|核实)"
)
DENIED_NAME = re.compile(r"不是(?:在)?$|不在$|不叫$")
ROOM_ASKED = re.compile(r"几号房|房号|哪一?(?:间|户|房)|几零几|门牌")
ROOM = re.compile(rf"(?:^|[，,楼元栋])([{SPOKEN}]{{3,4}})(?:[，。！,房室]|$)")
NUMERALS = re.compile(rf"[{SPOKEN}十百千]+")
CODE = re.compile(rf"[GSgs][{SPOKEN}十百]|[{SPOKEN}]{{3}}(?:国道|省道)")
MOVING = re.compile(r"^(?:公交)?站?(?:的)?(?:[上下]的|[上下]车|坐的|打的车|方向|等车|候车|开往|飞)")


@dataclasses.dataclass(frozen=True, slots=True)
class Mention:
    part: Part
    turn: Turn
    weight: float
    said: str


def incident_address(turns: tuple[Turn, ...], gazetteer: Gazetteer, ears: Ears) -> Field | None:
    """{text, district, street, community, road, number, poi} as said, in figures; None where no place was given.

    With a gazetteer that knows the place, `located` beside them: where it lies (see `district.Located`).
    """
    mentions = _respelt(_mentions(turns, gazetteer), turns, gazetteer, ears)
    chosen: dict[str, Mention] = {}
    for kind in PARTS:
        best = _best([m for m in mentions if m.part.kind == kind])
        if best:
            chosen[kind] = best
    if "poi" in chosen and "road" in chosen and chosen["road"].said.startswith(chosen["poi"].said):
        del chosen["poi"]  # 海甸岛 of 海甸岛二东路
    if "number" in chosen and (room := _room(turns)):
        chosen["number"] = dataclasses.replace(chosen["number"], said=chosen["number"].said + room)
    if not chosen or not _is_a_place(chosen, mentions):
        return None
    value = {kind: _written(chosen[kind]) if kind in chosen else None for kind in PARTS}
    value = {"text": _text(value), **value}
    if known := located(value, gazetteer):
        value["located"] = dataclasses.asdict(known)
    evidence = [
        Evidence(m.turn.n, m.part.start, m.part.end)
        for m in mentions
        if m.part.kind in chosen and m.said == chosen[m.part.kind].said
    ]
    confidence = 0.5 + 0.08 * len(evidence)
    return field("incident_address", value, confidence, evidence, value["text"])


def _written(mention: Mention) -> str:
    """As people write it: 三栋二单元五零一 is 3栋2单元501, G十五高速 is G15高速; 五横路 stays."""
    said = mention.said
    if mention.part.kind == "number":
        return re.sub(
            NUMERALS, lambda m: _figures(m.group()), said.replace("加", "+") if said[0] in "Kk" else said
        )
    if CODE.match(said):
        return re.sub(NUMERALS, lambda m: _figures(m.group()), said)
    return in_figures(said)


def _figures(words: str) -> str:
    """A numeral as figures: counted, or one digit after the other."""
    value = count(words) if re.search("[十百千]", words) else None
    return digits_of(words) if value is None else str(value)


def _room(turns) -> str:
    """The room, dictated alone in answer to "几号房"; the last one that was not denied."""
    room, asked = "", False
    for turn in turns:
        if turn.agent:
            asked = bool(ROOM_ASKED.search(turn.text)) or (asked and bool(re.search(r"房|楼", turn.text)))
        elif asked and (match := ROOM.search(turn.text)):
            room = match[1]
    return room


def _mentions(turns, gazetteer: Gazetteer) -> list[Mention]:
    found: list[Mention] = []
    for place, turn in enumerate(turns):
        if not turn.credible:
            continue
        mixed = turn.utterance.leg == Leg.MIXED
        words, where, parts = _read(turn.text, mixed, "place" in turn.answers, gazetteer)
        for part in parts:
            weight = _weight(turns, place, turn, words, part, parts)
            if weight > 0:
                start, end = where[part.start], where[min(part.end, len(where)) - 1] + 1
                said = canonical(part)
                found.append(Mention(dataclasses.replace(part, start=start, end=end), turn, weight, said))
    return found


@functools.lru_cache(maxsize=4096)
def _read(text: str, mixed: bool, asked: bool, gazetteer: Gazetteer):
    """The text without fillers, where its characters stood, and the names in it."""
    words, where = clean(matter_only(text) if mixed else text[:LONGEST])
    parts = joined(words, parts_in(words, gazetteer))
    if asked and not any(p.kind == "poi" for p in parts):
        parts = with_bare_name(words, parts)
    return words, tuple(where), tuple(parts)


def _respelt(mentions: list[Mention], turns, gazetteer: Gazetteer, ears: Ears) -> list[Mention]:
    """The mentions with each name as most of the talk writes it; a letter was written once and stays."""
    if not mentions or mentions[0].turn.utterance.leg == Leg.MIXED:
        return mentions
    names = {m.said for m in mentions}
    texts = (t.text for t in turns if t.credible)
    spellings = Spellings(texts, gazetteer.places, ears.words, names)
    return [dataclasses.replace(m, said=spellings.of(m.said)) for m in mentions]


def _weight(turns, place: int, turn: Turn, text: str, part: Part, parts: tuple[Part, ...]) -> float:
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
        weight += 1.0 if turn.confirmed else -0.2 if _echo(turns, place, part) else -3
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


def _echo(turns, place: int, part: Part) -> bool:
    """Whether the caller had said the core of it just before."""
    core = part.name[:2]
    return any(core in t.text for t in turns[max(0, place - 3) : place] if not t.agent)


def _best(mentions: list[Mention]) -> Mention | None:
    """The name with most weight, all its longer and shorter forms together; of those the longest that was said."""
    totals: dict[str, float] = {}
    for mention in mentions:
        totals[mention.said] = totals.get(mention.said, 0) + mention.weight
    if not totals:
        return None
    kin = {said: [other for other in totals if _akin(said, other)] for said in totals}
    head = max(totals, key=lambda said: (sum(totals[other] for other in kin[said]), totals[said]))
    fuller = [said for said in kin[head] if said.startswith(head[:3])] or [head]
    if mentions[0].part.kind == "district":
        best = max(kin[head], key=lambda said: totals[said])  # a longer one has a word before it: 西美兰区
    else:
        best = max(fuller, key=lambda said: (len(said), totals[said]))
    return next(m for m in reversed(mentions) if m.said == best)


def _akin(one: str, other: str) -> bool:
    """Whether two names are one place said more or less fully."""
    if one == other or one in other or other in one or (len(one) > 4 and one[:4] == other[:4]):
        return True
    return shortened(one, other) or shortened(other, one)


def _is_a_place(chosen: dict[str, Mention], mentions: list[Mention]) -> bool:
    """Whether there is a place of incident: more than a district named in passing."""
    weight = sum(
        m.weight for m in mentions if m.part.kind in chosen and _akin(m.said, chosen[m.part.kind].said)
    )
    least = 1.5 if mentions[0].turn.utterance.leg == Leg.MIXED else 2.5
    return weight >= least and bool(
        set(chosen) - {"number", "district"}
        or any(m.turn.answers & {"place"} for m in mentions)
        or mentions[0].turn.utterance.leg == Leg.MIXED
    )


def _text(value: dict) -> str:
    """The parts in the order people say them: the house number before its shop, the building behind its estate."""
    out = ""
    inside = BUILDING.search(value["number"] or "")
    for kind in (*PARTS[:4], "poi", "number") if inside else PARTS:
        piece = value[kind] or ""
        if kind == "poi" and out:
            for size in range(min(len(out), len(piece)), 1, -1):
                if out.endswith(piece[:size]):
                    piece = piece[size:]
                    break
        out += piece
    return out
