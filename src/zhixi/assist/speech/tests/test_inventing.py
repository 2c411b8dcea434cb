import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.speech import Recognised
from zhixi.assist.speech.activity import Stretch
from zhixi.assist.speech.inventing import is_invented
from zhixi.assist.speech.listening import utterance
from zhixi.assist.talk import Leg


@pytest.mark.parametrize(
    "text, confidence, seconds",
    [
        ("以下是普通话的句子。", 0.9, 3),
        ("请使用简体中文", 0.9, 3),
        ("热词：锦川路 青榆区", 0.9, 5),
        ("<|nospeech|>", 0.9, 2),
        ("谢谢大家收看", 0.9, 2),
        ("我们今天来讲一讲这个问题到底应该怎么样去解决才比较好", 0.9, 0.5),
        ("滋滋滋滋滋", 0.27, 4),
        ("真是真是真是", 0.3, 2),
        ("，。", 0.9, 1),
    ],
)
def test_what_nobody_said_is_no_utterance(text, confidence, seconds):
    assert is_invented(text, confidence, seconds)
    stretch = Stretch(0.0, seconds, 0.0, np.zeros(round(seconds * 16_000), dtype=np.float32))
    assert utterance(Leg.CALLER, stretch, Recognised(text, confidence)) is None


@pytest.mark.parametrize(
    "text, confidence, seconds",
    [
        ("对对对", 0.41, 0.5),
        ("喂喂喂", 0.8, 1),
        ("需要激活才能使用", 0.7, 1.2),
        ("嗯", 0.2, 0.3),
        ("快点快点快点，煤气漏了", 0.3, 2),
        ("以下几点请你们核实", 0.6, 2),
        ("零零零零", 0.5, 1),
    ],
)
def test_what_people_say_stays(text, confidence, seconds):
    assert not is_invented(text, confidence, seconds)


@given(st.text(alphabet="路灯坏了好几天没人修在锦川路上", min_size=1, max_size=30), st.floats(0.4, 1))
def test_sure_words_at_an_ordinary_speed_always_stay(text, confidence):
    assert not is_invented(text, confidence, max(1.0, len(text) / 7))
