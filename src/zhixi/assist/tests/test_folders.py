"""Folders of derived files: replaced whole, and never at the cost of what somebody else put there."""

import pytest

from zhixi.assist.folders import put_folder
from zhixi.errors import BadInput


def put(folder, text):
    put_folder(folder, lambda made: (made / "card.json").write_text(text), mark="card.json")


def test_a_model_made_again_leaves_the_models_beside_it(tmp_path):
    models = tmp_path / "models"
    put(models / "category", "category")
    put(models, "units")
    put(models / "address", "address")
    put(models, "units again")
    assert (models / "card.json").read_text() == "units again"
    assert (models / "category" / "card.json").read_text() == "category"
    assert (models / "address" / "card.json").read_text() == "address"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["models"]


def test_a_folder_of_other_things_is_never_replaced(tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_text("a")
    with pytest.raises(BadInput, match="other things"):
        put(tmp_path / "photos", "model")
    with pytest.raises(BadInput, match="is a file"):
        put(tmp_path / "photos" / "a.jpg", "model")
    assert (tmp_path / "photos" / "a.jpg").read_text() == "a"


def test_what_cannot_be_made_whole_changes_nothing(tmp_path):
    put(tmp_path / "m", "old")

    def fails(made):
        (made / "card.json").write_text("half")
        raise ValueError("no")

    with pytest.raises(ValueError):
        put_folder(tmp_path / "m", fails, mark="card.json")
    assert (tmp_path / "m" / "card.json").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["m"]
