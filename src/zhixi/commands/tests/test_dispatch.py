"""`zhixi dispatch` turns tables into a model and rankings, or refuses and leaves nothing behind."""

import json

import pytest

from zhixi.__main__ import main
from zhixi.assist.dispatch.history import read_history
from zhixi.assist.dispatch.tests.test_model import _history


def _table(tmp_path, rows, name="train.csv", encoding="utf-8-sig"):
    text = "编号,诉求,单位\n" + "".join(f"2026{m:02d}01000{n},{t},{u}\n" for n, (m, t, u) in enumerate(rows))
    (tmp_path / name).write_bytes(text.encode(encoding))
    return str(tmp_path / name)


ROWS = [(1 + n % 12, text, unit) for n, (text, unit) in enumerate(_history())]


def _fit(table, tmp_path, *more):
    return main(
        ["dispatch", "fit", table, "--text", "诉求", "--label", "单位", "--model", str(tmp_path / "m"), *more]
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_fit_then_predict_gives_a_line_a_row_also_for_empty_texts(tmp_path, encoding, capsys):
    assert _fit(_table(tmp_path, ROWS, encoding=encoding), tmp_path) == 0
    assert "编号" in capsys.readouterr().err
    test = _table(tmp_path, [(1, "夜市占道摆摊", ""), (2, "", ""), (3, "又停水了", "")], "test.csv")
    out = tmp_path / "out.jsonl"
    assert (
        main(
            ["dispatch", "predict", test, "--text", "诉求", "--model", str(tmp_path / "m"), "--out", str(out)]
        )
        == 0
    )
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [line["ranked"][0] for line in lines][::2] == ["城管局", "水务集团"] and len(lines) == 3
    assert all(0 <= line["confidence"] <= 1 for line in lines)


@pytest.mark.parametrize(
    "content",
    [
        "编号,内容\n1,a\n",
        "编号,诉求,单位\n1,停水,水务\n2,停水\n",
        '编号,诉求,单位\n1,"停水,水务\n',
        "",
        "编号,诉求,单位\n1,停水,水务\n",
    ],
)
def test_a_bad_table_exits_2_names_the_file_and_leaves_no_model(tmp_path, content, capsys):
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")
    assert _fit(str(path), tmp_path) == 2
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert "bad.csv" in error and sorted(p.name for p in tmp_path.iterdir()) == ["bad.csv"]


def test_a_broken_row_in_the_middle_of_predict_leaves_the_former_output(tmp_path):
    assert _fit(_table(tmp_path, ROWS), tmp_path) == 0
    test = tmp_path / "test.csv"
    test.write_text("诉求,单位\n" + "停水,a\n" * 2_500 + "停水\n", encoding="utf-8")
    out = tmp_path / "out.jsonl"
    out.write_text("before")
    assert (
        main(
            [
                "dispatch",
                "predict",
                str(test),
                "--text",
                "诉求",
                "--model",
                str(tmp_path / "m"),
                "--out",
                str(out),
            ]
        )
        == 2
    )
    assert out.read_text() == "before"


def test_history_is_put_in_the_order_of_time(tmp_path):
    table = _table(tmp_path, [(9, "九月", "a"), (2, "二月", "b"), (11, "十一月", "c")])
    read = read_history(table, text=["诉求"], label="单位")
    assert [text for text, _ in read.pairs] == ["二月", "九月", "十一月"] and read.ordered_by == "编号"


def test_fit_reports_by_unit_and_writes_mistakes_without_numbers_of_people(tmp_path, capsys):
    odd = [(12, f"停水电话13800001111第{n}次", "公安局" if n % 2 else "城管局") for n in range(12)]
    table, report, wrong = _table(tmp_path, ROWS + odd), tmp_path / "r.csv", tmp_path / "w.jsonl"
    more = ["--report", str(report), "--mistakes", "3", "--mistakes-to", str(wrong)]
    assert _fit(table, tmp_path, *more) == 0
    assert "taken_for" in capsys.readouterr().out
    assert report.read_text("utf-8-sig").count("\n") == 4
    lines = [json.loads(line) for line in wrong.read_text("utf-8").splitlines()]
    assert len(lines) == 3 and all(line["named"][0] != line["handled_by"] for line in lines)
    assert "13800001111" not in wrong.read_text("utf-8")


@pytest.mark.parametrize("more", [["--mistakes", "3"], ["--mistakes-to", "x"], ["--mistakes", "0"]])
def test_mistakes_need_a_number_and_a_file(tmp_path, more, capsys):
    assert _fit(_table(tmp_path, ROWS), tmp_path, *more) == 2
    assert "--mistakes" in capsys.readouterr().err and not (tmp_path / "m").exists()


def test_fit_puts_past_orders_under_the_units_of_today(tmp_path, capsys):
    changes = tmp_path / "changes.csv"
    changes.write_text("old,new,words\n水务集团,水务局,\n公安局,,\n", encoding="utf-8")
    assert _fit(_table(tmp_path, ROWS), tmp_path, "--changes", str(changes)) == 0
    assert json.loads((tmp_path / "m" / "card.json").read_text("utf-8"))["labels"] == ["城管局", "水务局"]
    changes.write_text("old,new,words\n甲,乙,\n乙,甲,\n", encoding="utf-8")
    assert _fit(_table(tmp_path, ROWS), tmp_path, "--changes", str(changes)) == 2


def test_explain_names_units_and_the_words_or_reasons(tmp_path, capsys):
    assert _fit(_table(tmp_path, ROWS), tmp_path) == 0
    capsys.readouterr()
    model = ["--model", str(tmp_path / "m")]
    assert main(["dispatch", "explain", "夜市占道摆摊", *model]) == 0
    first = capsys.readouterr().out.splitlines()[1]
    assert "城管局" in first and "摆摊" in first
    city = tmp_path / "city"
    city.mkdir()
    (city / "units.csv").write_text("code,name\ncg,城管局\n", encoding="utf-8")
    (city / "categories.csv").write_text("code,level1\n1,市容\n", encoding="utf-8")
    assert main(["dispatch", "explain", "夜市占道摆摊", *model, "--city", str(city)]) == 0
    told = capsys.readouterr().out
    assert "城管局（cg）" in told and "历史派单" in told and "“摆摊”" in told and "公安局" not in told
    assert main(["dispatch", "explain", "  ", *model]) == 2


def test_title_and_words_are_read_together(tmp_path, capsys):
    rows = "".join(f"{unit},{text},{unit}\n" for _, text, unit in ROWS)
    (tmp_path / "two.csv").write_text(f"标题,诉求,单位\n{rows}", encoding="utf-8")
    both = ["--text", "标题", "--text", "诉求"]
    model = ["--model", str(tmp_path / "m")]
    assert main(["dispatch", "fit", str(tmp_path / "two.csv"), *both, "--label", "单位", *model]) == 0
    (tmp_path / "asked.csv").write_text("标题,诉求\n公安局,\n水务集团,\n", encoding="utf-8")
    out = tmp_path / "out.jsonl"
    asked = ["dispatch", "predict", str(tmp_path / "asked.csv"), *model, "--out", str(out)]
    capsys.readouterr()
    assert main([*asked, *both]) == 0 and "learnt from" not in capsys.readouterr().err
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [line["ranked"][0] for line in lines] == ["公安局", "水务集团"]
    assert main([*asked, "--text", "标题"]) == 0
    assert "learnt from 标题、诉求, and is asked 标题" in capsys.readouterr().err
    assert main([*asked, "--text", "标题", "--text", "没有"]) == 2
