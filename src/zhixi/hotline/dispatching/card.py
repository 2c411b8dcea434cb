"""The card of a candidate: what it learnt, its figures beside the present model's, and what changed (模型说明). Pure."""

import collections
import dataclasses
import datetime as dt
from collections.abc import Sequence

from zhixi.assist.city import City
from zhixi.assist.dispatch import Model
from zhixi.hotline.dispatching import comparing, drift
from zhixi.hotline.dispatching.pasts import Taught

VERSION = 1


@dataclasses.dataclass(frozen=True, slots=True)
class Other:
    """The model in use. learnt_until: it has seen nothing from then on; None where nobody knows."""

    model: Model | None
    key: str
    learnt_until: dt.datetime | None


@dataclasses.dataclass(frozen=True, eq=False)
class Compared:
    """before: learnt. after: asked, and candidate: what it named for them. mine, other: what it and the present one
    named for those that both can be asked; other is None where there are too few."""

    before: Sequence[Taught]
    after: Sequence[Taught]
    candidate: Sequence[comparing.Asked]
    mine: Sequence[comparing.Asked]
    other: Sequence[comparing.Asked] | None


def card_of(model: Model, of: Compared, present: Other, cut: dt.datetime, city: City) -> dict:
    """What a candidate's page shows; nothing of anybody's words is in it."""
    names = {unit.code: unit.name for unit in city.units}
    units = comparing.by(lambda one: names.get(one.judged.truth, one.judged.truth), of.mine, of.other)
    kinds = collections.Counter(one.own.kind for one in of.before)
    return {
        "version": VERSION,
        "learnt_from": of.before[0].at.isoformat(),
        "learnt_until": cut.isoformat(),
        "rows": len(of.before),
        "units": len(model.labels),
        "kinds": dict(kinds.most_common()),
        "against": sum(lesson.weight < 0 for one in of.before for lesson in one.lessons),
        "asked": {
            "orders": len(of.after),
            "first": of.after[0].at.isoformat(),
            "last": of.after[-1].at.isoformat(),
        },
        "whole": comparing.counted([one.judged for one in of.candidate]),
        "candidate": comparing.counted([one.judged for one in of.mine]),
        "present": comparing.counted([one.judged for one in of.other]) if of.other else None,
        "compared_with": present.key if present.model is not None else None,
        "note": _note(present, of),
        "by_unit": units,
        "by_category": comparing.by(lambda one: one.category.partition("/")[0], of.mine, of.other),
        "changed": comparing.changed(units),
        "confusions": _confused(of, names),
        "better": bool(of.other) and comparing.beyond_doubt(of.mine, of.other),
        "drift": _drift(model, of),
        "text_alone": model.card["held_out"],
    }


def outcome_of(order: Taught, one: comparing.Asked) -> list:
    """A row of `LearntModel.outcomes`."""
    named = one.judged.ranked[0] if one.judged.ranked else ""
    return [order.category, order.request_type, round(one.judged.confidence, 4), one.judged.right, named]


def _confused(of: Compared, names: dict[str, str]) -> list[dict]:
    named = names | {"": "（无推荐）"}
    return [
        row | {"unit": names.get(row["unit"], row["unit"]), "named": named.get(row["named"], row["named"])}
        for row in comparing.confusions(of.mine, of.other)
    ]


def _drift(model: Model, of: Compared) -> dict:
    texts, units = [one.text for one in of.after], [one.own.unit for one in of.after]
    return drift.baseline(model, texts, units, [one.judged.confidence for one in of.candidate])


def _note(present: Other, of: Compared) -> str:
    """What the comparison can and cannot say, for the page."""
    if present.model is not None and present.learnt_until is None:
        return "现用模型是手工学习的，不知道它学过哪些工单，不作比较"
    if of.other is None:
        return "现用模型学过其中大部分工单，此后的不足以比较"
    if len(of.mine) < len(of.after):
        return f"现用模型学过其中较早的工单，只比较此后的 {len(of.mine)} 件"
    if present.model is None:
        return "目前没有学习得来的模型，与权责清单、属地和相似工单比较"
    return ""
