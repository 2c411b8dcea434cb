import math

import numpy as np

from zhixi.assist.speech.mending.sounds import heard
from zhixi.assist.speech.rescoring.model import LONGEST, STEPS, general_model, load_model


def words_that_sound_like(text, model):
    key = model.key([readings[0] for readings in heard(text)])
    return [model.words[number] for number, _ in model.sounding(key)]


def write(path):
    """A model of three words: 投诉 is told behind 我要 in one case of ten."""
    steps = lambda *chances: np.array([round(-math.log10(chance) * STEPS) for chance in chances], np.uint8)  # noqa: E731
    readings = np.zeros((3, LONGEST), np.uint16)
    readings[:, :2] = [[1, 2], [3, 4], [3, 4]]
    np.savez(
        path,
        words=np.frombuffer("我要\n投诉\n头诉".encode(), np.uint8),
        alone=steps(0.01, 0.001, 0.00001),
        backoff=steps(0.5, 1, 1),
        begin=np.array([0, 1, 1, 1], np.int32),
        second=np.array([1], np.int32),
        chance=steps(0.1),
        sounds=np.frombuffer(b"wo3\nyao4\ntou2\nsu4", np.uint8),
        holders=np.arange(3, dtype=np.int32),
        readings=readings,
    )
    return load_model(path)


def test_a_pair_that_the_model_knows_has_its_own_chance_and_another_its_words(tmp_path):
    model = write(tmp_path / "small.npz")
    assert math.isclose(model.chance(0, 1), math.log(0.1), abs_tol=0.05)
    assert math.isclose(model.chance(0, 2), math.log(0.5 * 0.00001), abs_tol=0.1)
    assert math.isclose(model.chance(-1, 1), math.log(0.001), abs_tol=0.05)


def test_words_of_one_sound_are_found_the_likelier_first(tmp_path):
    model = write(tmp_path / "small.npz")
    assert words_that_sound_like("投诉", model) == ["投诉", "头诉"]


def test_sounds_that_people_mix_up_are_one():
    assert "蓝色" in words_that_sound_like("南色", general_model())


def test_a_sound_that_no_word_has_finds_none(tmp_path):
    model = write(tmp_path / "small.npz")
    assert model.key([readings[0] for readings in heard("群")]) is None


def test_the_model_that_comes_along_knows_the_words_of_a_hotline():
    model = general_model()
    assert {"投诉", "路灯", "医保", "噪音", "物业"} <= model.number.keys()
    assert model.chance(model.number["小区"], model.number["物业"]) > model.chance(-1, model.number["物业"])


def test_a_centre_may_put_its_own_in_its_place(tmp_path, monkeypatch):
    write(tmp_path / "own.npz")
    monkeypatch.setenv("ZHIXI_LANGUAGE_MODEL", str(tmp_path / "own.npz"))
    assert general_model().words == ["我要", "投诉", "头诉"]
