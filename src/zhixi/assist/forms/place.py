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
from zhixi.assist.forms.place_text import whole, written
from zhixi.assist.forms.place_weight import weight_of
from zhixi.assist.forms.reheard import Ears
from zhixi.assist.forms.spellings import Spellings, shortened
from zhixi.assist.forms.unsaid import pieced
from zhixi.assist.numerals import SPOKEN
from zhixi.assist.talk import Leg

LONGEST = 2000  # characters of one utterance that are read: more is no speech
PARTS = ("district", "street", "community", "road", "number", "poi")
ROOM_ASKED = re.compile(r"几号房|房号|哪一?(?:间|户|房)|几零几|门牌")
ROOM = re.compile(rf"(?:^|[，,楼元栋])([{SPOKEN}]{{3,4}})(?:[，。！,房室]|$)")
LINK = re.compile("[与和]")  # said in whatever word
FACED = re.compile(r"(?:正|斜)?对面$|旁边?$|附近$")
OWN = 0.9  # weight of a shop that stands opposite something


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
    spoken = bool(mentions) and mentions[0].turn.utterance.leg != Leg.MIXED
    if spoken and "poi" in chosen and FACED.search(chosen["poi"].said):
        chosen["poi"] = _itself(chosen["poi"], mentions, "road" in chosen)
    if "number" in chosen and (room := _room(turns)):
        chosen["number"] = dataclasses.replace(chosen["number"], said=chosen["number"].said + room)
    chosen = _said_of(chosen, turns)
    if not chosen or not _is_a_place(chosen, mentions):
        return None
    value = {kind: written(kind, chosen[kind].said) if kind in chosen else None for kind in PARTS}
    value = {"text": whole(value), **value}
    if known := located(value, gazetteer):
        value["located"] = dataclasses.asdict(known)
    evidence = [
        Evidence(m.turn.n, m.part.start, m.part.end) for m in mentions if _tells(m, chosen.get(m.part.kind))
    ]
    confidence = 0.5 + 0.08 * len(evidence)
    return field("incident_address", value, confidence, evidence, value["text"])


def _said_of(chosen: dict[str, Mention], turns) -> dict[str, Mention]:
    """Those whose names can be put together from what was said; as it was written first, where a respelling was not."""
    words = "|".join(re.sub(r"\W", "", turn.text[:LONGEST]) for turn in turns if turn.credible)
    found = {}
    for kind, mention in chosen.items():
        first = dataclasses.replace(mention, said=canonical(mention.part))
        said = next(
            (m for m in (mention, first) if all(pieced(one, words) for one in LINK.split(m.said))), None
        )
        found |= {kind: said} if said else {}
    return found


def _tells(mention: Mention, chosen: Mention | None) -> bool:
    """Whether a mention says what was chosen, or a piece of it."""
    return chosen is not None and (
        mention.said == chosen.said or (mention.part.kind == "poi" and mention.said in chosen.said)
    )


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
            weight = weight_of(turns, place, turn, words, part, parts)
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
    chosen = next(m for m in reversed(mentions) if m.said == best)
    return dataclasses.replace(chosen, said=_joined(best, totals)) if chosen.part.kind == "poi" else chosen


def _itself(faced: Mention, mentions: list[Mention], road: bool) -> Mention:
    """The shop itself for what it stands opposite of; both where no road tells where that is."""
    others = [
        m
        for m in mentions
        if m.part.kind == "poi" and not FACED.search(m.said) and not _akin(m.said, faced.said)
    ]
    own = _best([m for m in others if not is_authority(m.said)])
    if own is None or sum(m.weight for m in others if _akin(m.said, own.said)) < OWN:
        return faced
    return own if road else dataclasses.replace(own, said=faced.said + own.said)


def _joined(name: str, others: dict[str, float]) -> str:
    """The name with what another goes on with: 阳光城一楼KK馆 and KK馆集合店."""
    for other in others:
        for size in range(min(len(name), len(other)) - 1, 1, -1):
            telling = size > 2 or other[:size].isascii()
            if telling and name.endswith(other[:size]) and other not in name and others[other] > 0:
                return name + other[size:]
    return name


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
