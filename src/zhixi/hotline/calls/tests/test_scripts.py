"""Written calls are read strictly: what is wrong is named with its place."""

import json

import pytest

from zhixi.assist.talk import Leg
from zhixi.errors import BadInput
from zhixi.hotline.calls.scripts import read_script

GOOD = """
id: one
calling_number: "13900001234"
turns:
  - {leg: caller, start: 4.0, end: 6.0, text: 路灯坏了}
  - {leg: agent, start: 0.0, end: 2.0, text: 您好}
"""


def write(tmp_path, text, name="a.yaml"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def test_turns_come_in_the_order_in_which_they_end(tmp_path):
    script = read_script(write(tmp_path, GOOD))
    assert [(t.leg, t.text) for t in script.turns] == [(Leg.AGENT, "您好"), (Leg.CALLER, "路灯坏了")]
    assert script.calling_number == "13900001234"


def test_a_line_of_a_jsonl_is_found_by_its_id(tmp_path):
    lines = [
        {"id": name, "ani": "1", "turns": [{"role": "caller", "start": 0, "end": 1, "text": name}]}
        for name in ("a", "b")
    ]
    path = write(tmp_path, "\n".join(json.dumps(line) for line in lines), "d.jsonl")
    assert read_script(f"{path}#b").turns[0].text == "b"
    assert read_script(path).id == "a"
    with pytest.raises(BadInput, match="no dialogue with id c"):
        read_script(f"{path}#c")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        ("turns: []", "the talk is empty"),
        ("id: x", "no turns"),
        ("- just a list", "no turns"),
        ("turns:\n  - {leg: agent\n", "line 3: not readable YAML"),
        ("turns:\n  - {leg: judge, start: 0, end: 1, text: a}", "turn 1: leg is 'judge'"),
        ("turns:\n  - {leg: agent, start: 2, end: 1, text: a}", "turn 1: it ends before it starts"),
        ("turns:\n  - {leg: agent, start: .nan, end: 1, text: a}", "turn 1: it ends before"),
        ("turns:\n  - {leg: agent, start: soon, end: 1, text: a}", "turn 1: start and end"),
        ("turns:\n  - {leg: agent, start: 0, end: 1, text: ''}", "turn 1: no text"),
        ("turns:\n  - 3", "turn 1 is not a turn"),
        (b"turns: \xff\xfe", "not UTF-8"),
        ("started_at: soon\nturns:\n  - {leg: agent, start: 0, end: 1, text: a}", "is no time"),
    ],
)
def test_a_broken_script_is_refused_with_the_place_of_the_fault(tmp_path, text, told):
    with pytest.raises(BadInput, match=told) as refused:
        read_script(write(tmp_path, text))
    assert refused.value.cure


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(BadInput, match="no such file"):
        read_script(str(tmp_path / "none.yaml"))


def test_every_call_of_the_packaged_city_can_be_played():
    from zhixi.hotline.imports.folder import packaged_city

    paths = sorted((packaged_city() / "calls").glob("*.yaml"))
    assert len(paths) >= 12
    for path in paths:
        script = read_script(str(path))
        assert script.turns and script.title and script.expect
