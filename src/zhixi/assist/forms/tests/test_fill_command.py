"""`zhixi fill`: files in, files out, and a clear word where a file is wrong."""

import json

import pytest

from zhixi.__main__ import main

CALL = {
    "id": "a-1",
    "call_time": "2026-03-18T12:00:00+08:00",
    "ani": "13900001234",
    "turns": [
        {"role": "agent", "text": "请讲。", "start": 0.0, "end": 1.0},
        {"role": "caller", "text": "我要投诉，望江路的路灯坏了没人修。", "start": 1.2, "end": 4.0},
    ],
}


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(path, *items):
    path.write_text(
        "\n".join(i if isinstance(i, str) else json.dumps(i, ensure_ascii=False) for i in items),
        encoding="utf-8",
    )
    return path


def test_conversations_become_drafts(tmp_path):
    talks, out = write(tmp_path / "d.jsonl", CALL, {**CALL, "id": "a-2"}), tmp_path / "out.jsonl"
    assert main(["fill", str(talks), "--out", str(out)]) == 0
    first, second = lines(out)
    assert (first["id"], second["id"]) == ("a-1", "a-2")
    assert first["form"]["request_type"] == "投诉"
    assert first["evidence"]["request_type"] == [1]
    assert first["unit"] == [] and first["form"]["category"] == []


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("{not json", "line 2"),
        ({**CALL, "turns": [{"role": "judge", "text": "x"}]}, "line 2"),
        ({k: v for k, v in CALL.items() if k != "call_time"}, "call_time"),
        ({**CALL, "turns": [{"role": "caller", "text": 7}]}, "line 2"),
        ('"a string"', "line 2"),
    ],
)
def test_a_broken_line_stops_it_and_leaves_nothing(tmp_path, capsys, broken, told):
    talks, out = write(tmp_path / "d.jsonl", CALL, broken), tmp_path / "out.jsonl"
    assert main(["fill", str(talks), "--out", str(out)]) == 2
    message = capsys.readouterr().err
    assert told in message and "d.jsonl" in message
    assert sorted(p.name for p in tmp_path.iterdir()) == ["d.jsonl"]


def test_a_former_result_stays_when_the_new_one_fails(tmp_path):
    out = write(tmp_path / "out.jsonl", "former")
    assert main(["fill", str(write(tmp_path / "d.jsonl", "{")), "--out", str(out)]) == 2
    assert out.read_text(encoding="utf-8") == "former"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_written_requests_become_drafts_in_any_chinese_encoding(tmp_path, encoding):
    table = tmp_path / "o.csv"
    table.write_bytes(
        "编号,诉求内容\nA7,市民来电咨询：居住证怎么办理。\nA8,市民来电反映：望江路路灯不亮。\n".encode(
            encoding
        )
    )
    out = tmp_path / "out.jsonl"
    assert main(["fill", "--orders", str(table), "--id", "编号", "--out", str(out)]) == 0
    first, second = lines(out)
    assert (first["id"], first["form"]["request_type"]) == ("A7", "咨询")
    assert first["form"]["title"] == "关于咨询居住证怎么办理的问题"
    assert second["form"]["incident_address"]["road"] == "望江路"


def test_without_an_id_column_a_row_is_named_by_its_number(tmp_path):
    table = write(tmp_path / "o.csv", "诉求内容", "路灯不亮。")
    assert main(["fill", "--orders", str(table), "--out", str(tmp_path / "out.jsonl")]) == 0
    assert lines(tmp_path / "out.jsonl")[0]["id"] == 2


def test_without_the_time_of_a_request_yesterday_stays_in_words(tmp_path):
    table = write(tmp_path / "o.csv", "诉求内容", "昨天晚上十点路灯坏了。")
    main(["fill", "--orders", str(table), "--out", str(tmp_path / "out.jsonl")])
    assert lines(tmp_path / "out.jsonl")[0]["form"]["incident_time"]["normalised"] is None


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("别的列\n一\n", "诉求内容"),
        ("诉求内容,b\n一,二\n三,四,五\n", "row 3"),
        ('诉求内容,b\n"一,二\n三,四\n', "row 2"),
        ("", "empty"),
    ],
)
def test_a_wrong_table_names_file_row_and_leaves_nothing(tmp_path, capsys, content, told):
    table, out = write(tmp_path / "o.csv", content), tmp_path / "out.jsonl"
    assert main(["fill", "--orders", str(table), "--out", str(out)]) == 2
    message = capsys.readouterr().err
    assert told in message and "o.csv" in message and not out.exists()


def test_neither_or_both_inputs_are_refused(tmp_path):
    assert main(["fill", "--out", str(tmp_path / "o")]) == 2
    assert main(["fill", "d.jsonl", "--orders", "o.csv", "--out", str(tmp_path / "o")]) == 2
