"""`zhixi forms`: what a city learns from its own files, and what it is told of files that are no good."""

import csv
import json

import pytest

from zhixi.__main__ import main
from zhixi.assist.city import read_city
from zhixi.assist.forms import Filler
from zhixi.assist.forms.elements.tests.addresses import invented, lines
from zhixi.assist.forms.tests.talks import letter, talk

NODES = [
    ("城市管理", "市政设施", "路灯", "路灯不亮", "望江路的路灯不亮，晚上很黑"),
    ("城市管理", "市政设施", "井盖", "井盖破损", "月桥街的井盖破了，有人摔倒"),
    ("城市管理", "市容", "占道", "占道经营", "学府路有人占道摆摊卖水果"),
    ("住房", "物业", "电梯", "电梯故障", "小区的电梯坏了没有人修"),
    ("住房", "物业", "收费", "物业收费", "物业费收得太高，不合理"),
]
OLD = ("旧分类", "旧", "旧", "旧", "路灯不亮，井盖破了")


def table(path, nodes, times=12):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["编号", "内容", "一", "二", "三", "四"])
        for n in range(times):
            for m, (*names, text) in enumerate(nodes):
                writer.writerow(
                    [
                        f"202601{n + 1:02d}{m:04d}",
                        f"市民来电反映：{n}号楼旁{text}，请区政府核实处理。",
                        *names,
                    ]
                )
    return path


@pytest.fixture
def city(tmp_path):
    folder = tmp_path / "city"
    folder.mkdir()
    rows = [["code", "level1", "level2", "level3", "level4"]]
    rows += [[f"0{n}", *names] for n, (*names, _) in enumerate(NODES)] + [["1", "城市管理", "", "", ""]]
    with (folder / "categories.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return folder


def fit(table, city, *more):
    model = str(city / "models" / "category")
    return main(
        [
            "forms",
            "fit-category",
            str(table),
            "--text",
            "内容",
            "--levels",
            "一,二,三,四",
            "--model",
            model,
            *more,
        ]
    )


def test_a_city_learns_its_categories_and_gives_only_nodes_of_its_tree(tmp_path, city, capsys):
    orders = table(tmp_path / "orders.csv", [*NODES, OLD])
    assert fit(orders, city, "--city", str(city), "--date", "2026-01-31") == 0
    told = capsys.readouterr().out
    assert "12 rows of nodes that the city's tree does not have were left out" in told
    card = json.loads((city / "models/category/card.json").read_text(encoding="utf-8"))
    assert (card["made_on"], card["rows"], card["nodes"]) == ("2026-01-31", 60, 5)
    filler = Filler(read_city(city))
    written = filler.fill(letter("市民来电反映：荷塘路的路灯不亮，请区政府核实处理。"))
    assert written.form()["category"] == ["城市管理", "市政设施", "路灯", "路灯不亮"]
    said = filler.fill(talk("A: 您好，请讲。\nC: 我要投诉，我们小区电梯坏了三天没有人修。"))
    assert said.form()["category"] == ["住房", "物业", "电梯", "电梯故障"]


def test_a_node_that_left_the_tree_is_not_given_any_more(tmp_path, city):
    assert fit(table(tmp_path / "orders.csv", NODES), city) == 0
    lines = (city / "categories.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (city / "categories.csv").write_text("".join(x for x in lines if "路灯" not in x), encoding="utf-8")
    filler = Filler(read_city(city))
    found = filler.fill(letter("市民来电反映：荷塘路的路灯不亮，请区政府核实处理。")).form()["category"]
    assert found[:1] == ["城市管理"] and "路灯" not in found


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ("编号,内容,一,二,三,四\n", "no rows"),
        ("编号,内容,一,二,三\n1,a,b,c,d\n", "no column 四"),
        ("编号,内容,一,二,三,四\n1,a,b,,d,e\n", "row 2: a level is empty"),
        ("编号,内容,一,二,三,四\n" + "1,路灯,a,b,c,d\n" * 80, "only 1 rows"),
        ("编号,内容,一,二,三,四\n" + "".join(f"1,路灯{n},a,b,c,d\n" for n in range(80)), "one branch"),
    ],
)
def test_a_table_that_teaches_nothing_leaves_nothing_behind(tmp_path, city, capsys, content, told):
    path = tmp_path / "orders.csv"
    path.write_text(content, encoding="utf-8")
    assert fit(path, city) == 2
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert told in error
    assert not (city / "models").exists()


def address(tmp_path, content: str | bytes, *more):
    path, model = tmp_path / "a.txt", tmp_path / "model"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return main(
        ["forms", "fit-address", str(path), "--model", str(model), "--rounds", "4", "--networks", "1", *more]
    ), model


def test_addresses_are_learnt_measured_and_parted_by_the_command(tmp_path, capsys):
    other = tmp_path / "other.txt"
    other.write_text(lines(invented(60, seed=3), "BMES"), encoding="utf-8")
    code, model = address(tmp_path, lines(invented(300)), "--also", str(other), "--date", "2026-01-31")
    assert code == 0
    card = json.loads((model / "card.json").read_text(encoding="utf-8"))
    assert (card["made_on"], card["addresses"], card["addresses_of_others"]) == ("2026-01-31", 270, [60])
    assert main(["forms", "check-address", str(other), "--model", str(model)]) == 0
    assert "on 60 addresses not learnt: elements f1 " in capsys.readouterr().out
    asked = tmp_path / "asked.txt"
    asked.write_text("澜湖区望江路12号\n\n云岭区学府路3号\n", encoding="utf-8")
    assert (
        main(["forms", "elements", str(asked), "--model", str(model), "--out", str(tmp_path / "o.jsonl")])
        == 0
    )
    first = json.loads((tmp_path / "o.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert first["text"] == "澜湖区望江路12号" and first["elements"][0][:2] == ["district", "澜湖区"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ("路 B-road\n\n" * 60, "the one kind 'road'"),
        ("路 O\n\n" * 60, "no element"),
        (lines(invented(20)), "only 18 addresses"),
        ("路 B-road\n号 I-roadno\n", "line 2"),
        ("路 B-road\n".encode() + "号 B-roadno\n".encode("gb18030"), "neither UTF-8 nor GB18030"),
    ],
)
def test_labelled_addresses_that_are_no_good_are_one_line_and_no_folder(tmp_path, capsys, content, told):
    code, model = address(tmp_path, content)
    errors = capsys.readouterr().err.strip().splitlines()
    assert code == 2 and len(errors) == 1 and told in errors[0]
    assert not model.exists()
