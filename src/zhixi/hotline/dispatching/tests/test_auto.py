"""Automatic dispatch: tried first, switched on when proven, by the same action, and off again by itself."""

import datetime as dt

import pytest

from zhixi.errors import BadInput, Conflict, NotAllowed, NotFound
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.deadlines import replay as clocks
from zhixi.hotline.dispatching import actions, auto, auto_actions, measuring, watching
from zhixi.hotline.dispatching.choices import Mode, Verdict
from zhixi.hotline.dispatching.models import AutoRule, Decision
from zhixi.hotline.notifications.models import Message
from zhixi.hotline.orders import actions as orders
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.figures import dispatch_accuracy
from zhixi.hotline.orders.replay import differences
from zhixi.hotline.units.models import Category

pytestmark = pytest.mark.django_db
OUTCOMES = [["01.01", "complaint", 0.9, True, "east-cg"]] * 120
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def rule(people, city, now, offered):
    """A row for 占道经营 that is tried, with a model in use whose card proves it."""
    offered("a", outcomes=OUTCOMES)
    actions.switch_on(actor=people["supervisor"], key="learnt-a", seen=0, now=now - 2 * HOUR)
    category = Category.objects.get(code="01.01")
    made = auto_actions.create_rule(
        actor=people["supervisor"], category=category, request_type="complaint", fields={}, now=now - HOUR
    )
    return auto_actions.switch_rule(actor=people["supervisor"], pk=made.pk, mode="shadow", now=now - HOUR)


@pytest.fixture
def running(rule, people, now):
    found = auto_actions.switch_rule(actor=people["supervisor"], pk=rule.pk, mode="on", now=now - HOUR)
    AutoRule.objects.filter(pk=rule.pk).update(threshold=0.5)
    found.refresh_from_db()
    return found


@pytest.fixture
def plain(order_in):
    """An accepted order that nothing keeps for people."""

    def make(state=State.ACCEPTED, **more):
        return order_in(
            state, **{"title": "占道经营", "description": "路口有摊贩占道摆摊，影响通行。", **more}
        )

    return make


def test_without_rows_nothing_is_looked_at(plain, now):
    plain()
    assert auto.decide(now) == 0 and not Decision.objects.exists()


def test_a_row_that_is_tried_notes_and_does_nothing(rule, plain, now):
    order = plain()
    assert auto.decide(now) == 1
    found = Decision.objects.get()
    assert (found.unit.code, found.dispatched, found.kept_back) == ("east-cg", False, "")
    order.refresh_from_db()
    assert order.state == State.ACCEPTED


@pytest.mark.parametrize("state", [State.ACCEPTED, State.REVIEWED])
def test_a_row_that_is_on_dispatches_as_a_dispatcher_would(running, plain, now, state):
    order = plain(state)
    auto.decide(now)
    order.refresh_from_db()
    assert order.state == State.DISPATCHED and order.unit.code == "east-cg"
    assert order.dispatched_at == now and order.sign_due_at and order.due_at
    event = Event.objects.get(subject="order", key=order.number, verb="auto_dispatch")
    assert event.actor is None and "把握" in event.reason and "占道经营" in event.reason
    assert event.data["rule"] == running.pk and event.data["unit"] == "east-cg"
    assert differences(order) == {} and verify().ok and list(clocks.disagreements()) == []
    assert dispatch_accuracy(None, None).dispatched == 1


def test_two_sweeps_dispatch_once(running, plain, now):
    order = plain()
    assert (auto.decide(now), auto.decide(now)) == (1, 0)
    assert Event.objects.filter(key=order.number, verb="auto_dispatch").count() == 1


def test_a_dispatcher_who_is_quicker_wins(running, plain, do, city, now, monkeypatch):
    order = plain()
    named = auto.recommending.for_order

    def meanwhile(seen, today):
        do("dispatcher", "dispatch", order, unit=city["water"])
        return named(seen, today)

    monkeypatch.setattr(auto.recommending, "for_order", meanwhile)
    assert auto.decide(now) == 0
    order.refresh_from_db()
    assert order.unit.code == "water" and not Decision.objects.exists()


def test_a_row_that_is_switched_off_in_the_middle_dispatches_nothing(
    running, plain, people, now, monkeypatch
):
    order = plain()
    named = auto.recommending.for_order

    def meanwhile(seen, today):
        auto_actions.switch_rule(actor=people["supervisor"], pk=running.pk, mode="off", now=now)
        return named(seen, today)

    monkeypatch.setattr(auto.recommending, "for_order", meanwhile)
    assert auto.decide(now) == 0
    order.refresh_from_db()
    assert order.state == State.ACCEPTED


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"urgency": "urgent"}, "紧急"),
        ({"confidential": True}, "保密"),
        ({"title": "煤气泄漏", "description": "楼道里煤气味很大，正在漏气，门口还有人占道摆摊"}, "告警"),
        ({"description": "再不处理摊贩占道，我们就去上访"}, "敏感"),
    ],
)
def test_what_is_for_people_stays_with_them(running, plain, now, more, why):
    order = plain(**more)
    auto.decide(now)
    order.refresh_from_db()
    assert order.state == State.ACCEPTED and why in Decision.objects.get().kept_back


def test_many_who_call_about_one_thing_are_for_people(running, plain, now):
    for _ in range(3):
        plain(road="人民路")
    auto.decide(now)
    assert set(Decision.objects.values_list("kept_back", flat=True)) == {"多人反映同一件事"}


def test_who_is_not_sure_enough_does_not_dispatch(running, plain, now):
    AutoRule.objects.update(threshold=0.999)
    order = plain()
    auto.decide(now)
    order.refresh_from_db()
    assert order.state == State.ACCEPTED and Decision.objects.get().kept_back == "把握不足"


