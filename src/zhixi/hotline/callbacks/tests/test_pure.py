"""When to ring again, whom to ask, and which replies are doubtful: plain values."""

import csv
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixi.hotline.callbacks.choices import DoubtKind, Whom
from zhixi.hotline.callbacks.doubts import Asked, Other, answers_nothing, doubts, similarity
from zhixi.hotline.callbacks.planning import CITY_TIME, next_attempt, part_of
from zhixi.hotline.callbacks.policy import Facts, Rule, drawn, why_asked
from zhixi.hotline.imports.folder import packaged_city

PARTS = ((9, 12), (14, 17), (18, 20))


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=CITY_TIME)


@pytest.mark.parametrize(
    "tried, planned",
    [
        ([at(18, 10)], at(18, 14)),
        ([at(18, 15)], at(18, 18)),
        ([at(18, 19)], at(19, 9)),
        ([at(18, 23)], at(19, 9)),
        ([at(18, 10), at(18, 14)], at(18, 18)),
        ([at(18, 10), at(18, 18)], at(19, 14)),
        ([at(18, 14), at(18, 18)], at(19, 9)),
        ([at(18, 10), at(18, 14), at(18, 18)], at(19, 9)),
    ],
)
def test_nobody_is_rung_again_at_the_hour_that_failed(tried, planned):
    assert next_attempt(tried, PARTS) == planned


@given(st.lists(st.integers(0, 60 * 24 * 5), min_size=1, max_size=6))
def test_the_next_attempt_is_later_and_within_the_hours(minutes):
    tried = sorted(at(10, 0) + dt.timedelta(minutes=m) for m in minutes)
    found = next_attempt(tried, PARTS)
    assert tried[-1] < found <= tried[-1] + dt.timedelta(days=2)
    assert found.hour in {start for start, _ in PARTS}
    used = [part_of(moment, PARTS) for moment in tried]
    assert used.count(part_of(found, PARTS)) == min(used.count(p) for p in range(3))


ORDER = Facts("20261118-000001", "help", "normal", frozenset())
RISKY = Facts("20261118-000001", "complaint", "normal", frozenset({"reopened", "complaint"}))


@pytest.mark.parametrize(
    "facts, rules, why",
    [
        (ORDER, [Rule(Whom.ALL)], "全部回访"),
        (ORDER, [Rule(Whom.ALL, request_type="complaint")], ""),
        (ORDER, [], ""),
        (ORDER, [Rule(Whom.RISK)], ""),
        (RISKY, [Rule(Whom.RISK)], "投诉举报、曾经重办"),
        (RISKY, [Rule(Whom.RISK, urgency="urgent")], ""),
        (ORDER, [Rule(Whom.SAMPLE, percent=100)], "抽样回访"),
        (ORDER, [Rule(Whom.SAMPLE, percent=0)], ""),
        (RISKY, [Rule(Whom.SAMPLE, percent=100), Rule(Whom.RISK)], "投诉举报、曾经重办"),
    ],
)
def test_the_policy_says_why_a_citizen_is_asked(facts, rules, why):
    assert why_asked(facts, rules) == why


def test_a_sample_is_as_large_as_it_says_and_grows_by_adding():
    numbers = [f"20261118-{n:06d}" for n in range(10_000)]
    tenth = {n for n in numbers if drawn(n, 10)}
    assert 900 < len(tenth) < 1_100
    assert tenth < {n for n in numbers if drawn(n, 30)}


NOISE = Asked(
    "关于工地夜间施工噪音的投诉", "希望夜间停止施工", "市民反映小区旁工地夜间打桩，噪音很大，无法休息。"
)
GOOD = "执法人员到工地检查，责令夜间停止打桩，噪音已降至限值以下。"
EMPTY = "您好，您反映的问题我单位高度重视，已第一时间安排人员核实处理，感谢您的支持。"


def others(text: str, count: int) -> list[Other]:
    return [Other(f"20261101-{n:06d}", text) for n in range(count)]


@pytest.mark.parametrize(
    "reply, contacted, earlier, kinds",
    [
        (GOOD, True, [], []),
        (GOOD, False, [], [DoubtKind.NO_CONTACT]),
        (EMPTY, True, [], [DoubtKind.OFF_THE_POINT]),
        (EMPTY, False, others(EMPTY, 5), [DoubtKind.OFF_THE_POINT, DoubtKind.COPIED, DoubtKind.NO_CONTACT]),
        (GOOD, True, others(GOOD, 1), []),
        (GOOD, True, others(GOOD, 2), [DoubtKind.COPIED]),
        (GOOD, True, others(GOOD.replace("检查", "查看"), 3), []),
        # only the date and a number differ
        (f"3月5日{GOOD}12分贝", True, others(f"11月20日{GOOD}8分贝", 2), [DoubtKind.COPIED]),
        ("已经修好了", True, others("已经修好了", 9), [DoubtKind.OFF_THE_POINT]),
        ("该路段路灯线路故障，已更换灯具并恢复照明。", True, [], [DoubtKind.OFF_THE_POINT]),
    ],
)
def test_a_reply_that_did_nothing_is_told_by_its_words(reply, contacted, earlier, kinds):
    found = doubts(asked=NOISE, reply=reply, contacted=contacted, others=earlier)
    assert [doubt.kind for doubt in found] == kinds


def test_a_request_without_words_of_its_own_is_not_held_against_the_reply():
    assert doubts(asked=Asked("投诉", "", "请尽快处理"), reply=EMPTY, contacted=True) == []


@given(
    st.text(alphabet="甲乙丙丁戊己庚辛12，。", max_size=40),
    st.text(alphabet="甲乙丙丁戊己庚辛12，。", max_size=40),
)
def test_likeness_is_the_same_both_ways_and_whole_for_the_same(one, other):
    assert similarity(one, other) == similarity(other, one) <= 1
    assert similarity(one, one) in (0, 1)


def flagged(rows: list, reply_of) -> float:
    """The share of requests to which the reply is held to answer nothing."""
    asked = [Asked(row["title"], "", row["description"]) for row in rows]
    return sum(answers_nothing(a, reply_of(r)) for a, r in zip(asked, rows, strict=True)) / len(rows)


def test_the_demonstration_citys_replies_are_seldom_flagged_and_empty_phrases_nearly_always():
    with open(packaged_city() / "orders.csv", encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["reply"]]
    assert flagged(rows, lambda row: row["reply"]) < 0.05
    for phrase in (EMPTY, "经核实，该问题已按规定办理完毕，特此回复，感谢您的理解和监督。"):
        assert flagged(rows, lambda row, phrase=phrase: phrase) > 0.95
