from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.speech.mending import Mender, Name
from zhixi.assist.speech.wording import worded

MENDER = Mender.of([Name("锦川路", "road"), Name("青榆区", "district"), Name("七里香小区", "poi")])


def test_one_utterance_is_mended_marked_and_written():
    said = worded("嗯，我在青于区锦穿路，电话妖三九零零零零幺二三四", MENDER)
    assert said.text == "嗯，我在青榆区锦川路，电话幺三九零零零零幺二三四"
    assert said.written == "嗯，我在青榆区锦川路，电话13900001234"
    assert said.recognised == "嗯，我在青于区锦穿路，电话妖三九零零零零幺二三四"
    assert [mark.kind for mark in said.marks] == ["filler", "name", "name", "digit", "phone"]


def test_a_name_with_a_number_is_mended_and_keeps_its_number():
    said = worded("我在七里乡小区二十八号", MENDER)
    assert (said.text, said.written) == ("我在七里香小区二十八号", "我在七里香小区28号")


def test_nothing_to_do_leaves_no_mark():
    assert worded("路灯坏了", MENDER).marks == ()
    assert worded("路灯坏了").written == "路灯坏了"


@given(
    st.lists(
        st.sampled_from([*"嗯啊，。我在青于区锦穿路七里乡小二十八号幺三九零把酒", "139003019"]), max_size=24
    ).map("".join),
    st.sampled_from(["", "13900003019"]),
)
def test_what_was_recognised_is_recovered_and_marks_point_into_the_text(text, number):
    said = worded(text, MENDER, calling_number=number)
    assert said.recognised == text
    assert all(0 <= mark.start < mark.end <= len(said.text) for mark in said.marks)
    written = [mark for mark in said.marks if mark.written]
    assert all(one.end <= other.start for one, other in zip(written, written[1:], strict=False))
