"""Marks turn cards round within bounds, and never more."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.knowledge import Index, Passage
from zhixi.assist.knowledge.favour import BOUND, Marks, favour, favoured
from zhixi.assist.knowledge.values import Answer, Card

TODAY = dt.date(2026, 11, 21)
GONE = dt.date(2026, 11, 20)
BASE = Index.build(
    [
        Passage("old", "水费多少钱一吨", "水费每吨二元。", valid_to=GONE),
        Passage("new", "水费多少钱一吨", "水费每吨三元。", valid_from=TODAY),
        Passage("west", "水费多少钱一吨", "西山区水费每吨四元。", district="西山区"),
        Passage("shop", "商铺水费标准", "商铺水费每吨五元。"),
    ]
)
marks = st.builds(
    Marks,
    count=st.integers(0, 10**9),
    worth=st.sampled_from([1.0, -3.0, -5.0]),
    age=st.floats(0, 4000),
    here=st.booleans(),
)


def _answer(*confidences: float) -> Answer:
    cards = tuple(Card(Passage(str(n), "", "一"), c) for n, c in enumerate(confidences))
    return Answer(cards, True, confidences[0], "")


@given(st.dictionaries(st.sampled_from(["old", "new", "west", "shop", "gone"]), st.lists(marks, max_size=5)))
def test_no_amount_of_marks_brings_what_does_not_hold_or_hides_what_does(given_marks):
    found = BASE.answer("水费多少钱一吨", on=TODAY, district="东河区")
    turned = favoured(found, {key: favour(some) for key, some in given_marks.items()})
    assert {card.passage.key for card in turned.cards} == {"new", "shop"}
    assert turned.answered == found.answered
    assert sorted(c.confidence for c in turned.cards) == sorted(c.confidence for c in found.cards)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.lists(st.floats(-9, 9), min_size=6, max_size=6))
def test_nobody_passes_a_card_that_is_surer_than_the_bound_allows(confidences, favours):
    found = _answer(*sorted(confidences, reverse=True))
    turned = favoured(found, {str(n): value for n, value in enumerate(favours)})
    for before, after in zip(turned.cards, turned.cards[1:], strict=False):
        assert before.confidence * (1 + BOUND) >= after.confidence * (1 - BOUND) - 1e-9


@given(st.lists(marks, max_size=8))
def test_favour_is_bounded(some):
    assert -1 <= favour(some) <= 1


def test_use_counts_for_and_what_is_wrong_against_and_both_fade():
    assert favour([]) == 0
    assert favour([Marks(10, 1.0, 0)]) == pytest.approx(0.5)
    assert favour([Marks(10, 1.0, 360)]) < favour([Marks(10, 1.0, 0, here=False)]) < 0.5
    assert favour([Marks(2, -5.0, 0)]) == pytest.approx(-0.5)


def test_of_two_alike_the_used_one_stands_first_and_the_card_being_read_stays():
    found = _answer(0.5, 0.49, 0.48)
    assert [c.passage.key for c in favoured(found, {"2": 1.0}).cards] == ["2", "0", "1"]
    assert [c.passage.key for c in favoured(found, {"2": 1.0}, keep_first=True).cards] == ["0", "2", "1"]
