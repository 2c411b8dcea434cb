"""Two names of one office are learnt as one; two offices never are."""

import random

import numpy as np

from zhixi.assist.dispatch.aliases import Naming, aliases
from zhixi.assist.dispatch.features import Features
from zhixi.assist.dispatch.fitting import fit_and_judge

MATTERS = {
    "工商局": "小店无照经营短斤缺两",
    "供电局": "停电跳闸电表线路故障",
    "环卫局": "垃圾清运扫地保洁异味",
}


def history(seed: int = 0, size: int = 900, **other_names: float) -> list[tuple[str, str]]:
    """Orders of three offices; 工商局 is written 工商所 as often as told, by chance."""
    chance = random.Random(seed)
    rows = []
    for _ in range(size):
        unit = chance.choice(list(MATTERS))
        text = "".join(chance.choices(MATTERS[unit], k=8)) + "".join(
            chance.choices("请尽快派人核实处理", k=4)
        )
        for name, share in other_names.items():
            if unit == "工商局" and chance.random() < share:
                unit = name
        rows.append((text, unit))
    return rows


def found(rows) -> dict[str, str]:
    labels, numbers = np.unique(np.array([unit for _, unit in rows], dtype=object), return_inverse=True)
    _, matrix = Features.learn([text for text, _ in rows], most=50_000)
    return {labels[a]: labels[b] for a, b in aliases(matrix, numbers, len(labels)).items()}


def test_a_second_name_of_one_office_is_found():
    assert found(history(工商所=0.2)) == {"工商所": "工商局"}


def test_offices_of_their_own_are_left_apart():
    assert found(history()) == {}


def test_a_name_that_is_written_as_often_is_left_apart():
    assert found(history(工商所=0.5)) == {}


def test_a_name_with_a_few_orders_is_left_apart():
    assert found([*history(), *[("停电跳闸", "电力公司")] * 5]) == {}


def test_the_names_of_an_office_share_its_orders():
    naming = Naming(np.array([0, 0, 2]), np.array([0.8, 0.2, 1.0]))
    weights, biases = naming.spread(np.array([[1.0, 9.0, 3.0]]), np.array([4.0, 9.0, 6.0]))
    assert weights.tolist() == [[1.0, 1.0, 3.0]] and biases.tolist() == [4.0, 4.0, 6.0]
    assert naming.counts(np.array([8, 2, 5])).tolist() == [10, 10, 5]
    assert Naming.plain(3).log_share is None


def test_the_oftener_name_is_named_first_the_other_second(tmp_path):
    from zhixi.assist.dispatch import load_model

    fitted = fit_and_judge(history(size=2_100, 工商所=0.2), thorough=True)
    assert fitted.model.card["other_names"] == {"工商所": "工商局"}
    fitted.model.save(tmp_path / "model")
    for model in (fitted.model, load_model(tmp_path / "model")):
        one = model.predict(["小店无照经营短斤缺两"])[0]
        assert [label for label, _ in one.ranked[:2]] == ["工商局", "工商所"]
        assert 0.7 < one.confidence < 0.85
