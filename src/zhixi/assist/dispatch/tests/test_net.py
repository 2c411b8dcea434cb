"""The second learner adds runners-up, is stored without code, and rare labels are favoured only at no loss."""

import numpy as np
import pytest
import scipy.sparse as sp

from zhixi.assist.dispatch import fitting, load_model, model
from zhixi.assist.dispatch.calibration import Calibration
from zhixi.assist.dispatch.net import learn_net
from zhixi.assist.dispatch.tests.test_model import _history
from zhixi.errors import Unavailable


@pytest.fixture(scope="module")
def thorough():
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(fitting, "_BESIDE_FOR", range(20, 1_000))
        return fitting.fit_and_judge(_history(), thorough=True)


def test_a_net_learns_from_the_features_alone():
    generator = np.random.default_rng(1)
    labels = generator.integers(0, 3, 300)
    rows = sp.csr_matrix(np.eye(12, dtype=np.float32)[labels * 4 + generator.integers(0, 4, 300)])
    net = learn_net(rows, labels, 3)
    assert (net.scores(rows).argmax(axis=1) == labels).mean() > 0.98
    assert net.scores(sp.csr_matrix((2, 12), dtype=np.float32)).shape == (2, 3)


def test_a_thorough_model_has_a_net_and_says_the_same_when_loaded(thorough, tmp_path):
    assert thorough.model.net is not None and len(thorough.judged) == 72
    thorough.model.save(tmp_path / "m")
    texts = ["中山路停水", "", "有人打架", "\u0007"]
    found = load_model(tmp_path / "m").predict(texts)
    assert found == thorough.model.predict(texts)
    assert found[0].ranked[0][0] == "水务集团"
    assert all(f.ranked[0][1] == f.confidence for f in found)


@pytest.mark.parametrize("file", ["net.npy", "weights.npy"])
def test_a_model_whose_net_is_missing_or_of_another_is_refused(thorough, tmp_path, file):
    thorough.model.save(tmp_path / "m")
    np.save(tmp_path / "m" / "net.npy", np.zeros((2, 2), np.float16))
    with pytest.raises(Unavailable):
        load_model(tmp_path / "m")
    (tmp_path / "m" / file).unlink()
    with pytest.raises(Unavailable):
        load_model(tmp_path / "m")


def test_a_model_without_a_net_has_none():
    assert fitting.fit_and_judge(_history(), thorough=True).model.net is None
    assert model.FORMAT == 4


def test_rare_labels_are_favoured_only_where_the_first_place_loses_nothing():
    counts = np.array([90, 10])
    close = np.array([[2.0, 0.0]] * 50 + [[0.02, 0.0]] * 10)
    truth = np.array([0] * 50 + [1] * 10)
    helped = Calibration.learn(close, truth, counts=counts)
    assert helped.favour[1] > helped.favour[0] > 0
    chances, _ = helped.apply(np.array([[0.02, 0.0]]))
    assert chances.argmax() == 1 and chances.sum() == pytest.approx(1)
    assert not Calibration.learn(close, np.zeros(60, int), counts=counts).favour.any()
    assert not Calibration.learn(close, truth).favour.any()
