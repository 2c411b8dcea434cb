import math

import numpy as np
import pytest

from zhixi.assist.speech.rescoring import Candidate, chosen, general_model, language_models
from zhixi.assist.speech.rescoring.talk import BEGIN, Talk, counted, parted


def talk_of(*texts):
    return Talk(general_model(), **counted([(text, 1.0) for text in texts], general_model()))


def test_a_text_is_parted_into_the_words_that_people_use():
    assert parted("小区的路灯坏了", general_model()) == ["小区", "的", "路灯", "坏", "了"]


def test_words_and_pairs_that_came_in_talk_are_likelier_and_all_others_a_little_less():
    general, talk = general_model(), talk_of("我要投诉物业", "我要投诉物业")
    number = general.number
    pair = number["投诉"], number["物业"]
    assert talk.chance(*pair) > general.chance(*pair)
    assert talk.chance(BEGIN, number["物业"]) > general.chance(BEGIN, number["物业"])
    assert talk.chance(BEGIN, number["国务院"]) < general.chance(BEGIN, number["国务院"])


def test_the_chances_of_all_words_are_at_most_one_together():
    talk = talk_of("我要投诉物业", "路灯坏了")
    assert 0.7 < sum(math.exp(talk.chance(BEGIN, word)) for word in range(len(talk.words))) < 1.01


def test_a_word_that_the_general_model_lacks_is_passed_over():
    parts = counted([("我要投诉", 1.0)], general_model())
    parts["words"] = np.frombuffer("\n".join(["䶮䶮"] * len(parts["alone"])).encode(), np.uint8)
    talk = Talk(general_model(), **parts)
    number = general_model().number["投诉"]
    assert math.isfinite(talk.chance(BEGIN, number))


@pytest.mark.parametrize(
    ("heard", "said"), [("为，你好", "喂，你好"), ("我信王", "我姓王"), ("是的，就这些", "是的，就这些")]
)
def test_what_people_say_on_the_telephone_is_put_right_with_the_model_of_talk(heard, said):
    assert chosen([Candidate(heard, -3.0)], language_models())[0] == said


def test_a_written_sentence_keeps_the_worth_that_the_general_model_gives_it():
    text = "国务院总理主持召开会议"
    assert chosen([Candidate(text, -3.0)], language_models()) == [text]
