"""Extension, suspension and waiting for the citizen: who may grant how much, what stops, and who is told."""

import pytest

from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.audit.models import Event
from zhixi.hotline.deadlines import replay
from zhixi.hotline.deadlines.models import ClockStop
from zhixi.hotline.deadlines.tests.kit import local
from zhixi.hotline.notifications.models import Message
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order

pytestmark = pytest.mark.django_db


def told(order) -> list[str]:
    return list(Message.objects.filter(order=order, way="sms").order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def asked(order_in, do):
    """asked(5) → an order whose unit's clerk asked for so many days."""

    def ask(days: int, order=None):
        order = order or order_in(State.HANDLING, request_type="enquiry")
        return do("unit_clerk", "ask_extension", order, days=days, reason="需要施工")

    return ask


@pytest.mark.parametrize(
    ("who", "days"), [("unit_lead", 3), ("dispatcher", 5), ("supervisor", 15), ("leader", 15)]
)
def test_each_grants_up_to_their_own_measure_and_the_citizen_is_told(who, days, asked, do):
    order = do(who, "grant_extension", asked(days))
    assert order.clocks["handle"]["extra"] == [[days, "working_days"]]
    assert order.due_at > local("2026-11-20 23:59:59")
    assert told(order) == ["extended"]


@pytest.mark.parametrize(("who", "days"), [("unit_lead", 4), ("dispatcher", 6)])
def test_more_than_that_is_for_somebody_above(who, days, asked, do):
    with pytest.raises(Conflict, match="一次最多"):
        do(who, "grant_extension", asked(days))


def test_a_units_lead_grants_once_a_round_and_never_their_own(asked, order_in, do):
    first = do("unit_lead", "grant_extension", asked(2))
    with pytest.raises(Conflict, match="只能一次"):
        do("unit_lead", "grant_extension", asked(2, first))
    own = do("unit_lead", "ask_extension", order_in(State.HANDLING), days=2, reason="需要施工")
    with pytest.raises(Conflict, match="本人"):
        do("unit_lead", "grant_extension", own)


def test_all_extensions_together_have_a_limit(asked, do):
    order = asked(15)
    for _ in range(2):
        order = do("supervisor", "grant_extension", order)
        if order.clocks["handle"]["extra"] == [[15, "working_days"]]:
            order = asked(15, order)
    with pytest.raises(Conflict, match="累计"):
        asked(1, order)


def test_a_unit_asks_for_suspension_and_its_clock_runs_until_it_is_granted(order_in, people, do, now):
    order = order_in(State.HANDLING, request_type="enquiry")
    order = do("unit_clerk", "ask_suspension", order, cause="examination", reason="等待检测结果")
    assert order.state == State.HANDLING and order.due_at == local("2026-11-20 23:59:59")
    with pytest.raises(Conflict, match="尚未审批"):
        do("unit_clerk", "ask_suspension", order, cause="examination", reason="等待检测结果")
    granted = local("2026-11-19 12:00:00")
    order = do("dispatcher", "grant_suspension", order, now=granted)
    stop = ClockStop.objects.get(order=order)
    assert (order.state, stop.begin, stop.cause, stop.by) == (
        State.SUSPENDED,
        granted,
        "examination",
        people["dispatcher"],
    )
    order = do("dispatcher", "resume", order, now=local("2026-11-23 12:00:00"))
    assert order.due_at == local("2026-11-24 23:59:59")
    assert told(order) == ["suspended", "resumed"]


def test_a_refused_suspension_stops_nothing(order_in, do):
    order = do(
        "unit_clerk", "ask_suspension", order_in(State.HANDLING), cause="other", reason="情况复杂需要时间"
    )
    order = do("supervisor", "refuse_suspension", order, note="可以继续办理")
    assert (order.state, ClockStop.objects.count()) == (State.HANDLING, 0)
    assert not order.suspension_requests.get().granted


def test_waiting_for_the_citizen_ends_with_what_they_add(order_in, do):
    order = order_in(State.HANDLING, request_type="enquiry")
    order = do("unit_clerk", "ask_supplement", order, text="请告知具体位置", now=local("2026-11-19 00:00:00"))
    assert order.state == State.SUSPENDED
    order = do("agent", "supplement", order, text="在路口东侧", now=local("2026-11-20 00:00:00"))
    assert (order.state, order.suspended_at) == (State.HANDLING, None)
    assert order.due_at == local("2026-11-23 23:59:59")
    assert told(order) == ["supplement", "resumed"]


def test_asking_the_citizen_again_and_again_is_no_way_to_stop_the_clock(order_in, do):
    order = order_in(State.HANDLING)
    for _ in range(2):
        order = do("unit_clerk", "ask_supplement", order, text="请告知具体位置")
        order = do("agent", "supplement", order, text="在路口东侧")
    with pytest.raises(Conflict, match="已满2次"):
        do("unit_clerk", "ask_supplement", order, text="请告知具体位置")


def test_an_order_that_is_held_twice_goes_on_when_the_last_hold_ends(order_in, do):
    order = order_in(State.HANDLING, request_type="enquiry")
    order = do("unit_clerk", "ask_supplement", order, text="请告知具体位置", now=local("2026-11-19 00:00:00"))
    order = do(
        "dispatcher", "suspend", order, reason="台风", cause="force_majeure", now=local("2026-11-19 12:00:00")
    )
    with pytest.raises(Conflict, match="已在挂起中"):
        do("supervisor", "suspend", order, reason="再次挂起")
    order = do("agent", "supplement", order, text="在路口东侧", now=local("2026-11-20 00:00:00"))
    assert order.state == State.SUSPENDED
    order = do("dispatcher", "resume", order, now=local("2026-11-23 00:00:00"))
    assert (order.state, order.due_at) == (State.HANDLING, local("2026-11-24 23:59:59"))
    assert list(replay.disagreements()) == []


def test_a_suspended_order_that_is_withdrawn_stops_being_stopped(order_in, do):
    order = do("dispatcher", "suspend", order_in(State.HANDLING), reason="等待材料")
    do("agent", "withdraw", order, reason="市民撤回")
    assert not ClockStop.objects.filter(end=None).exists()


def test_every_stop_and_start_stands_in_an_event_with_its_reason_and_author(order_in, people, do):
    order = do("dispatcher", "suspend", order_in(State.HANDLING), reason="等待鉴定", cause="examination")
    stop = Event.objects.last()
    do("supervisor", "resume", order)
    go = Event.objects.last()
    assert (stop.actor, stop.reason, stop.data["stop"]["cause"]) == (
        people["dispatcher"],
        "等待鉴定",
        "examination",
    )
    assert (go.actor, go.data["go"]) == (people["supervisor"], ["suspension"])


def test_a_suspension_needs_a_cause_of_the_list(order_in, signed_in):
    order = order_in(State.HANDLING)
    browser = signed_in("dispatcher")
    body = {"version": order.version, "reason": "等待材料", "cause": "laziness"}
    assert browser.send(f"/api/orders/{order.number}/verbs/suspend", body).status_code == 422
    body["cause"] = "litigation"
    detail = browser.send(f"/api/orders/{order.number}/verbs/suspend", body).json()
    assert detail["state"] == "suspended"
    assert [(s["kind"], s["cause"], s["end"]) for s in detail["stops"]] == [
        ("suspension", "litigation", None)
    ]
    assert [c["stopped"] for c in detail["clocks"] if c["clock"] == "handle"] == [True]


def test_another_units_lead_grants_nothing(asked, people, do):
    rival = people["rival"]
    rival.role = "unit_lead"
    with pytest.raises(NotAllowed):
        do("rival", "grant_extension", asked(2))
    with pytest.raises(BadInput):
        asked(16)


def test_the_screen_is_told_what_is_left_and_what_may_be_done(order_in, signed_in):
    order = order_in(State.HANDLING, request_type="enquiry")
    detail = signed_in("unit_lead").get(f"/api/orders/{order.number}").json()
    clocks = {row["clock"]: row for row in detail["clocks"]}
    assert list(clocks) == ["dispatch", "sign", "handle"]
    assert clocks["handle"]["limit"] == "2个工作日" and clocks["handle"]["running"]
    assert clocks["handle"]["limit_seconds"] == 2 * 86400 - 1
    assert not clocks["sign"]["running"] and clocks["sign"]["ended_at"]
    assert detail["time_choices"] == {
        "ask_days": 15,
        "grant_days": 3,
        "granted_days": 0,
        "total_days": 30,
        "supplements_left": 2,
    }
    assert Order.objects.get().pk == order.pk
