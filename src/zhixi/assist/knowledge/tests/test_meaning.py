"""What vectors are made of, how they are made even, and that an index with them answers the same when opened again."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixi.assist.knowledge import Index, Passage
from zhixi.assist.knowledge.evening import Evening
from zhixi.assist.knowledge.subject import repeated, subject

TODAY = dt.date(2026, 11, 21)


def test_a_bare_reply_is_about_what_stands_behind_its_politeness():
    text = "网友您好！您的来信已收悉，现回复如下：关于桂花苑小区停水的问题，因水管爆裂。感谢您的关注与支持！"
    assert subject(text) == "关于桂花苑小区停水的问题，因水管爆裂。"


def test_what_many_articles_say_says_nothing_of_any():
    texts = [f"欢迎再来本站，第{n}条路今天维修。" for n in range(6)]
    assert repeated(texts) == {"欢迎再来本站"}
    assert subject(texts[0], repeated(texts)) == "第0条路今天维修。"


@pytest.mark.parametrize("text", ["", "您好！", "，。！", "谢谢", "收悉"])
def test_a_text_of_politeness_alone_stays(text):
    assert subject(text) == text


@given(st.text(max_size=80))
@settings(deadline=None)
def test_nothing_is_added_to_a_text(text):
    assert set(subject(text)) <= set(text)


def _common(count: int, seed: int = 3) -> np.ndarray:
    """Vectors that have most in common, as E5's have."""
    random = np.random.default_rng(seed)
    made = random.normal(size=(count, 24)) * np.geomspace(1, 0.05, 24) + 9
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def test_made_even_they_have_nothing_in_common_any_more():
    vectors = _common(2000)
    even = Evening.of(vectors)(vectors)
    assert (vectors[:50] @ vectors[50:100].T).mean() > 0.95
    assert abs((even[:50] @ even[50:100].T).mean()) < 0.05
    assert np.allclose(np.linalg.norm(even, axis=1), 1, atol=1e-4)


def test_a_small_base_is_not_made_even():
    assert Evening.of(_common(999)) is None


class ByHash:
    """An embedder that knows each text again and nothing else."""

    name = "by-hash"

    def passages(self, texts):
        made = np.array([np.random.default_rng(sum(map(ord, t[:40]))).normal(size=24) + 3 for t in texts])
        return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)

    queries = passages


def test_an_index_with_even_vectors_answers_the_same_after_it_is_opened(tmp_path):
    base = [
        Passage(str(n), "", f"第{n}号路段{'维修改造' * (n % 5 + 1)}，{n * 7}日完工。") for n in range(1200)
    ]
    built = Index.build(base, embedder=ByHash())
    Index.build(base, tmp_path / "kept", embedder=ByHash())
    opened = Index.open(tmp_path / "kept", embedder=ByHash())
    for question in (base[7].text, "第31号路段什么时候完工", ""):
        assert opened.answer(question, on=TODAY) == built.answer(question, on=TODAY)
    found = built.answer(base[7].text, on=TODAY)
    assert found.cards[0].passage.key == "7" and found.answered
