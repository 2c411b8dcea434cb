"""Repeat and mass requests, pure: is this about what somebody has already reported (重复诉求, 群体性诉求)?

Values in, values out. How alike two reports are is one number from 0 to 1, made of where, what and in which
words; each part that speaks for it comes out as a reason that a person at the desk can check.
"""

import collections
import dataclasses
import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence

# Measured on the demonstration city (see tests): what separates its burst main from its other orders.
PLACE_WEIGHT, CATEGORY_WEIGHT, TEXT_WEIGHT = 0.4, 0.25, 0.35
SAME_MATTER = 0.55  # as alike as this, two reports are shown as one matter
SAME_EVENT = 0.45  # and within hours of each other, as one event
CALLERS_OWN = 0.25  # of the same caller, as alike as this is enough
SAME_WORDS = 0.5  # where no place is known, as alike as this the words alone tell one matter
FULL_TEXT = 0.35  # two reports of one event, by two people, rarely share more of their words
SHORTEST_NUMBER = 8  # characters: a shorter order number may stand in a text by chance
SIGN = re.compile(r"[\W_]+")
FORMULA = re.compile(
    r"市民(?:来电)?(?:反映|咨询|提出|举报)|来电人?(?:反映|咨询|提出|举报)|我要反映一个问题|领导您好|您好|关于|的问题"
    r"|(?:请求|希望|要求|请)?(?:相关部门)?(?:尽快|帮助|核实)?(?:派人)?(?:处理|解决|查处|核实处理)(?:并回复)?|请予解答"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """One request. key: its number; callers: digests of the numbers that it came from; category: its code."""

    key: str
    at: dt.datetime
    text: str
    category: str = ""
    district: str = ""
    street: str = ""
    community: str = ""
    road: str = ""
    poi: str = ""
    callers: frozenset[str] = frozenset()
    open: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Reason:
    kind: str  # number, caller, place, category, text
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Alike:
    """A past report that a new one may repeat. score: 0..1; the same caller's counts for more."""

    key: str
    score: float
    same_caller: bool
    same_matter: bool
    open: bool
    reasons: tuple[Reason, ...]


class Words:
    """What words weigh: pairs of characters, the rarer among these texts the heavier."""

    def __init__(self, texts: Iterable[str]):
        counted = [pairs(text) for text in texts]
        seen = collections.Counter(pair for pairs in counted for pair in pairs)
        self._idf = {pair: math.log((1 + len(counted)) / (0.5 + n)) for pair, n in seen.items()}
        self._rarest = math.log((1 + len(counted)) / 0.5)

    def weighed(self, report: Report) -> dict[str, float]:
        """The report's pairs with their weights, of length 1. The names of its place are left to the place."""
        found = {pair: self._idf.get(pair, self._rarest) for pair in pairs(own_words(report))}
        length = math.sqrt(sum(weight**2 for weight in found.values()))
        return {pair: weight / length for pair, weight in found.items()} if length else {}


def own_words(report: Report) -> str:
    """Its text without the names of its place."""
    text = report.text
    for name in (report.poi, report.road, report.community, report.street, report.district):
        text = text.replace(name, " ") if name else text
    return text


def likely(new: Report, past: Sequence[Report], most: int = 10) -> list[Alike]:
    """The reports that `new` may repeat: open ones first, then the most alike."""
    words = Words([new.text, *(report.text for report in past)])
    mine = words.weighed(new)
    found = [_compared(new, mine, report, words.weighed(report)) for report in past if report.key != new.key]
    shown = [one for one in found if one.same_matter or one.same_caller]
    return sorted(shown, key=lambda one: (not one.open, -one.score, one.key))[:most]


def matter(one: Report, words: dict, other: Report, others: dict) -> float:
    """How likely two reports are about one matter, 0..1. Without a place in common they are not."""
    where, _ = place(one, other)
    if not where:
        return 0.0
    what = category(one.category, other.category)
    said = min(1.0, cosine(words, others) / FULL_TEXT)
    return PLACE_WEIGHT * where + CATEGORY_WEIGHT * what + TEXT_WEIGHT * said


def place(one: Report, other: Report) -> tuple[float, str]:
    """How near, 0..1, and the name of what they share. Two known roads that differ are still one street office."""
    if one.district and other.district and one.district != other.district:
        return 0.0, ""
    spoken = (one.poi, one.road, other.poi, other.road)
    if said := next((name for name in spoken if name and _names(one, name) and _names(other, name)), ""):
        return 1.0, said
    for level, nearness in (("community", 0.8), ("street", 0.6)):
        mine, theirs = getattr(one, level), getattr(other, level)
        if mine and mine == theirs:
            return nearness, mine
    if one.street and other.street:
        return 0.0, ""
    return (0.3, one.district) if one.district and one.district == other.district else (0.0, "")


def _placed(report: Report) -> bool:
    return any((report.district, report.street, report.community, report.road, report.poi))


def _names(report: Report, name: str) -> bool:
    """As its place, or in words: "at the corner of A and B"."""
    return name in (report.poi, report.road) or name in report.text


def category(one: str, other: str) -> float:
    """The share of the shorter code's levels that both have in common: 02.01.02 and 02.01.03 share two of three."""
    mine, theirs = one.split(".") if one else [], other.split(".") if other else []
    same = 0
    for left, right in zip(mine, theirs, strict=False):
        if left != right:
            break
        same += 1
    return same / min(len(mine), len(theirs)) if same else 0.0


def cosine(one: dict[str, float], other: dict[str, float]) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[pair] for pair, weight in one.items() if pair in other)


