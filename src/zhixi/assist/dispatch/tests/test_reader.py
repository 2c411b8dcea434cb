"""A reader learns where to look and what it says; its slopes are right; it is stored, and wanted again, with its model."""

import dataclasses

import numpy as np
import pytest

from zhixi.assist.dispatch import fitting, load_model, reader
from zhixi.assist.dispatch.reader import Reader, learn_reader
from zhixi.assist.dispatch.states import States, head_for
from zhixi.assist.dispatch.tests.test_meaning import HISTORY, ByMatter
from zhixi.errors import Unavailable


def among_others(texts: int, seed: int = 0) -> tuple[States, np.ndarray]:
    """Texts of 3 to 9 tokens, one of which tells the label, between others that tell nothing."""
    generator = np.random.default_rng(seed)
    ends = np.concatenate([[0], np.cumsum(generator.integers(3, 10, texts))])
    tokens = generator.standard_normal((ends[-1], 8)).astype(np.float16)
    tokens[:, 0] = 0
    labels = generator.integers(0, 3, texts)
    told = ends[:-1] + generator.integers(0, np.diff(ends))
    tokens[told] = 0
    tokens[told, 0] = 3
    tokens[told, 1 + labels] = 3
    return States(tokens, ends), labels


def test_it_finds_the_token_that_tells(monkeypatch):
    monkeypatch.setattr(reader, "_PASSES", 12)
    states, labels = among_others(600)
    made = learn_reader(states, np.arange(500), labels[:500], 3, seed=0)
    found = made.scores(states, np.arange(500, 600)).argmax(axis=1)
    assert (found == labels[500:]).mean() > 0.9


def test_the_slopes_are_those_of_the_loss(monkeypatch):
    monkeypatch.setattr(reader, "_DROPPED", 0.0)
    states, labels = among_others(12)
    generator = np.random.default_rng(3)
    shapes = [(8, 5), (5,), (5, 3), (3, 8), (8, 3), (3,)]
    made = Reader(*(generator.standard_normal(shape) for shape in shapes))
    texts = states.padded(np.arange(12))
    slopes = reader._slopes(made, texts, labels, generator)

    def loss(one: Reader) -> float:
        scores = reader._forward(one, *texts)[0]
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return float(-(0.9 * logs[np.arange(12), labels] + 0.1 * logs.mean(axis=1)).mean())

    for field, slope in zip(dataclasses.fields(Reader), slopes, strict=True):
        array = getattr(made, field.name)
        at = tuple(generator.integers(0, size) for size in array.shape)
        moved = array.copy()
        moved[at] += 1e-4
        told = (loss(dataclasses.replace(made, **{field.name: moved})) - loss(made)) / 1e-4
        assert told == pytest.approx(float(slope[at]), abs=1e-4)


def test_a_text_without_tokens_gets_what_is_usual():
    states, labels = among_others(100)
    made = learn_reader(states, np.arange(100), labels, 3, seed=0)
    none = States(np.zeros((0, 8), np.float16), np.zeros(3, np.int64))
    assert (made.scores(none) == made.biases).all()


def test_what_is_kept_of_tokens_is_near_to_what_they_were():
    texts = [f"{n}号楼{said}" for n in range(300) for said in ("没水了", "大树倒了", "  ")]
    plain, small = States.of(texts, ByMatter()), States.kept(texts, ByMatter())
    assert small.tokens.dtype == np.int8 and (small.ends == plain.ends).all()
    rows = np.array([0, 2, 1, 700])
    for one, other in zip(plain.padded(rows), small.padded(rows), strict=True):
        assert np.allclose(one, other, atol=0.05)
    assert np.allclose(plain.vectors(), small.vectors(), atol=0.05)


def test_long_texts_are_read_as_far_as_all_of_them_can_be():
    assert head_for(["水" * 80] * 1_000) == 300
    assert head_for(["水" * 5_000] * 16_000) == 100
    assert head_for(["水" * 5_000] * 1_000_000) == 40


@pytest.fixture(scope="module")
def thorough():
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(fitting, "_BESIDE_FOR", range(20, 1_000))
        return fitting.fit_and_judge(HISTORY, thorough=True, embedder=ByMatter()).model


def test_a_stored_model_reads_the_same(thorough, tmp_path):
    assert len(thorough.readers) == 2
    thorough.save(tmp_path / "m")
    texts = ["门口断水", "", "这里枝条挡路"]
    found = load_model(tmp_path / "m", embedder=ByMatter)
    assert found.predict(texts) == thorough.predict(texts) and len(found.readers) == 2


def test_a_reader_of_another_model_is_refused(thorough, tmp_path):
    thorough.save(tmp_path / "m")
    with np.load(tmp_path / "m" / "arrays.npz") as arrays:
        held = dict(arrays)
    held["reader1_says"] = held["reader1_says"][:, :-1]
    np.savez(tmp_path / "m" / "arrays.npz", **held)
    with pytest.raises(Unavailable, match="does not fit"):
        load_model(tmp_path / "m", embedder=ByMatter)


def test_few_rows_have_no_reader():
    assert fitting.fit_and_judge(HISTORY, thorough=True, embedder=ByMatter()).model.readers == ()
