"""What must hold before a request is answered, concluded or reopened."""

import datetime as dt

import pytest

from zhixi.errors import BadInput, Conflict
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["", "   ", "已办", "已办理"])
def test_a_reply_says_something(do, order_in, text):
    with pytest.raises(BadInput, match="反馈内容"):
        do("unit_clerk", "reply", order_in(State.HANDLING), text=text)


@pytest.mark.parametrize("request_type", ["complaint", "report", ""])
def test_complaints_and_reports_are_not_answered_away_at_the_seat(do, order_in, request_type):
    order = order_in(State.ACCEPTED, request_type=request_type)
    with pytest.raises(BadInput) as caught:
        do("agent", "answer", order, text="请拨打其他电话咨询")
    assert caught.value.field == "request_type"


def test_nothing_is_concluded_without_asking_the_citizen(do, order_in):
    with pytest.raises(BadInput, match="尚未回访"):
        do("agent", "conclude", order_in(State.CALLBACK))
    with pytest.raises(BadInput, match="尚未回访"):
        do("agent", "conclude", order_in(State.REPLY_REVIEWED))
    quiet = order_in(State.REPLY_REVIEWED, callback_wanted=False)
    assert do("agent", "conclude", quiet).state == State.CONCLUDED


def test_a_citizen_who_is_never_reached_is_rung_three_times(do, order_in):
    order = order_in(State.CALLBACK)
    for attempt in (1, 2):
        order = do("agent", "record_callback", order, reached=False)
        with pytest.raises(BadInput, match=f"已{attempt}次"):
            do("agent", "conclude", order)
    order = do("agent", "record_callback", order, reached=False)
    assert do("agent", "conclude", order).state == State.CONCLUDED


def test_an_unsolved_order_is_reopened_and_not_concluded(do, order_in, settings):
    order = do("agent", "record_callback", order_in(State.CALLBACK), reached=True, solved=False)
    with pytest.raises(BadInput, match="未解决"):
        do("agent", "conclude", order, note="先办结")
    settings.ORDER_REOPEN_LIMIT = 0
    with pytest.raises(BadInput, match="未解决"):
        do("agent", "conclude", order)
    assert do("agent", "conclude", order, note="已多次办理，市民仍不认可").state == State.CONCLUDED


def test_the_last_callback_that_reached_anybody_decides(do, order_in):
    order = do("agent", "record_callback", order_in(State.CALLBACK), reached=True, solved=False)
    order = do("agent", "record_callback", order, reached=True, solved=True, satisfaction="satisfied")
    order = do("agent", "record_callback", order, reached=False)
    assert do("agent", "conclude", order).state == State.CONCLUDED


def test_a_callback_of_an_earlier_round_says_nothing_of_this_one(do, order_in, now):
    order = do("agent", "record_callback", order_in(State.CALLBACK), reached=True, solved=True)
    order = do("agent", "reopen", order, reason="问题重现")
    later = {"now": now + dt.timedelta(hours=1)}
    for who, verb, more in (
        ("unit_clerk", "sign", {}),
        ("unit_clerk", "reply", {"text": "已再次处理完毕"}),
        ("agent", "start_callback", {}),
    ):
        order = do(who, verb, order, **more, **later)
    with pytest.raises(BadInput, match="尚未回访"):
        do("agent", "conclude", order, **later)


@pytest.mark.parametrize(
    "said",
    [
        {"reached": True},
        {"reached": False, "solved": True},
        {"reached": False, "satisfaction": "satisfied"},
    ],
)
def test_a_callback_does_not_contradict_itself(do, order_in, said):
    with pytest.raises(BadInput):
        do("agent", "record_callback", order_in(State.CALLBACK), **said)


def test_an_order_is_reopened_only_so_often(do, order_in, settings, now):
    settings.ORDER_REOPEN_LIMIT = 1
    order = do("agent", "reopen", order_in(State.CONCLUDED), reason="问题重现")
    assert (order.reopened, order.unit.code, order.state) == (1, "east-cg", State.DISPATCHED)
    assert order.replied_at is None and order.concluded_at is None and order.signed_at is None
    Order.objects.filter(pk=order.pk).update(state=State.CONCLUDED)
    order.state = State.CONCLUDED
    with pytest.raises(Conflict, match="重办已满1次"):
        do("agent", "reopen", order, reason="仍未解决")


def test_what_was_answered_at_the_seat_needs_a_unit_to_be_reopened(do, order_in, city):
    order = do("agent", "answer", order_in(State.ACCEPTED, request_type="enquiry"), text="工作日九点至五点")
    assert order.state == State.CONCLUDED and order.answered_on_the_spot
    with pytest.raises(BadInput, match="指定单位"):
        do("agent", "reopen", order, reason="答复有误")
    assert do("agent", "reopen", order, reason="答复有误", unit=city["water"]).unit == city["water"]
