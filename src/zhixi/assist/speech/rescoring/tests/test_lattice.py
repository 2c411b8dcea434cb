import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.speech.rescoring import general_model
from zhixi.assist.speech.rescoring.lattice import Weights, likeliest


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("我要头诉小区物业", "我要投诉小区物业"),
        ("马路上的井该不见了", "马路上的井盖不见了"),
        ("想办理医疗保险的转疑手续", "想办理医疗保险的转移手续"),
        ("物业公斯乱收停车费", "物业公司乱收停车费"),
    ],
)
def test_a_word_of_the_same_sound_that_fits_takes_the_place_of_one_that_does_not(heard, said):
    assert likeliest(heard, general_model())[1] == said


@pytest.mark.parametrize("text", ["小区的路灯坏了没有人修", "国务院总理主持召开会议", "我想咨询一下社会保险"])
def test_what_makes_sense_stays(text):
    assert likeliest(text, general_model())[1] == text


def test_a_sentence_that_makes_sense_is_worth_more_than_one_that_does_not():
    strict = Weights(same=50, toneless=50, near=50)
    sense, nonsense = (
        likeliest(text, general_model(), strict)[0] for text in ("路灯坏了没人修", "露等坏了没人休")
    )
    assert sense > nonsense


def test_when_other_characters_cost_too_much_none_is_put_in():
    text = "我要头诉小区物业"
    assert likeliest(text, general_model(), Weights(same=50, toneless=50, near=50))[1] == text


def test_digits_letters_and_marks_stay_where_they_were():
    text = "，电话138 0013号，Wi-Fi不行？"
    said = likeliest(text, general_model())[1]
    assert [one for one in said if not "一" <= one <= "鿿"] == [
        one for one in text if not "一" <= one <= "鿿"
    ]


def test_a_character_that_nobody_can_read_stays():
    assert likeliest("𠀀", general_model())[1] == "𠀀"


@given(
    st.text(
        st.characters(min_codepoint=0x4DF0, max_codepoint=0xA010) | st.sampled_from("的一是我 ，3a𠀀"),
        max_size=12,
    )
)
def test_any_text_keeps_its_length(text):
    assert len(likeliest(text, general_model())[1]) == len(text)