def common(text: str, mine: dict, theirs: dict, most: int = 3) -> list[str]:
    """The longest runs of a text whose pairs both have, for a person to read."""
    runs = []
    for part in SIGN.split(FORMULA.sub(" ", text)):
        run = part[:1]
        for n in range(len(part) - 1):
            pair = part[n : n + 2]
            run = run + pair[1] if pair in mine and pair in theirs else _kept(runs, run, pair[1])
        _kept(runs, run, "")
    return sorted(dict.fromkeys(runs), key=len, reverse=True)[:most]


def _kept(runs: list[str], run: str, rest: str) -> str:
    if len(run) > 1:
        runs.append(run)
    return rest


def pairs(text: str) -> set[str]:
    text = FORMULA.sub(" ", text)
    return {run[n : n + 2] for run in SIGN.split(text) for n in range(len(run) - 1)}


def _compared(new: Report, mine: dict, old: Report, theirs: dict) -> Alike:
    score = matter(new, mine, old, theirs)
    said = cosine(mine, theirs)
    what = category(new.category, old.category)
    same_caller = bool(new.callers & old.callers)
    cited = len(old.key) >= SHORTEST_NUMBER and old.key in new.text
    if cited:
        score = 1.0
    elif not (_placed(new) and _placed(old)):
        score = max(score, min(1.0, SAME_MATTER * said / SAME_WORDS))
    if same_caller:
        # Of one's own matter one says the place once and the rest another time.
        score = max(score, CATEGORY_WEIGHT * what + (1 - CATEGORY_WEIGHT) * min(1.0, said / FULL_TEXT))
    same_matter = score >= (CALLERS_OWN if same_caller else SAME_MATTER)
    reasons = [Reason("number", f"诉求中写明工单编号{old.key}")] if cited else []
    if same_caller:
        reasons.append(Reason("caller", "同一来电号码或联系电话"))
    if name := place(new, old)[1]:
        reasons.append(Reason("place", f"同在{name}"))
    if what == 1.0:
        reasons.append(Reason("category", "事项分类相同"))
    elif what:
        reasons.append(Reason("category", "事项分类相近"))
    if words := common(new.text, mine, theirs):
        reasons.append(Reason("text", "都说到：" + "、".join(words)))
    total = 0.5 + score / 2 if same_caller else score
    return Alike(old.key, round(total, 3), same_caller, same_matter, old.open, tuple(reasons))
