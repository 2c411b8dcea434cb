"""A judge says which article answers what was said, and that none does; a talk shows a card only then."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixi.assist.knowledge import Index, Passage, Remembering, follow
from zhixi.assist.knowledge.judged import weighed
from zhixi.assist.knowledge.restating import restated
from zhixi.assist.knowledge.synonyms import alike, made_one
from zhixi.assist.knowledge.words import pairs
from zhixi.assist.talk import Conversation, Leg, Utterance

TODAY = dt.date(2026, 11, 21)
MATTERS = (
    "居住证申领",
    "公积金提取",
    "交通信号灯故障",
    "老年公交卡办理",
    "护照申请",
    "水表过户",
    "高龄津贴",
    "燃气开户",
)
ARTICLES = [
    Passage(f"a{n}", matter, f"{matter}请带身份证到窗口办理。", variants=(f"{matter}怎么办",))
    for n, matter in enumerate(MATTERS)
]


class Letters:
    """An embedder of characters: near is what is written alike. It counts the texts that it was asked for."""

    name = "letters"

    def __init__(self):
        self.asked: list[str] = []

    def queries(self, texts):
        self.asked += texts
        vectors = np.zeros((len(texts), 512), dtype=np.float32)
        for row, text in enumerate(texts):
            for pair in pairs(made_one(text)) or ["空"]:
                vectors[row, sum(map(ord, pair)) % 512] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)

    passages = queries


@pytest.fixture(scope="module")
def index():
    return Index.build(ARTICLES)


def _talk(*said: str) -> Conversation:
    """What begins with 坐： is the agent's."""
    turns = tuple(
        Utterance(
            n,
            Leg.AGENT if text[:2] == "坐：" else Leg.CALLER,
            n * 5.0,
            n * 5.0 + 4,
            text.removeprefix("坐："),
        )
        for n, text in enumerate(said)
    )
    return Conversation(dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC), turns)


def _follow(index, *said: str):
    return follow(_talk(*said), index, on=TODAY, witness=Remembering(Letters()))


def test_chances_of_all_and_of_none_are_one_and_the_named_article_has_the_most(index):
    chances = index.judge(Remembering(Letters())).chances(["公积金提取怎么办"], ARTICLES)
    assert chances.sum() < 1 and chances.argmax() == 1 and chances[1] > 0.5


def test_a_whole_question_is_judged_alike(index):
    judge = index.judge(Remembering(Letters()))
    found = weighed(index.answer("老年公交卡办理怎么办", on=TODAY), judge)
    assert found.answered and found.cards[0].passage.key == "a3"
    none = weighed(index.answer("楼下天天有人摆摊卖烧烤", on=TODAY), judge)
    assert not none.answered and not weighed(index.answer("", on=TODAY), judge).cards


def test_what_no_article_names_gets_no_card(index):
    assert not _follow(index, "你好，我要反映一下", "我们楼下天天有人摆摊卖烧烤，路都走不了").answered


def test_a_card_comes_with_its_matter_and_stays_through_names_and_numbers(index):
    before = _follow(index, "你好，我想问一下公积金提取怎么办")
    assert before.answered and before.cards[0].passage.key == "a1"
    after = _follow(index, "你好，我想问一下公积金提取怎么办", "我姓王", "住在朝阳路三号楼")
    assert after.cards[0].passage.key == "a1"


def test_the_matter_said_again_by_the_agent_brings_its_card(index):
    said = ("喂，路口那三个灯都瞎了，走也不是停也不是", "坐：您是反映交通信号灯故障，对吗？")
    assert not _follow(index, said[0]).answered
    assert _follow(index, *said).cards[0].passage.key == "a2"
    assert _follow(index, *said, "对，就是这个").cards[0].passage.key == "a2"


@pytest.mark.parametrize(
    "agent",
    ["公积金提取我也查一下", "请问您贵姓？需要对您的反映保密吗？", "您好，您是要反映什么问题吗？请讲。"],
)
def test_what_else_the_agent_says_brings_none(index, agent):
    assert not _follow(index, "喂，路口那三个灯都瞎了", "坐：" + agent).answered


def test_an_agent_who_speaks_first_has_nothing_to_say_again(index):
    assert not _follow(index, "坐：您是要咨询护照申请吗？").answered


@pytest.mark.parametrize(
    ("agent", "again"),
    [
        ("您好，您是反映供暖温度不达标，是吧？", "您是反映供暖温度不达标，是吧"),
        ("好的，请问您贵姓？", ""),
        ("美兰路三号是哪个小区？", ""),
        ("我帮您登记投诉，请稍等。", ""),
    ],
)
def test_set_phrases_say_nothing_again(agent, again):
    assert restated(agent) == again


def test_another_subject_begins_anew(index):
    assert not _follow(index, "公积金提取怎么办", "另外再问一下，楼上天天半夜唱歌谁管").answered
    found = _follow(index, "公积金提取怎么办", "另外再问一下，护照申请怎么办")
    assert found.answered and found.cards[0].passage.key == "a4"


def test_that_something_will_be_told_finds_nothing_yet():
    base = [
        *ARTICLES,
        Passage("tax", "涉税违法举报", "举报可以匿名，办案部门保密。", variants=("举报保密吗",)),
    ]
    assert not _follow(Index.build(base), "你好，我想举报一个事情，你们这个保密吧？").answered
    assert _follow(Index.build(base), "我要举报涉税违法").answered


def test_words_of_one_meaning_are_one():
    assert made_one("红绿灯不亮") == made_one("交通信号灯不亮")
    assert set(alike("信号灯")) >= {"信号灯", "红绿灯"} and alike("居住证申领") == ("居住证申领",)


def test_two_words_together_add_what_they_mean_but_not_in_two_clauses():
    assert made_one("楼上那家乱扔烟头").endswith(" 高空抛物")
    assert "高空抛物" not in made_one("楼上那家，门口乱扔烟头")


def test_nothing_said_and_an_empty_base_have_no_chances(index):
    assert index.judge(Remembering(Letters())).chances([], ARTICLES).sum() == 0
    assert not _follow(Index.build([]), "居住证怎么办").answered


@given(st.lists(st.text(max_size=30), max_size=6))
@settings(deadline=None, max_examples=40)
def test_any_talk_gives_a_likely_card_or_none(texts):
    found = _follow(Index.build(ARTICLES[:3]), *texts)
    assert 0 <= found.confidence <= 1 and found.answered == bool(found.cards)


def test_a_text_is_encoded_once_and_the_oldest_is_forgotten():
    letters = Letters()
    kept = Remembering(letters, most=2)
    first = kept.queries(["甲"])
    kept.queries(["甲", "乙"])
    assert letters.asked == ["甲", "乙"] and np.allclose(first, kept.queries(["甲"]))
    kept.queries(["丙", "丁"])
    kept.queries(["甲"])
    assert letters.asked == ["甲", "乙", "丙", "丁", "甲"]


def test_the_tokens_of_a_text_asked_alone_are_kept_and_those_of_many_are_not():
    class Tokens(Letters):
        def tokens(self, texts):
            self.asked += texts
            return np.zeros((len(texts), 2)), np.arange(len(texts) + 1)

    letters = Tokens()
    kept = Remembering(letters)
    assert kept.tokens(["甲"])[1].tolist() == kept.tokens(["甲"])[1].tolist() == [0, 1]
    kept.tokens(["甲", "乙"])
    assert letters.asked == ["甲", "甲", "乙"]
    for n in range(64):
        kept.tokens([str(n)])
    kept.tokens(["甲"])
    assert letters.asked[-1] == "甲"
