"""Cards follow what the caller asks now, and stay still otherwise."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.knowledge import Following, Index, follow
from zhixi.assist.knowledge.tests.test_index import ARTICLES, TODAY
from zhixi.assist.talk import Conversation, Leg, Utterance

INDEX = Index.build(ARTICLES)


def _talk(*turns: str) -> Conversation:
    legs = {"客": Leg.CALLER, "坐": Leg.AGENT}
    said = tuple(Utterance(n, legs[t[0]], n * 5.0, n * 5.0 + 4, t[1:]) for n, t in enumerate(turns))
    return Conversation(dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC), said)


def _top(*turns: str) -> str:
    answer = follow(_talk(*turns), INDEX, on=TODAY)
    return answer.cards[0].passage.key if answer.answered else ""


START = ("坐您好，请问有什么可以帮您？", "客你好，我想问一下居住证怎么办")


def test_the_card_comes_with_the_question():
    assert _top(*START[:1]) == "" and _top(*START) == "permit"


def test_a_short_question_keeps_the_subject_of_the_talk():
    assert (
        _top(*START, "坐需要先登记。", "客我是三月份登记的", "坐好的。", "客那要带什么材料呢？") == "permit"
    )


def test_small_talk_numbers_and_the_agent_change_nothing():
    before = follow(_talk(*START), INDEX, on=TODAY)
    for more in (("客嗯嗯，好的",), ("坐公积金如何提取我也查一下",), ("客对对对",), ("客13900001234",)):
        assert follow(_talk(*START, *more), INDEX, on=TODAY).cards == before.cards


def test_another_subject_brings_another_card():
    assert _top(*START, "坐带身份证。", "客好。另外再问一下，公积金怎么提取？") == "fund"


def test_nobody_speaking_gets_no_card():
    assert not follow(_talk(), INDEX, on=TODAY).cards


@given(st.lists(st.text(max_size=30), max_size=8))
def test_any_talk_gives_an_answer_or_none(texts):
    answer = follow(_talk(*("客" + text for text in texts)), INDEX, on=TODAY)
    assert 0 <= answer.confidence <= 1


SAID = st.sampled_from(
    [
        "坐您好",
        "客居住证怎么办",
        "客那要带什么材料呢",
        "客另外再问一下，公积金怎么提取",
        "客十三块",
        "客另外问一下社保卡补办",
    ]
)


@given(turns=st.lists(SAID, max_size=9), cuts=st.lists(st.integers(0, 9), max_size=5), places=st.booleans())
def test_a_talk_followed_while_it_goes_on_says_what_the_whole_talk_says(turns, cuts, places):
    following, talk = Following(), _talk(*turns)
    for n in [*cuts, len(turns)]:  # also back, as where an utterance is taken back
        asked = {"on": TODAY, "district": "东城区" if places and n % 2 else ""}
        so_far = _talk(*turns[:n])
        assert following.follow(so_far, INDEX, **asked) == follow(so_far, INDEX, **asked)
    assert following.follow(talk, INDEX, on=TODAY) == follow(talk, INDEX, on=TODAY)


def test_what_was_heard_is_not_heard_again_until_something_before_it_is_another():
    class Counting:
        asked = 0

        def answer(self, *said, **where):
            self.asked += 1
            return INDEX.answer(*said, **where)

    index, following = Counting(), Following()
    for n in range(1, 4):
        following.follow(_talk(*("客居住证怎么办", "客要带什么材料", "客要多久办好")[:n]), index, on=TODAY)
        assert index.asked == n
    following.follow(_talk("客公积金怎么提取", "客要带什么材料"), index, on=TODAY)
    assert index.asked == 5
