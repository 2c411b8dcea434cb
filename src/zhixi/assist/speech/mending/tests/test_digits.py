import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.speech.mending.digits import SURE, mended_digits
from zhixi.assist.speech.wording import recognised


@pytest.mark.parametrize(
    "text, mended",
    [
        ("幺三把零", "幺三八零"),
        ("电话妖三九零零零零林幺二三四", "电话妖三九零零零零零幺二三四"),
        ("幺三酒零零零零幺二三四", "幺三九零零零零幺二三四"),
        ("幺三九零零零零是二三四", "幺三九零零零零四二三四"),
        ("幺三九零零零零幺二三把，对", "幺三九零零零零幺二三八，对"),
    ],
)
def test_a_word_of_the_same_sound_inside_a_number_is_its_digit(text, mended):
    said, marks = mended_digits(text)
    assert said == mended
    assert recognised(said, marks) == text


@pytest.mark.parametrize(
    "text",
    [
        "我有三把钥匙",
        "十三把椅子",
        "一是路灯，二是下水道，三是噪声",
        "二零一三期间",
        "五一期间",
        "等了三就走",
        "六楼零散",
    ],
)
def test_the_same_words_elsewhere_stay(text):
    assert mended_digits(text) == (text, ())


def test_a_calling_number_said_with_signs_lost_is_the_calling_number():
    text, marks = mended_digits("就这个139003019，对", "13900003019")
    assert text == "就这个13900003019，对"
    assert recognised(text, marks) == "就这个139003019，对"
    assert marks[0].why == "与来电号码相合"


def test_a_mended_word_inside_it_is_given_back_as_it_was_heard():
    text, marks = mended_digits("妖三九，酒酒，幺三酒零零三零幺九", "13900003019")
    assert recognised(text, marks) == "妖三九，酒酒，幺三酒零零三零幺九"


@pytest.mark.parametrize("other", ["13900003018", "13800003019", "1390000301", "0030190000", "13900003190"])
def test_another_number_of_the_caller_is_not_made_into_it(other):
    assert mended_digits(f"打{other}", "13900003019") == (f"打{other}", ())


def test_without_a_calling_number_nothing_is_added():
    assert mended_digits("就这个139003019") == ("就这个139003019", ())


@given(
    st.lists(st.sampled_from([*"零一二三四五六七八九幺01239，嗯的我", *list(SURE)[:20]]), max_size=24).map(
        "".join
    ),
    st.sampled_from(["", "13900001234", "089866001234"]),
)
def test_what_was_recognised_is_always_recovered(text, number):
    mended, marks = mended_digits(text, number)
    assert recognised(mended, marks) == text
