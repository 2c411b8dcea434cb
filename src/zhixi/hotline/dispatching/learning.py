"""Lessons → a candidate and its card (派单学习). Pure: no database, no clock.

What is offered is what was measured: the model learns up to a cut and is asked the orders after it. The seat's whole
recommender is compared, with the duty list, place, precedents and people's own rules, since that is what a dispatcher sees.
"""

import dataclasses
import datetime as dt
import functools
from collections.abc import Callable, Mapping, Sequence

from zhixi.assist.city import City
from zhixi.assist.dispatch import Model, Precedent, Precedents, Recommender, fit_and_judge
from zhixi.assist.dispatch.directives import Directive
from zhixi.assist.dispatch.dividing import divided
from zhixi.assist.dispatch.judging import Judged
from zhixi.assist.dispatch.meaning import Embedder
from zhixi.assist.dispatch.recent import Recent
from zhixi.errors import BadInput
from zhixi.hotline.dispatching import comparing
from zhixi.hotline.dispatching.card import Compared, Other, card_of, outcome_of
from zhixi.hotline.dispatching.lessons import KNOWN_FROM, LEARNT_FROM
from zhixi.hotline.dispatching.pasts import Taught

FEWEST = 300  # lessons to learn from
FEWEST_ASKED = 50  # orders to compare on
MOST_LEARNT = (
    60_000  # the newest; more take longer than a night, and old orders teach little (docs/measurements)
)
MOST_ASKED = 2_000
MOST_PRECEDENTS = 20_000  # as many as the desk has


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


def learn(
    lessons: Sequence[Taught],
    *,
    city: City,
    heirs: dict[str, str],
    matters: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    split: Mapping[str, Sequence[str]] | None = None,
    present: Other,
    cut: dt.datetime,
    today: dt.date,
    rules: Sequence[Directive] = (),
    embedder: Embedder | None = None,
    say: Callable[[str], None] = print,
) -> Learnt:
    """Learn from orders before `cut`, compare on those from it on. Raises BadInput where there is too little.

    matters: as `Recommender` takes them, so that it is asked as at the desk.
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
        embedder=embedder,
    )
    past = [one for one in known if one.at < cut][-MOST_PRECEDENTS:]
    precedents = Precedents(_precedent(one) for one in past)
    seat = functools.partial(
        _seat, city=city, heirs=heirs, matters=matters, precedents=precedents, today=today, rules=rules
    )
    say(f"asking {len(after)} orders that it has not seen")
    candidate = seat(fitted.model, after)
    both = _both_can_be_asked(after, present)
    if both:
        say(f"asking the present one {len(both)} of them")
    other = seat(present.model, both) if both else None
    compared = Compared(before, after, candidate, candidate[-len(both) :] if both else candidate, other)
    told = card_of(fitted.model, compared, present, cut, city)
    outcomes = [
        outcome_of(order, one) for order, one in zip(after, candidate, strict=True) if order.for_machine
    ]
    return Learnt(fitted.model, told, outcomes, before[0].at, len(before), told["better"])


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
            taught = [lesson for lesson in recommender.lessons(since) if lesson]
            recent, since, day = recent.with_more(taught), [], one.at.date()
        told = {"category": one.category, "place": one.place, "request_type": one.request_type}
        ranked = recommender.recommend(one.text, **told, on=today, rules=rules, recent=recent)
        since.append((one.text, one.own.unit, one.category))
        units = tuple(r.unit for r in ranked[:3])
        judged = Judged("", one.own.unit, units, ranked[0].confidence if ranked else 0.0)
        found.append(comparing.Asked(judged, paths.get(one.category, "未分类"), one.request_type))
    return found


def _seat(model: Model | None, orders: Sequence[Taught], *, city, heirs, matters, precedents, today, rules):
    """What the whole recommender makes of orders, with this model or with none."""
    return asked(Recommender(city, model, precedents, heirs, matters), orders, city, today, rules)


def _both_can_be_asked(after: Sequence[Taught], present: Other) -> Sequence[Taught]:
    """Of the orders that the candidate has not seen those that the present model has not either; [] for too few."""
    if present.model is None:
        return after
    if present.learnt_until is None:
        return []
    same = [one for one in after if one.at >= present.learnt_until]
    return same if len(same) >= FEWEST_ASKED else []


def _precedent(one: Taught) -> Precedent:
    taken_off = next((x.unit for x in one.lessons if x.kind == "upheld_return"), "")
    return Precedent(text=one.text, unit=one.own.unit, day=one.at.date(), returned_from=taken_off)
