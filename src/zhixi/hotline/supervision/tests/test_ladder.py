"""Orders climb by rule, once each, and whoever must know is told."""

import datetime as dt
import threading

import pytest
from django.db import connection

from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.notifications.models import Message
from zhixi.hotline.orders import actions, replay
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.supervision.choices import Rung
from zhixi.hotline.supervision.ladder import climb
from zhixi.hotline.supervision.models import LadderRule, Rise

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def only(db):
    """only(…) → the one active rule, about the handling limit."""

    def make(**given) -> LadderRule:
        LadderRule.objects.update(active=False)
        found, _ = LadderRule.objects.update_or_create(
            **{
                "clock": "handle",
                "before": False,
                "span": "hours",
                "amount": 7,
                "rung": Rung.SUPERVISE,
                **given,
            },
            defaults={"tells": ["unit", "supervisor"], "active": True},
        )
        return found

    return make


def test_an_order_climbs_once_after_its_limit(order_in, only, now):
    only()
    order = order_in(State.HANDLING)
    late = order.due_at + dt.timedelta(hours=7)
    assert climb(late - dt.timedelta(seconds=1)) == 0
    assert climb(late) == 1
    assert climb(late + DAY) == 0
    notice = order.notices.get()
    assert (notice.rung, notice.unit.code, notice.by) == (Rung.SUPERVISE, "east-cg", None)
    told = set(Message.objects.values_list("user__username", flat=True))
    assert told == {"unit_clerk", "unit_lead", "supervisor"}


def test_an_order_is_warned_before_its_limit_and_not_after(order_in, only, now):
    only(before=True, span="working_days", amount=1, rung=Rung.WARN)
    order = order_in(State.HANDLING)
    assert climb(now) == 0
    assert climb(order.due_at + DAY) == 0
    assert climb(order.due_at - DAY / 2) == 1
    assert order.notices.get().rung == Rung.WARN


def test_a_fifth_of_the_limit_before_it_warns(order_in, only, now):
    only(before=True, span="percent", amount=20, rung=Rung.WARN)
    order = order_in(State.HANDLING)
    fifth = (order.due_at - order.dispatched_at) / 5
    assert climb(order.due_at - fifth - dt.timedelta(minutes=1)) == 0
    assert climb(order.due_at - fifth + dt.timedelta(minutes=1)) == 1


def test_a_limit_that_was_moved_is_another_one(do, order_in, only, now):
    only()
    order = order_in(State.HANDLING)
    assert climb(order.due_at + DAY) == 1
    Order.objects.filter(pk=order.pk).update(due_at=order.due_at + 10 * DAY)
    assert climb(order.due_at + 2 * DAY) == 0
    assert climb(order.due_at + 12 * DAY) == 1


@pytest.mark.parametrize("state", [State.ACCEPTED, State.REPLIED, State.CONCLUDED])
def test_only_a_clock_that_runs_lets_an_order_climb(order_in, only, now, state):
    only()
    order_in(state)
    assert climb(now + 100 * DAY) == 0


def test_a_suspended_order_stays_where_it_is(do, order_in, only, now):
    only()
    do("dispatcher", "suspend", order_in(State.HANDLING), reason="等待市民提供材料")
    assert climb(now + 100 * DAY) == 0


def test_climbing_leaves_an_event_and_the_order_as_it_was(order_in, only, now):
    only()
    order = order_in(State.HANDLING)
    climb(order.due_at + DAY)
    event = Event.objects.filter(key=order.number).last()
    assert (event.verb, event.actor, event.data["rung"]) == ("ladder", None, "supervise")
    order.refresh_from_db()
    assert replay.differences(order) == {} and verify().ok


def test_the_named_leader_is_told_of_an_important_order(do, order_in, only, people, now):
    only()
    order = do(
        "supervisor", "mark_important", order_in(State.HANDLING), leader=people["leader"], note="多人反映"
    )
    climb(order.due_at + DAY)
    kinds = Message.objects.filter(user=people["leader"]).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["important", "supervise"]


def test_no_notice_names_the_caller(order_in, only, now):
    only()
    order = order_in(State.HANDLING, confidential=True)
    climb(order.due_at + DAY)
    for message in Message.objects.all():
        assert "陈小明" not in message.text and "13900001234" not in message.text


def test_the_shipped_ladder_warns_supervises_and_circulates(order_in, now):
    order = order_in(State.HANDLING)
    climb(order.due_at - DAY / 4)
    climb(order.due_at + 10 * DAY)
    rungs = list(Rise.objects.filter(order=order).values_list("notice__rung", flat=True))
    assert sorted(rungs) == ["circulate", "supervise", "warn", "warn"]


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_let_each_order_climb_once(order_in, only, now):
    only()
    orders = [order_in(State.HANDLING) for _ in range(4)]
    gate = threading.Barrier(2)

    def sweep():
        gate.wait()
        climb(orders[0].due_at + DAY)
        connection.close()

    sweeps = [threading.Thread(target=sweep) for _ in range(2)]
    for thread in sweeps:
        thread.start()
    for thread in sweeps:
        thread.join()
    assert [order.notices.count() for order in orders] == [1] * 4
    assert verify().ok


@pytest.mark.parametrize("verb", ["remind", "supervise"])
def test_a_push_by_hand_is_told_to_the_unit(do, order_in, verb):
    order = do("supervisor", verb, order_in(State.HANDLING), text="请三日内办结")
    told = Message.objects.filter(order=order, kind=verb)
    assert {m.user.username for m in told} == {"unit_clerk", "unit_lead"}


@pytest.mark.parametrize("who", ["agent", "rival", "analyst"])
def test_not_everybody_can_be_named_for_an_important_order(do, order_in, people, who):
    with pytest.raises(Exception, match="不能牵头"):
        actions.mark_important(
            actor=people["supervisor"],
            order=order_in(State.HANDLING),
            now=order_in(State.DRAFT).created_at,
            leader=people[who],
        )
