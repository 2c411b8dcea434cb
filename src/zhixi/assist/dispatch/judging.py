"""What a learner made of orders that it had not seen: figures by unit, and its most confident mistakes by kind."""

import collections
import dataclasses
import enum
import re
from collections.abc import Iterable, Mapping

from zhixi.assist.dispatch.trust import Trust, lower_bound

_OFFICE = re.compile(
    r"(?:管理|服务|监督|执法|政府|行政|专席|中心|办事处|公司|集团|委员会|办公室|总队|支队|大队|[局办委处队站所])"
)
_SURE = 0.5


@dataclasses.dataclass(frozen=True, slots=True)
class Judged:
    """One order asked: its text, the unit that handled it, the units named (likeliest first), the confidence."""

    text: str
    truth: str
    ranked: tuple[str, ...]
    confidence: float

    @property
    def right(self) -> bool:
        return bool(self.ranked) and self.ranked[0] == self.truth


@dataclasses.dataclass(frozen=True, slots=True)
class UnitFigures:
    """orders: learnt; asked: of those not seen, the unit's own; named: times it was named first.

    precision, recall: None where nothing was named or asked. bound: lower bound of precision at 95 %.
    taken_for: (other unit, how often) of its own orders, most often first, at most three.
    """

    unit: str
    orders: int
    asked: int
    named: int
    precision: float | None
    recall: float | None
    bound: float
    taken_for: tuple[tuple[str, int], ...]


class Kind(enum.StrEnum):
    """Why a confident answer may have been wrong; the first that fits."""

    UNSEEN = "此前没有该单位的工单"
    ONE_OFFICE = "两个名称近似，可能是同一单位"
    SAID_SO = "诉求中写着所推荐的单位"
    SECOND = "正确单位排在第二、第三"
    OTHER = "其他"


def by_unit(judged: Iterable[Judged], orders: Mapping[str, int]) -> list[UnitFigures]:
    """Figures of every unit learnt or asked, the one with most orders first. orders: unit → orders learnt."""
    asked, named, right = collections.Counter(), collections.Counter(), collections.Counter()
    taken: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    for one in judged:
        asked[one.truth] += 1
        if one.ranked:
            named[one.ranked[0]] += 1
        if one.right:
            right[one.truth] += 1
        elif one.ranked:
            taken[one.truth][one.ranked[0]] += 1
    units = sorted({*orders, *asked}, key=lambda unit: (-orders.get(unit, 0), unit))
    return [
        UnitFigures(
            unit,
            orders.get(unit, 0),
            asked[unit],
            named[unit],
            round(right[unit] / named[unit], 4) if named[unit] else None,
            round(right[unit] / asked[unit], 4) if asked[unit] else None,
            round(lower_bound(right[unit], named[unit]), 4),
            tuple(sorted(taken[unit].items(), key=lambda pair: (-pair[1], pair[0]))[:3]),
        )
        for unit in units
    ]


def mistakes(judged: Iterable[Judged], orders: Mapping[str, int], most: int) -> list[tuple[Kind, Judged]]:
    """The `most` mistakes of the highest confidence, sorted by kind and, within it, the surest first."""
    wrong = sorted((one for one in judged if one.ranked and not one.right), key=lambda one: -one.confidence)
    kinds = list(Kind)
    found = [(kind_of(one, orders), one) for one in wrong[:most]]
    return sorted(found, key=lambda pair: (kinds.index(pair[0]), -pair[1].confidence))


def kind_of(wrong: Judged, orders: Mapping[str, int]) -> Kind:
    named = wrong.ranked[0]
    if not orders.get(wrong.truth):
        return Kind.UNSEEN
    if _one_office(named, wrong.truth):
        return Kind.ONE_OFFICE
    if _said(named, wrong.text) and not _said(wrong.truth, wrong.text):
        return Kind.SAID_SO
    return Kind.SECOND if wrong.truth in wrong.ranked[1:3] else Kind.OTHER


def _one_office(one: str, other: str) -> bool:
    """Whether what tells two names apart is only what offices are called: 供电局, 供电政府服务中心."""
    one, other = sorted((_OFFICE.sub("", one), _OFFICE.sub("", other)), key=len)
    return len(one) >= 2 and one in other


def _said(name: str, text: str) -> bool:
    core = _OFFICE.sub("", name)
    return name in text or (len(core) >= 2 and core in text)


def table(figures: Iterable[UnitFigures], sure: Mapping[str, Trust]) -> list[list]:
    """Rows for a spreadsheet, a header first. sure: unit → from which confidence on it may be named unseen."""
    head = ["unit", "orders", "asked", "named", "precision", "at_least", "recall"]
    rows: list[list] = [[*head, "trusted_from", "of_named", "taken_for"]]
    for one in figures:
        trust = sure.get(one.unit)
        told = [one.precision, one.bound if one.named else None, one.recall]
        told += [trust.threshold, trust.taken] if trust else [None, None]
        others = "；".join(f"{unit} {count}" for unit, count in one.taken_for)
        cells = ["" if value is None else value for value in told]
        rows.append([one.unit, one.orders, one.asked, one.named, *cells, others])
    return rows
