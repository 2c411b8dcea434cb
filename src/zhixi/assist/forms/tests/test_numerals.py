import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.numerals import DIGITS, count, digits_of, in_figures, runs


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("二十八", 28),
        ("十", 10),
        ("一百零三", 103),
        ("两百五", 250),
        ("三千五", 3500),
        ("两千零五", 2005),
        ("一万二", 12000),
        ("三万零五百", 30500),
    ],
)
def test_a_counted_number_is_read_as_people_mean_it(words, number):
    assert count(words) == number


def test_what_is_no_number_is_none():
    assert count("三百多") is None


def test_digits_are_joined_over_pauses_and_repeats():
    assert runs("幺三九，四个零……嗯，幺二三四。", 7)[0][2] == "13900001234"


@given(st.text("0123456789", min_size=1, max_size=20))
def test_spoken_digits_come_back_as_they_were(digits):
    spoken = "".join({v: k for k, v in DIGITS.items() if k in "零一二三四五六七八九"}[d] for d in digits)
    assert digits_of(spoken) == digits


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("望江路二十八号", "望江路28号"),
        ("二零七房", "207房"),
        ("五横路", "五横路"),
        ("二零八路公交车", "208路公交车"),
        ("市民中心二楼", "市民中心二楼"),
    ],
)
def test_numbers_of_places_are_written_in_figures_but_names_keep_theirs(said, written):
    assert in_figures(said) == written
