"""What is typed finds what was meant: pinyin, initials, wrong characters of the right sound, two-character words."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixi.assist.knowledge import Index, Passage
from zhixi.assist.knowledge.typed import initials, typed

TODAY = dt.date(2026, 11, 21)
TITLES = {
    "permit": "居住证怎么申领",
    "fund": "公积金如何提取",
    "noise": "夜间施工噪声向谁投诉",
    "water": "停水报修",
    "school": "小学一年级怎么报名",
    "bank": "社保卡在银行激活",
    "care": "长者食堂用餐优惠",
}
INDEX = Index.build([Passage(key, title, "请带本人身份证到窗口办理。") for key, title in TITLES.items()])


def _first(text: str) -> str:
    hits = INDEX.search(text, on=TODAY)
    return hits[0].passage.key if hits else ""


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("juzhuzheng", "permit"),
        ("JuZhuZheng", "permit"),
        ("ju zhu zheng", "permit"),
        ("juzhuzhe", "permit"),
        ("jzz", "permit"),
        ("gjj", "fund"),
        ("gongjijin", "fund"),
        ("tsbx", "water"),
        ("yinhang", "bank"),
        ("居祝证", "permit"),
        ("工积金提取", "fund"),
        ("造声投诉", "noise"),
        ("庭水", "water"),
        ("噪声", "noise"),
        ("停水", "water"),
        ("小学", "school"),
        ("食堂", "care"),
    ],
)
def test_it_finds_what_was_meant(text, key):
    assert _first(text) == key


@pytest.mark.parametrize("text", ["", "q", "zzzzzz", "xyz", "hello world", "云计算", "????"])
def test_what_stands_for_nothing_finds_nothing(text):
    assert _first(text) == ""


def test_letters_that_are_no_pinyin_are_only_initials():
    assert typed("jzz") == ([], ["jzz"]) and typed("居住") == ([], [])


def test_initials_are_runs_of_first_letters():
    assert set(initials("居住证")) == {"jz", "zz", "jzz"}


@settings(deadline=None)
@given(st.text(max_size=40))
def test_anything_typed_is_only_a_question(text):
    INDEX.search(text, on=TODAY)
