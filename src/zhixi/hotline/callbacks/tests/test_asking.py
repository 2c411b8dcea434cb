"""Attempts, plans, the policy at the conclusion, and the board of whom to ring."""

import datetime as dt

import pytest

from zhixi.errors import BadInput
from zhixi.hotline.callbacks.models import Callback, CallbackRule
from zhixi.hotline.callbacks.queries import due_now, planned, why_asked
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def test_whoever_was_not_reached_is_planned_at_another_time_of_day(do, order_in, people, now):
    order = do("agent", "record_callback", order_in(State.CALLBACK), reached=False)  # at ten in the morning
    agent = people["agent"]
    assert Callback.objects.get().next_attempt_at == now.replace(hour=14)
    assert list(due_now(agent, now)) == [] and list(planned(agent, now)) == [order]
    assert list(due_now(agent, now + 5 * HOUR)) == [order]


def test_after_enough_attempts_nothing_more_is_planned(do, order_in, now, settings):
    settings.ORDER_CALLBACK_ATTEMPTS = 2
    order = do("agent", "record_callback", order_in(State.CALLBACK), reached=False)
    order = do("agent", "record_callback", order, reached=False, now=now + 5 * HOUR)
    assert Callback.objects.last().next_attempt_at is None
    assert do("agent", "conclude", order, now=now + 6 * HOUR).state == State.CONCLUDED


def test_whoever_answered_is_not_rung_again(do, order_in, people, now):
    do("agent", "record_callback", order_in(State.CALLBACK), reached=True, solved=True)
    assert list(due_now(people["agent"], now)) == []


def test_the_board_counts_what_is_due_and_what_is_planned(signed_in, do, order_in):
    waiting = order_in(State.REPLY_REVIEWED)
    tomorrow = dt.timedelta(days=4000)  # the page looks at the clock on the wall
    later = do("agent", "record_callback", order_in(State.CALLBACK), reached=False)
    Callback.objects.update(next_attempt_at=later.replied_at + tomorrow)
    order_in(State.REPLY_REVIEWED, callback_wanted=False)
    agent = signed_in("agent")
    due = agent.get("/api/callbacks/board").json()
    assert due["counts"] == {"due": 1, "planned": 1}
    assert [(r["number"], r["attempts"], r["why"]) for r in due["items"]] == [(waiting.number, 0, "全部回访")]
    plan = agent.get("/api/callbacks/board?when=planned").json()["items"][0]
    assert (plan["number"], plan["attempts"]) == (later.number, 1) and plan["planned_at"]
    assert signed_in("unit_clerk").get("/api/callbacks/board").status_code == 403


def test_whom_the_policy_does_not_ask_is_concluded_without(do, order_in):
    CallbackRule.objects.all().delete()
    CallbackRule.objects.create(whom="risk", request_type="help")
    order = order_in(State.REPLY_REVIEWED)
    assert why_asked(order) == ""
    assert do("agent", "conclude", order).state == State.CONCLUDED


def test_a_risk_makes_the_policy_ask(do, order_in):
    CallbackRule.objects.all().delete()
    CallbackRule.objects.create(whom="risk")
    order = order_in(State.REPLY_REVIEWED)
    assert "投诉举报" in why_asked(order)
    with pytest.raises(BadInput, match="尚未回访"):
        do("agent", "conclude", order)


def test_a_late_reply_is_a_risk(order_in):
    CallbackRule.objects.all().update(whom="risk")
    order = order_in(State.REPLY_REVIEWED, request_type="help")
    assert "超期反馈" not in why_asked(order)
    order.due_at = order.replied_at - HOUR
    assert "超期反馈" in why_asked(order)


@pytest.mark.parametrize(
    "said, field",
    [
        ({"solved": False, "satisfaction": "dissatisfied"}, "reason"),
        ({"solved": True, "satisfaction": "satisfied", "reason": "slow"}, "reason"),
        ({"solved": False, "reason": "no_such"}, "reason"),
    ],
)
def test_discontent_has_its_reason_and_content_has_none(do, order_in, said, field):
    with pytest.raises(BadInput) as caught:
        do("agent", "record_callback", order_in(State.CALLBACK), reached=True, **said)
    assert caught.value.field == field


def test_a_reviewer_sees_why_a_reply_is_doubtful_and_its_author_does_not(signed_in, do, order_in, settings):
    settings.REPLY_SAME_FROM = 2
    text = "该事项我单位高度重视，已按程序办理完毕，特此回复请知悉。"
    for _ in range(2):
        do("unit_clerk", "reply", order_in(State.HANDLING), text=text)
    order = do("unit_clerk", "reply", order_in(State.HANDLING), text=text)
    reply = signed_in("dispatcher").get(f"/api/orders/{order.number}").json()["replies"][0]
    assert {d["kind"] for d in reply["doubts"]} == {"off_the_point", "copied", "no_contact"}
    assert signed_in("unit_clerk").get(f"/api/orders/{order.number}").json()["replies"][0]["doubts"] == []


def test_the_seeds_ask_everybody(db):
    assert list(CallbackRule.objects.values_list("whom", flat=True)) == ["all"]
    assert not Order.objects.exists()
