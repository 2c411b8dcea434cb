"""Lessons → a candidate and its card (派单学习). Pure: no database, no clock.

What is offered is what was measured: the model learns up to a cut and is asked the orders after it. The seat's whole
recommender is compared, with the duty list, place, precedents and people's own rules, since that is what a dispatcher sees.
"""

import collections
import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from zhixi.assist.city import City
from zhixi.assist.dispatch import Model, Precedent, Precedents, Recommender, fit_and_judge
from zhixi.assist.dispatch.directives import Directive
from zhixi.assist.dispatch.dividing import divided
from zhixi.assist.dispatch.judging import Judged
from zhixi.assist.dispatch.recent import Recent
from zhixi.errors import BadInput
from zhixi.hotline.dispatching import comparing, drift
from zhixi.hotline.dispatching.lessons import KNOWN_FROM, LEARNT_FROM
from zhixi.hotline.dispatching.pasts import Taught

FEWEST = 300  # lessons to learn from
FEWEST_ASKED = 50  # orders to compare on
MOST_LEARNT = (
    60_000  # the newest; more take longer than a night, and old orders teach little (docs/measurements)
)
MOST_ASKED = 2_000
VERSION = 1


@dataclasses.dataclass(frozen=True, eq=False)
class Learnt:
    """outcomes: [category code, request type, confidence, right, unit named] of the orders asked that the machine might
    have dispatched; what is for people proves nothing of the others."""

    model: Model
    card: dict
    outcomes: list[list]
    learnt_from: dt.datetime
    rows: int
    better: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Other:
    """The model in use. learnt_until: it has seen nothing from then on; None where nobody knows."""

    model: Model | None
    key: str
    learnt_until: dt.datetime | None


def learn(
    lessons: Sequence[Taught],
    *,
    city: City,
    heirs: dict[str, str],
    split: Mapping[str, Sequence[str]] | None = None,
    present: Other,
    cut: dt.datetime,
    today: dt.date,
    rules: Sequence[Directive] = (),
    say: Callable[[str], None] = print,
) -> Learnt:
    """Learn from orders before `cut`, compare on those from it on. Raises BadInput where there is too little.

    split: code of a unit that was split → its heirs, to whom its old orders go as far as theirs show (分设); as long as
    nobody knows whose one is, it is not asked.
    """
    split = split or {}
    known = sorted((one for one in lessons if one.own), key=lambda one: one.at)
    before = [one for one in known if one.at < cut and one.own.weight >= LEARNT_FROM][-MOST_LEARNT:]
    after = [
        one for one in known if one.at >= cut and one.own.weight >= KNOWN_FROM and one.own.unit not in split
    ]
    after = after[-MOST_ASKED:]
    check_enough(before, after)
    fitted = fit_and_judge(
        divided([(one.text, one.own.unit) for one in before], split),
        sure=[one.own.weight for one in before],
        on_progress=say,
        made_on=cut.date().isoformat(),
        thorough=True,
    )
    precedents = Precedents(_precedent(one) for one in known if one.at < cut)
    say(f"asking {len(after)} orders that it has not seen")
    candidate = asked(Recommender(city, fitted.model, precedents, heirs), after, city, today, rules)
    same = [one for one in after if present.learnt_until is None or one.at >= present.learnt_until]
    comparable = len(same) >= FEWEST_ASKED and (present.model is None or present.learnt_until is not None)
    other, mine = None, candidate
    if comparable:
        say(f"asking the present one {len(same)} of them")
        other = asked(Recommender(city, present.model, precedents, heirs), same, city, today, rules)
        mine = candidate[len(candidate) - len(same) :]
    better = bool(other) and comparing.beyond_doubt(mine, other)
    card = _card(fitted.model, before, after, candidate, mine, other, present, cut, city)
    card["better"] = better
    outcomes = [
        [order.category, order.request_type, round(one.judged.confidence, 4), one.judged.right, *_first(one)]
        for order, one in zip(after, candidate, strict=True)
        if order.for_machine
    ]
    return Learnt(fitted.model, card, outcomes, before[0].at, len(before), better)


