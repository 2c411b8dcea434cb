"""Lessons → a candidate, compared on what neither model has seen."""

import dataclasses
import datetime as dt

import pytest

from zhixi.assist.city import Category, City, Unit
from zhixi.errors import BadInput
from zhixi.hotline.dispatching import comparing
from zhixi.hotline.dispatching.learning import Other, learn
from zhixi.hotline.dispatching.lessons import Lesson
from zhixi.hotline.dispatching.pasts import Taught

START = dt.datetime(2026, 1, 1, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
CUT = START + dt.timedelta(days=80)
TODAY = (START + dt.timedelta(days=100)).date()
MATTERS = {"cg": "门前有人占道摆摊", "water": "整栋楼停水没有水用", "light": "路灯坏了晚上不亮"}


def city() -> City:
    units = tuple(Unit(code=code, name=f"{code}局") for code in MATTERS)
    return City(
        name="云州市",
        units=units,
        categories=(Category(code="01", path=("城市管理",)),),
        duties=(),
        places=(),
    )


def lesson(n: int, unit: str, weight: float = 0.85) -> Taught:
    at = START + dt.timedelta(hours=6 * n)
    own = Lesson(unit, weight, "chosen", at)
    return Taught(f"n{n}", at, f"市民反映{MATTERS[unit]}，第{n}次", "01", "help", {}, (own,), n % 2 == 0)


def lessons(count: int = 400) -> list[Taught]:
    return [lesson(n, list(MATTERS)[n % 3]) for n in range(count)]


def learnt(rows, present=None, cut=CUT, split=None):
    other = present or Other(None, "", None)
    return learn(
        rows, city=city(), heirs={}, split=split, present=other, cut=cut, today=TODAY, say=lambda step: None
    )


@pytest.fixture(scope="module")
def first():
    return learnt(lessons())


def test_it_learns_before_the_cut_and_is_asked_after_it(first):
    card = first.card
    assert card["rows"] == 320 and card["asked"]["orders"] == 80
    assert card["whole"]["top1"] > 0.9 and card["units"] == 3
    assert "与权责清单" in card["note"] and card["kinds"] == {"chosen": 320}


def test_only_orders_that_the_machine_might_dispatch_prove_anything(first):
    assert len(first.outcomes) == 40
    assert all(len(row) == 5 and row[0] == "01" and row[1] == "help" for row in first.outcomes)


def test_a_card_tells_units_and_categories_by_name(first):
    assert {row["name"] for row in first.card["by_unit"]} == {"cg局", "water局", "light局"}
    assert [row["name"] for row in first.card["by_category"]] == ["城市管理"]


def test_nobody_is_in_a_card(first):
    assert "市民反映" not in str(first.card) and "市民反映" not in str(first.outcomes)


def test_the_present_one_is_asked_the_same_orders(first):
    again = learnt(lessons(), Other(first.model, "learnt-1", CUT))
    assert again.card["compared_with"] == "learnt-1" and again.card["present"]["orders"] == 80
    assert not again.better and again.card["note"] == ""


def test_what_the_present_one_has_seen_is_not_compared_on(first):
    half = learnt(lessons(440), Other(first.model, "learnt-1", CUT + dt.timedelta(days=15)))
    assert half.card["present"]["orders"] == half.card["candidate"]["orders"] == 60
    assert "只比较此后的 60 件" in half.card["note"]
    none = learnt(lessons(), Other(first.model, "learnt-1", CUT + dt.timedelta(days=19)))
    assert none.card["present"] is None and "不足以比较" in none.card["note"]


def test_one_of_whom_nobody_knows_what_it_saw_is_not_compared(first):
    found = learnt(lessons(), Other(first.model, "", None))
    assert found.card["present"] is None and "手工" in found.card["note"]


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([], "只有0件"),
        (lessons(200), "只有200件"),
        ([lesson(n, "cg") for n in range(400)], "同一个单位"),
        (lessons(330), "比较的工单只有10件"),
        ([lesson(n, "cg", 0.1) for n in range(400)], "只有0件"),
    ],
)
def test_too_little_is_said_in_plain_words(rows, word):
    with pytest.raises(BadInput, match=word) as refused:
        learnt(rows)
    assert refused.value.cure


def test_the_old_orders_of_a_unit_that_was_split_go_to_its_heirs():
    rows = lessons()
    for n in range(0, 120, 3):
        rows[n] = dataclasses.replace(rows[n], lessons=(dataclasses.replace(rows[n].own, unit="gone"),))
    found = learnt(rows, split={"gone": ("cg", "water")})
    assert "gone" not in found.model.labels and found.card["rows"] == 320


def test_what_is_a_split_units_today_is_not_asked():
    rows = lessons(460)
    for n in range(330, 350):
        rows[n] = dataclasses.replace(rows[n], lessons=(dataclasses.replace(rows[n].own, unit="gone"),))
    assert learnt(rows, split={"gone": ("cg", "water")}).card["asked"]["orders"] == 120


def asked(*right: bool) -> list[comparing.Asked]:
    judged = [comparing.Judged("", "a", ("a" if one else "b",), 0.9) for one in right]
    return [comparing.Asked(one, "城市管理", "help") for one in judged]


def test_better_is_more_than_chance():
    assert comparing.beyond_doubt(asked(*[True] * 10), asked(*[False] * 10))
    assert not comparing.beyond_doubt(asked(True, True), asked(False, False))
    assert not comparing.beyond_doubt(asked(*[True] * 10), asked(*[True] * 10))


def test_figures_of_nothing_are_none():
    assert comparing.counted([])["top1"] is None


def test_what_changed_is_told_where_enough_was_asked():
    rows = comparing.by(lambda one: "a", asked(*[True] * 40), asked(*[True] * 20, *[False] * 20))
    assert comparing.changed(rows)["better"][0]["name"] == "a"
    few = comparing.by(lambda one: "a", asked(*[True] * 4), asked(*[False] * 4))
    assert comparing.changed(few) == {"better": [], "worse": []}
