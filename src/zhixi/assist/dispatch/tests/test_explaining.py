"""The words that weighed most are words of the text, and the ones that a person would point at."""

from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.dispatch import fit
from zhixi.assist.dispatch.explaining import words_for
from zhixi.assist.dispatch.tests.test_model import _history

MODEL = []


def _model():
    if not MODEL:
        MODEL.append(fit(_history()))
    return MODEL[0]


def test_the_word_that_tells_the_unit_weighs_most():
    words = words_for(_model(), "东山路  家里停水了，请尽快处理", "水务集团")
    assert words[0].text in ("停水", "家里") and 0.1 < words[0].share <= 1
    assert "东山" not in [word.text for word in words[:1]]


def test_an_unknown_label_or_an_empty_text_has_no_words():
    assert words_for(_model(), "停水", "没有这个局") == [] == words_for(_model(), "  ", "水务集团")


@given(st.text(max_size=60))
def test_any_text_has_words_of_its_own_that_share_at_most_the_whole(text):
    words = words_for(_model(), text, "城管局")
    assert sum(word.share for word in words) <= 1.01 and len(words) <= 5
