"""Rows of which one is less sure count less."""

import pytest

from zhixi.assist.dispatch import fit_and_judge

WORDS = {"a": "路灯坏了晚上不亮", "b": "整栋楼停水没有水"}


def rows(times: int) -> list[tuple[str, str]]:
    """Of one matter that two units had: half and half."""
    told = [(f"{n}号{WORDS['a']}", "a") for n in range(times)] + [
        (f"{n}号{WORDS['b']}", "b") for n in range(times)
    ]
    return told + [(f"{n}幢电动车乱停", "ab"[n % 2]) for n in range(times)]


def first(sure) -> str:
    model = fit_and_judge(rows(40), sure=sure).model
    return model.predict(["7幢电动车乱停"])[0].ranked[0][0]


@pytest.mark.parametrize("winner", ["a", "b"])
def test_of_two_units_the_surer_is_named(winner):
    assert (
        first([1.0 if unit == winner or "电动车" not in text else 0.1 for text, unit in rows(40)]) == winner
    )


def test_rows_that_are_all_alike_are_learnt_as_ever():
    text = [f"3号{WORDS['a']}"]
    one = fit_and_judge(rows(20)).model.predict(text)
    other = fit_and_judge(rows(20), sure=[0.6] * 60).model.predict(text)
    assert [label for label, _ in one[0].ranked] == [label for label, _ in other[0].ranked]
    assert other[0].confidence == pytest.approx(one[0].confidence, abs=1e-4)


def test_a_row_without_a_text_takes_its_weight_with_it():
    told = [("", "a"), *rows(20)]
    assert fit_and_judge(told, sure=[0.1] + [1.0] * 60).model.card["rows"] == 60
