"""Merged orders: one reply goes to all, each caller has an own callback, and nothing is lost on the way."""

import pytest

from zhixi.errors import BadInput, Conflict, IllegalStep
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.orders import replay
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order

pytestmark = pytest.mark.django_db
TEXT = "已抢修完毕并恢复供水"


@pytest.fixture
def folded(do, order_in):
    """A master in handling, and two orders merged into it: one from acceptance, one from dispatch."""
    master = order_in(State.HANDLING)
    new, sent = order_in(State.ACCEPTED), order_in(State.DISPATCHED)
    return (
        master,
        do("dispatcher", "merge", new, master=master),
        do("dispatcher", "merge", sent, master=master),
    )


def again(order) -> Order:
    return Order.objects.get(pk=order.pk)


def test_the_masters_reply_goes_to_all_and_each_is_called_back_by_itself(do, folded, city):
    master, one, two = folded
    master = do("unit_clerk", "reply", master, text=TEXT, contacted=True)
    for order in (one, two):
        mine = again(order)
        assert (mine.state, mine.unit, mine.master) == (State.REPLIED, city["east-cg"], master)
        assert [(r.text, r.contacted) for r in mine.replies.all()] == [(TEXT, True)]
        assert mine.callback_due_at == master.callback_due_at
    master = do("dispatcher", "pass_reply", master)
    assert {again(o).state for o in (one, two)} == {State.REPLY_REVIEWED}
    first = do("agent", "start_callback", again(one))
    first = do("agent", "record_callback", first, reached=True, solved=True, satisfaction="satisfied")
    assert do("agent", "conclude", first).state == State.CONCLUDED
    assert (again(two).state, again(master).state) == (State.REPLY_REVIEWED, State.REPLY_REVIEWED)
    for order in Order.objects.all():
        assert replay.differences(order) == {}
    assert verify().ok


def test_a_rejected_reply_lets_all_wait_for_the_next_one(do, folded):
    master, one, two = folded
    master = do("unit_clerk", "reply", master, text=TEXT)
    with pytest.raises(Conflict, match="来自主工单"):
        do("dispatcher", "reject_reply", again(one), note="没有回答所问")
    master = do("dispatcher", "reject_reply", master, note="没有回答所问")
    assert {again(o).state for o in (one, two)} == {State.MERGED}
    assert (again(one).unit, again(two).unit.code, again(one).replied_at) == (None, "east-cg", None)
    do("unit_clerk", "reply", master, text="现已全部修复完毕")
    assert [r.text for r in again(one).replies.all()] == [TEXT, "现已全部修复完毕"]


def test_whoever_is_not_satisfied_is_reopened_alone(do, folded, city):
    master, one, two = folded
    master = do("unit_clerk", "reply", master, text=TEXT)
    asked = do("agent", "start_callback", again(one))
    asked = do(
        "agent",
        "record_callback",
        asked,
        reached=True,
        solved=False,
        satisfaction="dissatisfied",
        reason="not_solved",
    )
    asked = do("agent", "reopen", asked, reason="仍然没水")
    assert (asked.state, asked.unit, asked.master) == (State.DISPATCHED, city["east-cg"], None)
    master = do("dispatcher", "reject_reply", master, note="市民仍未恢复供水")
    assert (again(one).state, again(two).state) == (State.DISPATCHED, State.MERGED)


def test_taken_out_again_it_is_where_it_was(do, folded, people):
    _, one, two = folded
    before = {o.pk: Event.objects.filter(key=o.number).count() for o in (one, two)}
    one, two = (do("dispatcher", "unmerge", again(o), reason="并非同一事件") for o in (one, two))
    assert (one.state, one.unit, one.master, one.state_before) == (State.ACCEPTED, None, None, "")
    assert (two.state, two.unit.code, two.signed_at) == (State.DISPATCHED, "east-cg", None)
    assert do("unit_clerk", "sign", two).state == State.SIGNED
    assert Event.objects.filter(key=one.number).count() == before[one.pk] + 1


@pytest.mark.parametrize(
    "who, verb, more",
    [
        ("agent", "withdraw", {"reason": "市民撤回"}),
        ("supervisor", "rule_unreasonable", {"reason": "诉求没有法律依据", "evidence": "民政部门书面意见"}),
    ],
)
def test_a_master_that_ends_without_a_reply_leaves_nobody_behind(who, verb, more, do, folded):
    master, one, two = folded
    do(who, verb, master, **more)
    assert (again(one).state, again(two).state) == (State.ACCEPTED, State.DISPATCHED)
    assert again(one).master is None
    assert Event.objects.filter(key=one.number).last().verb == "set_apart"
    assert replay.differences(again(one)) == {}


def test_a_merged_caller_may_withdraw_and_is_not_archived_unanswered(do, folded):
    _, one, two = folded
    assert do("agent", "withdraw", one, reason="市民撤回").state == State.WITHDRAWN
    with pytest.raises(IllegalStep):
        do("dispatcher", "archive", two)


def test_after_the_reply_nothing_is_merged_into_it(do, order_in):
    with pytest.raises(BadInput, match="不能作为主工单"):
        do("dispatcher", "merge", order_in(State.ACCEPTED), master=order_in(State.REPLIED))


def test_many_are_folded_at_once_and_the_odd_one_out_is_named(signed_in, order_in, do):
    master, done = order_in(State.SIGNED), order_in(State.CONCLUDED)
    some = [order_in(State.ACCEPTED) for _ in range(3)]
    body = {
        "master": master.number,
        "note": "同一爆管事件",
        "orders": [{"number": o.number, "version": o.version} for o in [*some, done]]
        + [{"number": "20260101-000001", "version": 1}],
    }
    told = signed_in("dispatcher").send("/api/orders/merge-many", body).json()
    assert told["merged"] == [o.number for o in some]
    assert [r["number"] for r in told["refused"]] == [done.number, "20260101-000001"]
    detail = signed_in("dispatcher").get(f"/api/orders/{master.number}").json()
    assert detail["merged_callers"] == 3 and len(detail["merged_orders"]) == 3
    units = signed_in("unit_clerk").get(f"/api/orders/{master.number}").json()
    assert (units["merged_callers"], units["merged_orders"], units["merged"]) == (3, [], [])
    assert again(done).state == State.CONCLUDED and verify().ok


def test_an_agent_folds_nothing(signed_in, order_in):
    master, order = order_in(State.SIGNED), order_in(State.ACCEPTED)
    body = {"master": master.number, "orders": [{"number": order.number, "version": order.version}]}
    told = signed_in("agent").send("/api/orders/merge-many", body).json()
    assert told["merged"] == [] and "不能" in told["refused"][0]["message"]
    assert again(order).state == State.ACCEPTED


def test_the_masters_own_answer_on_the_spot_is_nobody_elses(do, order_in):
    master = order_in(State.ACCEPTED, request_type="enquiry")
    order = do("dispatcher", "merge", order_in(State.ACCEPTED), master=master)
    actions_taken = do("agent", "answer", master, text="今晚八点恢复供水")
    assert actions_taken.state == State.CONCLUDED and again(order).state == State.ACCEPTED