def test_orders_of_other_matters_and_types_are_not_looked_at(running, plain, now):
    plain(category=Category.objects.get(code="02"))
    plain(request_type="help")
    assert auto.decide(now) == 0


def test_the_narrowest_row_decides(running, plain, people, now):
    wide = auto_actions.create_rule(
        actor=people["supervisor"], category=None, request_type="", fields={}, now=now
    )
    auto_actions.switch_rule(actor=people["supervisor"], pk=wide.pk, mode="shadow", now=now - HOUR)
    plain()
    auto.decide(now)
    assert Decision.objects.get().rule == running


def test_what_was_accepted_before_the_row_is_left_to_people(rule, plain, now):
    AutoRule.objects.update(since=now + HOUR)
    plain()
    assert auto.decide(now) == 0


@pytest.mark.parametrize("who", ["dispatcher", "team_leader", "agent", "leader", "unit_lead"])
def test_only_those_who_lead_the_office_make_and_switch_rows(rule, people, now, who):
    with pytest.raises(NotAllowed):
        auto_actions.switch_rule(actor=people[who], pk=rule.pk, mode="on", now=now)
    with pytest.raises(NotAllowed):
        auto_actions.create_rule(actor=people[who], category=None, request_type="", fields={}, now=now)


def test_a_row_is_tried_before_it_is_switched_on(rule, people, now):
    auto_actions.switch_rule(actor=people["supervisor"], pk=rule.pk, mode="off", now=now)
    with pytest.raises(Conflict, match="先试运行"):
        auto_actions.switch_rule(actor=people["supervisor"], pk=rule.pk, mode="on", now=now)


def test_a_row_that_is_not_proven_is_not_switched_on(rule, people, now, city):
    Decision.objects.all().delete()
    from zhixi.hotline.dispatching.models import LearntModel

    LearntModel.objects.update(outcomes=OUTCOMES[:50])
    with pytest.raises(Conflict, match="有50件") as refused:
        auto_actions.switch_rule(actor=people["supervisor"], pk=rule.pk, mode="on", now=now)
    assert "99件" in refused.value.cure
    rule.refresh_from_db()
    assert rule.mode == Mode.SHADOW


@pytest.mark.parametrize(
    "fields", [{"target": 0.9}, {"target": 1.0}, {"sample_percent": 0}, {"sample_least": 0}]
)
def test_a_row_that_makes_no_sense_is_refused(people, city, now, fields):
    with pytest.raises(BadInput):
        auto_actions.create_rule(
            actor=people["supervisor"], category=None, request_type="help", fields=fields, now=now
        )


def test_reports_are_never_for_the_machine_and_a_row_is_there_once(rule, people, now):
    with pytest.raises(BadInput):
        auto_actions.create_rule(
            actor=people["supervisor"], category=None, request_type="report", fields={}, now=now
        )
    with pytest.raises(Conflict):
        auto_actions.create_rule(
            actor=people["supervisor"], category=rule.category, request_type="complaint", fields={}, now=now
        )


def test_what_people_did_with_tried_orders_is_evidence(rule, plain, do, city, people, now):
    for unit in ("east-cg", "water"):
        order = plain()
        auto.decide(now)
        order = do("dispatcher", "dispatch", order, unit=city[unit])
        do("unit_clerk" if unit == "east-cg" else "helper", "sign", order)
    found = measuring.proven(rule, now)
    assert found["shadow"] == 2 and found["asked"] == 122


def test_what_the_machine_sent_is_no_evidence_of_itself(running, plain, do, now):
    order = plain()
    auto.decide(now)
    order.refresh_from_db()
    do("unit_clerk", "sign", order)
    assert measuring.proven(running, now)["shadow"] == 0


def test_a_model_that_is_switched_off_takes_the_proof_with_it(running, plain, people, now):
    order = plain()
    latest = running.measured and actions.Use.objects.latest("pk").pk
    actions.switch_back(actor=people["supervisor"], seen=latest, now=now)
    running.refresh_from_db()
    assert running.mode == Mode.SHADOW and "尚不能保证" in running.stopped
    auto.decide(now)
    order.refresh_from_db()
    assert order.state == State.ACCEPTED


def test_another_model_that_proves_it_too_lets_the_row_go_on(running, offered, people, now):
    offered("b", outcomes=OUTCOMES)
    latest = actions.Use.objects.latest("pk").pk
    actions.switch_on(actor=people["supervisor"], key="learnt-b", seen=latest, now=now)
    running.refresh_from_db()
    assert running.mode == Mode.ON and running.measured["model"] == "learnt-b"


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


@pytest.fixture
def sample(running, plain, now):
    """Eight orders that the machine sent and that are to be judged."""
    AutoRule.objects.update(sample_percent=100)
    for _ in range(8):
        plain(road="")
    auto.decide(now)
    watching.watch(now + dt.timedelta(days=1))
    return list(Decision.objects.filter(sampled=True).order_by("pk"))


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
    from zhixi.hotline.dispatching.pasts import taught

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
    from zhixi.hotline.dispatching import drift
    from zhixi.hotline.dispatching.models import LearntModel

    card = {"drift": {"orders": 99, "unseen_words": 0.0, "unseen_units": 0.0, "confidence": 0.9}}
    LearntModel.objects.update(card=card)
    monkeypatch.setattr(drift, "FEWEST", 2)
    for _ in range(2):
        plain(road="", description="电动自行车充电桩收费标准不透明，希望公示")
    auto.decide(now)
    assert "用词" in watching.drifted(running, now)
