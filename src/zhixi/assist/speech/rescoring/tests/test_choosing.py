import math

from zhixi.assist.speech.rescoring import Candidate, averaged, chosen, language_models
from zhixi.assist.speech.rescoring.choosing import merged


def test_of_two_texts_heard_equally_well_the_one_with_sense_comes_first():
    texts = chosen([Candidate("今天中午吃潘", -4.0), Candidate("今天中午吃饭", -4.0)], language_models())
    assert texts[0] == "今天中午吃饭"


def test_a_text_that_was_heard_far_better_comes_first_though_the_other_is_commoner():
    texts = chosen([Candidate("他叫欧阳修竹", -1.0), Candidate("我们的国家", -30.0)], language_models())
    assert len(texts[0]) == 6


def test_texts_that_become_the_same_are_told_once():
    texts = chosen([Candidate("投诉物业", -2.0), Candidate("头诉物业", -2.0)], language_models())
    assert texts == ["投诉物业"]


def test_nothing_heard_gives_nothing():
    assert chosen([], language_models()) == []
    assert averaged([[], []]) == []


def test_the_same_text_told_twice_is_as_likely_as_both_together():
    (one,) = merged([Candidate("好", math.log(0.2)), Candidate("好", math.log(0.3))])
    assert math.isclose(math.exp(one.heard), 0.5)


def test_a_text_that_one_look_missed_counts_as_less_than_its_last():
    found = {
        one.text: one.heard
        for one in averaged([[Candidate("好", -1.0)], [Candidate("好", -3.0), Candidate("号", -4.0)]])
    }
    assert found == {"好": -2.0, "号": -3.0}