def check_enough(before: Sequence[Taught], after: Sequence[Taught]) -> None:
    """Raises BadInput with what is missing, in the words of the page."""
    if len(before) < FEWEST:
        raise BadInput(
            f"可学的派单样本只有{len(before)}件，至少要{FEWEST}件",
            cure="请先导入历史工单，或等工单办理一段时间后再学",
        )
    units = {one.own.unit for one in before}
    if len(units) < 2:
        raise BadInput(f"{len(before)}件样本都属同一个单位，学不出区别", cure="请检查导入的承办单位是否正确")
    if len(after) < FEWEST_ASKED:
        raise BadInput(
            f"留作比较的工单只有{len(after)}件，至少要{FEWEST_ASKED}件",
            cure="请把“留作比较的天数”调大，或等单位办理后再学",
        )


def asked(
    recommender: Recommender,
    orders: Sequence[Taught],
    city: City,
    today: dt.date,
    rules: Sequence[Directive] = (),
) -> list[comparing.Asked]:
    """What it names for each, among the units of today: lessons are mapped to these.

    orders: the oldest first. As at the desk, what was decided up to the day before corrects what the model says.
    """
    paths = {category.code: "/".join(category.path) for category in city.categories}
    found, recent, since, day = [], Recent(), [], None
    for one in orders:
        if one.at.date() != day:
            recent, since, day = recent.with_more(since), [], one.at.date()
        told = {"category": one.category, "place": one.place, "request_type": one.request_type}
        ranked = recommender.recommend(one.text, **told, on=today, rules=rules, recent=recent)
        since += filter(None, [recommender.lesson(one.text, one.own.unit, one.category)])
        units = tuple(r.unit for r in ranked[:3])
        judged = Judged("", one.own.unit, units, ranked[0].confidence if ranked else 0.0)
        found.append(comparing.Asked(judged, paths.get(one.category, "未分类"), one.request_type))
    return found


def _card(model, before, after, candidate, mine, other, present: Other, cut, city: City) -> dict:
    names = {unit.code: unit.name for unit in city.units}
    units = comparing.by(lambda one: names.get(one.judged.truth, one.judged.truth), mine, other)
    kinds = collections.Counter(one.own.kind for one in before)
    against = sum(lesson.weight < 0 for one in before for lesson in one.lessons)
    confused = comparing.confusions(mine, other)
    for row in confused:
        row.update(
            unit=names.get(row["unit"], row["unit"]),
            named=names.get(row["named"], row["named"] or "（无推荐）"),
        )
    return {
        "version": VERSION,
        "learnt_from": before[0].at.isoformat(),
        "learnt_until": cut.isoformat(),
        "rows": len(before),
        "units": len(model.labels),
        "kinds": dict(kinds.most_common()),
        "against": against,
        "asked": {"orders": len(after), "first": after[0].at.isoformat(), "last": after[-1].at.isoformat()},
        "whole": comparing.counted([one.judged for one in candidate]),
        "candidate": comparing.counted([one.judged for one in mine]),
        "present": comparing.counted([one.judged for one in other]) if other else None,
        "compared_with": present.key if present.model is not None else None,
        "note": _note(present, after, mine, other),
        "by_unit": units,
        "by_category": comparing.by(lambda one: one.category.partition("/")[0], mine, other),
        "changed": comparing.changed(units),
        "confusions": confused,
        "drift": drift.baseline(
            model,
            [one.text for one in after],
            [one.own.unit for one in after],
            [one.judged.confidence for one in candidate],
        ),
        "text_alone": model.card["held_out"],
    }


def _note(present: Other, after, mine, other) -> str:
    """What the comparison can and cannot say, for the page."""
    if present.model is not None and present.learnt_until is None:
        return "现用模型是手工学习的，不知道它学过哪些工单，不作比较"
    if other is None:
        return "现用模型学过其中大部分工单，此后的不足以比较"
    if len(mine) < len(after):
        return f"现用模型学过其中较早的工单，只比较此后的 {len(mine)} 件"
    if present.model is None:
        return "目前没有学习得来的模型，与权责清单、属地和相似工单比较"
    return ""


def _first(one: comparing.Asked) -> list[str]:
    return [one.judged.ranked[0] if one.judged.ranked else ""]


def _precedent(one: Taught) -> Precedent:
    taken_off = next((x.unit for x in one.lessons if x.kind == "upheld_return"), "")
    return Precedent(text=one.text, unit=one.own.unit, day=one.at.date(), returned_from=taken_off)
