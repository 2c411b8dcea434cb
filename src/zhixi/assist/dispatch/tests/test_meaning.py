"""Sentence vectors beside the words: learnt with, stored by name, wanted again, and no unit from an empty text."""

import numpy as np
import pytest

from zhixi.assist.dispatch import fit_and_judge, load_model
from zhixi.assist.dispatch.explaining import words_for
from zhixi.assist.dispatch.meaning import Meaning
from zhixi.assist.dispatch.states import States
from zhixi.errors import Unavailable

WATER, TREES = "供水集团", "园林局"
SAME = {"没水了": 0, "断水": 0, "龙头不出水": 0, "大树倒了": 1, "枝条挡路": 1, "树要修剪": 1}


class ByMatter:
    """Every token says which matter its text is of, at two depths."""

    name = "by-matter-3"

    def tokens(self, texts):
        rows = np.full((len(texts), 3), 0.1, np.float32)
        for row, text in enumerate(texts):
            for said, side in SAME.items():
                rows[row, side] += said in text
        return np.repeat(np.hstack([rows, rows]), 2, axis=0).astype(np.float16), 2 * np.arange(len(texts) + 1)


HISTORY = [
    (f"{n}号楼{said}", (WATER, TREES)[side])
    for n in range(30)
    for said, side in SAME.items()
    if said not in ("断水", "枝条挡路")
]


@pytest.fixture(scope="module")
def model():
    return fit_and_judge(HISTORY, embedder=ByMatter()).model


def test_wordings_that_were_never_learnt_are_told_by_what_they_mean(model):
    found = [one.ranked[0][0] for one in model.predict(["门口断水", "这里枝条挡路"])]
    assert found == [WATER, TREES]
    assert model.card["vectors"] == "by-matter-3"


def test_a_stored_model_says_the_same_and_wants_its_vectors_again(model, tmp_path):
    model.save(tmp_path / "m")
    texts = ["门口断水", "", "  ", "枝条挡路", "𠮷"]
    assert load_model(tmp_path / "m", embedder=ByMatter).predict(texts) == model.predict(texts)
    with pytest.raises(Unavailable, match="by-matter-3"):
        load_model(tmp_path / "m")
    other = ByMatter()
    other.name = "another"
    with pytest.raises(Unavailable, match="sentence vectors"):
        load_model(tmp_path / "m", embedder=lambda: other)


def test_an_empty_text_has_no_meaning_and_gets_what_is_usual(model):
    made = Meaning.learn(States.kept(["没水了", "大树倒了"], ByMatter()), ByMatter())
    empty, told = made.columns(made.read(["", "断水"])).toarray()
    assert not empty.any() and np.linalg.norm(told) == pytest.approx(0.7)
    [usual] = model.predict([""])
    assert usual.confidence == pytest.approx(0.5)


def test_words_are_shown_as_reasons_and_vectors_are_not(model):
    words = [word.text for word in words_for(model, "我家没水了", WATER)]
    assert words and all(word in "我家没水了" for word in words)


def test_without_vectors_nothing_is_asked_of_them(tmp_path):
    plain = fit_and_judge(HISTORY).model
    plain.save(tmp_path / "m")
    assert plain.card["vectors"] == "" and load_model(tmp_path / "m").meaning is None
