"""History becomes a model that is honest about itself, and bad history is refused."""

import itertools
import json
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixi.assist.dispatch import fit, load_model
from zhixi.errors import BadInput, Unavailable

MATTERS = {
    "城管局": ("占道摆摊影响通行", "流动摊贩占用人行道", "广告牌乱挂影响市容"),
    "水务集团": ("家里停水了", "水管爆裂路面积水", "自来水发黄有味道"),
    "公安局": ("楼下赌博扰民", "电动车被偷了", "有人打架斗殴"),
}
ROADS = [f"{a}{b}路" for a, b in itertools.product("东西南北", "山水云松")]


def _history(times=8):
    for n in range(times):
        for unit, matters in MATTERS.items():
            yield from ((f"{ROADS[n % len(ROADS)]}{matter}", f" {unit} ") for matter in matters)


@pytest.fixture(scope="module")
def model():
    return fit(_history(), made_on="2026-11-21")


def test_it_learns_who_handles_what_and_strips_labels(model):
    assert model.labels == ("公安局", "城管局", "水务集团")
    found = model.predict(["中山路停水", "夜市占道摆摊"])
    assert [f.ranked[0][0] for f in found] == ["水务集团", "城管局"]
    assert all(0.5 < f.confidence < 1 for f in found)


def test_one_label_written_in_several_ways_is_one():
    rows = [(f"{n}号门前占道摆摊", "城管局（东区）" if n % 4 else "城管 局(东区)") for n in range(20)]
    assert fit(rows + [(f"{n}楼停水", "水务") for n in range(20)]).labels == ("城管局（东区）", "水务")


def test_an_empty_or_foreign_text_gets_what_is_usual_without_certainty(model):
    for found in model.predict(["", "   ", "\u0007"]):
        assert len(found.ranked) == 3 and found.confidence < 0.6


def test_what_is_saved_says_the_same_and_holds_no_code(model, tmp_path):
    model.save(tmp_path / "m")
    texts = ["中山路停水", "", "有人打架"]
    assert load_model(tmp_path / "m").predict(texts) == model.predict(texts)
    for file in (tmp_path / "m").glob("*.np*"):
        np.load(file, allow_pickle=False)
    card = json.loads((tmp_path / "m" / "card.json").read_text("utf-8"))
    assert card["rows"] == 72 and card["made_on"] == "2026-11-21" and card["held_out"]["rows"] == 72


def test_saving_again_replaces_whole_and_never_what_is_no_model(model, tmp_path):
    model.save(tmp_path / "m")
    model.save(tmp_path / "m")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["m"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x")
    with pytest.raises(BadInput):
        model.save(tmp_path / "mine")
    assert (tmp_path / "mine" / "letter.txt").exists()


class Wicked:
    def __reduce__(self):
        return (pytest.fail, ("a model ran code",))


@pytest.mark.parametrize("damage", ["missing", "cut", "pickle", "format", "mixed"])
def test_a_damaged_model_is_refused(model, tmp_path, damage):
    model.save(tmp_path / "m")
    arrays = tmp_path / "m" / "arrays.npz"
    if damage == "missing":
        arrays.unlink()
    elif damage == "cut":
        arrays.write_bytes(arrays.read_bytes()[:100])
    elif damage == "pickle":
        arrays.write_bytes(pickle.dumps(Wicked()))
    elif damage == "format":
        (tmp_path / "m" / "card.json").write_text('{"format": 0}')
    else:
        np.save(tmp_path / "m" / "weights.npy", np.zeros((3, 3), np.float16))
    with pytest.raises(Unavailable):
        load_model(tmp_path / "m")


@pytest.mark.parametrize(
    "rows", [[], [("停水", "水务")] * 5, [("停水", "水务")] * 50, [("", "水务"), (" ", "城管")] * 50]
)
def test_history_that_teaches_nothing_is_refused_with_the_reason(rows):
    with pytest.raises(BadInput) as caught:
        fit(rows)
    assert caught.value.cure


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(max_size=20), st.sampled_from(["甲", "乙", " 丙", ""])), min_size=20, max_size=40
    )
)
def test_whatever_is_learnt_ranks_only_what_it_learnt(rows):
    try:
        made = fit(rows)
    except BadInput:
        return
    for found in made.predict([text for text, _ in rows]):
        assert {label for label, _ in found.ranked} <= {label.strip() for _, label in rows if label.strip()}
        assert 0 <= found.confidence <= 1 and found.ranked[0][1] == found.confidence
