"""The OpenAPI that the desk's client is made from."""

import json
import pathlib

import pytest

from zhixi.__main__ import main
from zhixi.commands.openapi import openapi_text

KEPT = pathlib.Path(__file__).parents[4] / "frontend" / "openapi.json"


def test_the_desks_copy_is_not_stale():
    if not KEPT.exists():
        pytest.skip("the front end's sources are not beside this package")
    assert KEPT.read_text(encoding="utf-8") == openapi_text(), (
        "run: zhixi openapi --out frontend/openapi.json"
    )


def test_it_names_every_operation_once():
    schema = json.loads(openapi_text())
    names = [op["operationId"] for path in schema["paths"].values() for op in path.values()]
    assert len(names) == len(set(names)) > 50
    assert "/api/orders/{number}/verbs/dispatch" in schema["paths"]


def test_it_is_written_whole_or_not_at_all(tmp_path, capsys):
    out = tmp_path / "openapi.json"
    assert main(["openapi", "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8") == openapi_text()
    assert [p.name for p in tmp_path.iterdir()] == ["openapi.json"]
    assert main(["openapi", "--out", str(tmp_path / "absent" / "openapi.json")]) == 2
    assert "absent" in capsys.readouterr().err
