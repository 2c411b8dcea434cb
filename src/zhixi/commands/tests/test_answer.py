"""`zhixi answer` finds the article of this place and day, or refuses a bad table and leaves nothing behind."""

import json

import pytest

from zhixi.__main__ import main

ARTICLES = """编码,正文,city,valid_to
water,停水请拨打水务集团抢修电话，二十四小时有人值守。,云汐市,
old,停水请找房管所。,云汐市,2020-12-31
far,停水请拨打远山市供水公司电话。,远山市,
card,公交卡丢失可以到客运站服务点挂失补办。,云汐市,
"""
QUESTIONS = "question,city,key\n家里停水了怎么办,云汐市,far\n公交卡丢失怎么补办,云汐市,\n,云汐市,\n"


def _run(tmp_path, *more, articles=ARTICLES, questions=QUESTIONS):
    (tmp_path / "a.csv").write_text(articles, encoding="utf-8")
    (tmp_path / "q.csv").write_text(questions, encoding="utf-8")
    paths = [f"--{name}={tmp_path / file}" for name, file in (("articles", "a.csv"), ("questions", "q.csv"))]
    out = tmp_path / "out.jsonl"
    columns = ("--map", "key=编码", "--map", "body=正文", "--words-only", "--on", "2026-11-21")
    code = main(["answer", *paths, "--out", str(out), *columns, *more])
    return code, [json.loads(line) for line in out.read_text("utf-8").splitlines()] if out.exists() else None


def test_each_question_gets_a_line_and_only_articles_of_its_place_and_day(tmp_path):
    code, lines = _run(tmp_path)
    assert code == 0 and [line["ranked"][:1] for line in lines] == [["water"], ["card"], []]
    assert not {"old", "far"} & {key for line in lines for key in line["ranked"]}
    assert not lines[2]["answered"]


def test_without_a_city_of_the_question_it_must_be_said(tmp_path, capsys):
    code, lines = _run(tmp_path, questions="question\n停水\n")
    assert (code, lines) == (2, None) and "--city" in capsys.readouterr().err
    assert _run(tmp_path, "--city", "远山市", questions="question\n停水\n")[1][0]["ranked"] == ["far"]


@pytest.mark.parametrize(
    "bad",
    [
        {"articles": "编码,内容\n1,a\n"},
        {"articles": "编码,正文\n,没有编码\n"},
        {"articles": "编码,正文,valid_to\n1,a,去年\n"},
        {"questions": "问题\n停水\n"},
        {"questions": 'question,city\n"停水,云汐市\n'},
    ],
)
def test_a_bad_table_exits_2_and_writes_nothing(tmp_path, bad, capsys):
    assert _run(tmp_path, **bad) == (2, None)
    assert ".csv" in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "q.csv"]


def test_a_wrong_map_is_told(tmp_path):
    assert _run(tmp_path, "--map", "nonsense")[0] == 2
