"""What is for people, what is proven, what is sampled, and when a row must stop."""

import datetime as dt

import pytest

from zhixi.hotline.dispatching import drift
from zhixi.hotline.dispatching.trusting import (
    Request,
    Since,
    for_people,
    measured,
    must_stop,
    sample_days,
    sampled,
    upper_bound,
)

PLAIN = Request("小区门口路灯坏了三盏，晚上看不清路", "help")
DAY = dt.date(2026, 11, 20)


def test_a_plain_request_is_for_the_machine():
    assert for_people(PLAIN) == ""


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"alarmed": True}, "告警"),
        ({"urgency": "urgent"}, "紧急"),
        ({"urgency": "critical"}, "紧急"),
        ({"confidential": True}, "保密"),
        ({"anonymous": True}, "匿名"),
        ({"request_type": "report"}, "举报"),
        ({"important": True}, "重要"),
        ({"held": True}, "冻结"),
        ({"tied": True}, "关联"),
        ({"complete": False}, "要素"),
        ({"alike": 2}, "多人"),
        ({"text": "再不解决我们就去省里上访"}, "敏感"),
        ({"text": "工地拖欠工资已经三个月"}, "敏感"),
        ({"text": "举报村干部受贿"}, "敏感"),
        ({"text": "几十户业主都反映电梯停运"}, "多人"),
    ],
)
def test_what_is_for_people(change, word):
    told = {name: getattr(PLAIN, name) for name in PLAIN.__dataclass_fields__}
    assert word in for_people(Request(**told | change))


def test_nothing_proves_nothing():
    assert measured([], target=0.95) == {"asked": 0, "threshold": None, "taken": 0, "right": 0, "bound": 0.0}


def test_a_target_needs_as_many_orders_as_it_needs():
    assert measured([(0.9, True)] * 98, target=0.95)["threshold"] is None
    assert measured([(0.9, True)] * 99, target=0.95)["threshold"] == 0.5


def test_the_threshold_leaves_out_what_is_less_sure():
    found = measured([(0.9, True)] * 150 + [(0.6, False)] * 30, target=0.95)
    assert found["threshold"] == 0.7 and found["taken"] == 150 and found["asked"] == 180


@pytest.mark.parametrize(
    ("count", "percent", "least", "wanted"),
    [(0, 5, 5, 0), (3, 5, 5, 3), (40, 5, 5, 5), (200, 5, 5, 10), (201, 5, 5, 11), (10, 100, 1, 10)],
)
def test_how_many_are_sampled(count, percent, least, wanted):
    keys = list(range(count))
    drawn = sampled(keys, percent=percent, least=least, seed="1:2026-11-20")
    assert len(drawn) == wanted and set(drawn) <= set(keys)
    assert drawn == sampled(keys[::-1], percent=percent, least=least, seed="1:2026-11-20")


def test_another_day_draws_others():
    keys = list(range(200))
    assert sampled(keys, percent=5, least=5, seed="a") != sampled(keys, percent=5, least=5, seed="b")


PROVEN = {"taken": 99, "right": 99}


@pytest.mark.parametrize(
    ("since", "stops"),
    [
        (Since(), ""),
        (Since(dispatched=100, right=5), ""),
        (Since(dispatched=100, right=8, wrong=1), ""),
        (Since(dispatched=100, right=3, wrong=2), "抽查5件错2件"),
        (Since(dispatched=400, right=14, wrong=3), "抽查17件错3件"),
        (Since(dispatched=100, upheld=4), ""),
        (Since(dispatched=100, upheld=11), "退单成立11件"),
        (Since(dispatched=1, upheld=1), ""),
        (Since(dispatched=2, upheld=2), "退单成立2件"),
    ],
)
def test_when_a_row_must_stop(since, stops):
    why = must_stop(since, PROVEN, 0.95)
    assert stops in why and bool(why) == bool(stops)


def test_the_most_that_counts_leave_likely():
    assert upper_bound(0, 0) == 1.0 and upper_bound(5, 5) == 1.0
    assert upper_bound(0, 5) < 0.5


@pytest.mark.parametrize(
    ("done", "since", "wanted"),
    [
        (None, DAY, []),
        (None, DAY - dt.timedelta(days=1), [19]),
        (DAY - dt.timedelta(days=1), DAY - dt.timedelta(days=9), []),
        (DAY - dt.timedelta(days=3), DAY - dt.timedelta(days=9), [18, 19]),
        (None, DAY - dt.timedelta(days=90), [13, 14, 15, 16, 17, 18, 19]),
        (DAY - dt.timedelta(days=2), DAY, [19]),
    ],
)
def test_which_days_are_sampled(done, since, wanted):
    assert [day.day for day in sample_days(done, since, DAY)] == wanted


CARD = {"drift": {"orders": 100, "unseen_words": 0.02, "unseen_units": 0.0, "confidence": 0.9}}


@pytest.mark.parametrize(
    ("seen", "word"),
    [
        (drift.Seen(100, 0.05, 0.01, 0.85), ""),
        (drift.Seen(100, 0.15, 0.0, 0.9), "用词"),
        (drift.Seen(100, 0.02, 0.10, 0.9), "单位"),
        (drift.Seen(100, 0.02, 0.0, 0.7), "把握"),
        (drift.Seen(20, 0.5, 0.5, 0.1), ""),
        (drift.Seen(100, None, None, None), ""),
    ],
)
def test_drift_is_told_beyond_its_margin(seen, word):
    why = drift.drifted(CARD, seen)
    assert word in why and bool(why) == bool(word)
    assert drift.drifted({}, seen) == ""


def test_words_that_were_never_learnt_are_counted(small_model):
    known = drift.look(small_model, ["3号门前占道摆摊"], ["east-cg"], [0.9])
    strange = drift.look(small_model, ["电动自行车充电桩收费太高"], ["nobody"], [0.3])
    assert known.unseen_words < 0.3 < strange.unseen_words
    assert (known.unseen_units, strange.unseen_units) == (0.0, 1.0)
    assert drift.look(small_model, [], [], []) == drift.Seen(0, None, None, None)
