"""Rows of automatic dispatch: tried first, switched on when proven, as long as the model that proves them is used."""

import pytest

from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.dispatching import actions, auto, auto_actions, measuring
from zhixi.hotline.dispatching.choices import Mode
from zhixi.hotline.dispatching.models import Decision, LearntModel
from zhixi.hotline.dispatching.tests.conftest import OUTCOMES
from zhixi.hotline.orders.choices import State

pytestmark = pytest.mark.django_db


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
