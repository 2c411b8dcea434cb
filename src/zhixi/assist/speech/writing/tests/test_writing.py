"""Numbers as people write them: a table made by hand, and what must hold for any text."""

import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.numerals import digits_of
from zhixi.assist.speech.writing import Written, write
from zhixi.assist.talk import Mark


def cases() -> list[tuple[str, str]]:
    lines = (pathlib.Path(__file__).parent / "cases.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(" → ") for line in lines if line and not line.startswith("#"))
    return [(spoken, written or spoken) for spoken, _, written in pairs]


def test_the_table_is_long_enough_to_mean_something():
    assert len(set(cases())) >= 200


@pytest.mark.parametrize("spoken, written", cases())
def test_numbers_are_written_as_people_write_them(spoken, written):
    assert write(spoken).text == written


@pytest.mark.parametrize("spoken, written", cases())
def test_it_is_the_same_in_the_middle_of_a_sentence(spoken, written):
    assert write(f"你好，{spoken.rstrip('。')}，谢谢").text == f"你好，{written.rstrip('。')}，谢谢"


def test_a_name_of_the_city_keeps_its_number():
    assert write("我在二十一号大院", ["二十一号大院"]).text == "我在二十一号大院"
    assert write("我在二十一号大院").text == "我在21号大院"


def test_a_place_in_the_spoken_form_is_found_in_the_written_form():
    talk = write("嗯，打幺三九零零零零幺二三四，下午三点半。")
    assert talk.text == "嗯，打13900001234，下午3:30。"
    for spoken, written in (("嗯", "嗯"), ("零零", "13900001234"), ("半。", "3:30。"), ("三点半", "3:30")):
        start = talk.spoken.index(spoken)
        left, right = talk.span(start, start + len(spoken))
        assert talk.text[left:right] == written


def test_a_place_at_the_end_of_the_text_stays_at_its_end():
    talk = Written("十五号", (Mark(0, 2, "date", "15"),))
    assert talk.span(3, 3) == (3, 3)
    assert talk.span(0, 3) == (0, 3)


TEXTS = st.lists(
    st.sampled_from(
        list(
            "零一二三四五六七八九十百千万两幺点半块元毛号楼单元月日年路分之下午个米度到，几 0123:.琼A第路灯坏了"
        )
        + ["百分之", "下午", "公交车", "钟", "嗯", "四个零", "13900001234", "3:30"]
    ),
    max_size=16,
).map("".join)


@given(TEXTS)
def test_writing_twice_changes_nothing(text):
    written = write(text).text
    assert write(written).text == written


@given(TEXTS)
def test_the_spoken_form_is_recovered_from_the_marks(text):
    talk = write(text)
    rest, at, back = talk.text, 0, ""
    for mark in talk.marks:
        gap = text[at : mark.start]
        assert rest.startswith(gap + mark.written)
        back += gap + text[mark.start : mark.end]
        rest, at = rest[len(gap + mark.written) :], mark.end
    assert back + rest == text == talk.spoken


@given(TEXTS)
def test_no_word_that_is_not_a_number_is_lost(text):
    talk = write(text)
    others = "".join(c for m in talk.marks for c in m.written if not c.isdigit())
    assert set(others) <= set(text) | set(".:-%‰元")


@given(st.text(alphabet="零一二三四五六七八九幺", min_size=4, max_size=24))
def test_digits_said_one_by_one_are_the_digits_written(text):
    assert write(text).text.replace("-", "") == digits_of(text)


@given(st.text(max_size=60))
def test_any_text_at_all_can_be_written(text):
    talk = write(text)
    assert talk.spoken == text
    assert all(0 <= m.start < m.end <= len(text) for m in talk.marks)
