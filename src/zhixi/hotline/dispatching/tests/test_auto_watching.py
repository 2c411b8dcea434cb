"""Automatic dispatch is watched: samples that people judge, upheld returns and drift switch a row off again."""

import datetime as dt

import pytest

from zhixi.errors import BadInput, Conflict, NotAllowed, NotFound
from zhixi.hotline.audit.models import Event
from zhixi.hotline.dispatching import auto, auto_actions, drift, watching
from zhixi.hotline.dispatching.choices import Mode, Verdict
from zhixi.hotline.dispatching.models import AutoRule, Decision, LearntModel
from zhixi.hotline.dispatching.pasts import taught
from zhixi.hotline.notifications.models import Message
from zhixi.hotline.orders import actions as orders

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def test_samples_are_drawn_the_day_after_and_the_same_for_two_ticks(running, plain, now):
    for _ in range(7):
        plain(road="")
    auto.decide(now)
    assert watching.watch(now) == 0 and not Decision.objects.filter(sampled=True).exists()
    tomorrow = now + dt.timedelta(days=1)
    watching.watch(tomorrow)
    drawn = set(Decision.objects.filter(sampled=True).values_list("pk", flat=True))
    AutoRule.objects.update(sampled_to=None)
    watching.watch(tomorrow)
    assert len(drawn) == 5 and drawn == set(
        Decision.objects.filter(sampled=True).values_list("pk", flat=True)
    )


def test_samples_that_are_wrong_stop_the_row_and_supervisors_hear(sample, people, city, running, now):
    later = now + dt.timedelta(days=1)
    for one in sample[:2]:
        auto_actions.judge(
            actor=people["dispatcher"], decision=one.pk, verdict="wrong", unit=city["water"], now=later
        )
    running.refresh_from_db()
    assert running.mode == Mode.SHADOW and "抽查" in running.stopped
    assert Event.objects.filter(subject="auto_rule", verb="stopped").count() == 1
    assert Message.objects.filter(kind="auto_stopped", user=people["supervisor"]).count() == 1


def test_a_judged_sample_is_a_lesson(sample, people, city, now):
    auto_actions.judge(
        actor=people["team_leader"], decision=sample[0].pk, verdict="wrong", unit=city["water"], now=now
    )
    auto_actions.judge(actor=people["dispatcher"], decision=sample[1].pk, verdict="right", now=now)
    found = {one.number: one.lessons for one in taught(until=now + HOUR)}
    wrong, right = found[sample[0].order.number], found[sample[1].order.number]
    assert [(x.unit, x.kind) for x in wrong] == [("water", "judged"), ("east-cg", "judged_wrong")]
    assert [(x.unit, x.weight) for x in right] == [("east-cg", 0.95)]


def test_who_may_judge_and_what(sample, people, city, now):
    pk = sample[0].pk
    with pytest.raises(NotAllowed):
        auto_actions.judge(actor=people["agent"], decision=pk, verdict="right", now=now)
    with pytest.raises(BadInput):
        auto_actions.judge(actor=people["dispatcher"], decision=pk, verdict="perhaps", now=now)
    with pytest.raises(BadInput):
        auto_actions.judge(
            actor=people["dispatcher"], decision=pk, verdict="wrong", unit=city["east-cg"], now=now
        )
    auto_actions.judge(actor=people["dispatcher"], decision=pk, verdict=Verdict.RIGHT, now=now)
    with pytest.raises(Conflict):
        auto_actions.judge(actor=people["dispatcher"], decision=pk, verdict="right", now=now)
    with pytest.raises(NotFound):
        auto_actions.judge(actor=people["dispatcher"], decision=pk + 1000, verdict="right", now=now)


def test_returns_that_are_upheld_stop_the_row(running, plain, people, city, do, now):
    for _ in range(2):
        order = plain(road="")
        auto.decide(now)
        order.refresh_from_db()
        order = do(
            "unit_clerk", "send_back", order, reason="not_our_duty", note="不属我局职责", clause="第三条"
        )
        assert watching.watch(now) == 0
        orders.uphold_return(
            actor=people["dispatcher"], order=order, now=now, unit=city["water"], note="同意"
        )
    assert watching.watch(now) == 1
    running.refresh_from_db()
    assert running.mode == Mode.SHADOW and "退单成立2件" in running.stopped


def test_a_city_that_speaks_otherwise_stops_the_row(running, plain, now, monkeypatch):
    monkeypatch.setattr(watching, "drifted", lambda rule, now: "诉求用词变化")
    watching.watch(now + dt.timedelta(days=1))
    running.refresh_from_db()
    assert running.mode == Mode.SHADOW and running.stopped == "诉求用词变化"


def test_drift_is_read_from_the_rows_own_orders(running, plain, now, monkeypatch):
    card = {"drift": {"orders": 99, "unseen_words": 0.0, "unseen_units": 0.0, "confidence": 0.9}}
    LearntModel.objects.update(card=card)
    monkeypatch.setattr(drift, "FEWEST", 2)
    for _ in range(2):
        plain(road="", description="电动自行车充电桩收费标准不透明，希望公示")
    auto.decide(now)
    assert "用词" in watching.drifted(running, now)
