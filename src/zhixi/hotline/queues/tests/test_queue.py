"""What a telephone system tells of its queue is kept once, moves the call, and opens no other door."""

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from zhixi.gateway.guards import new_token
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.calls.models import Call
from zhixi.hotline.calls.tasks import sweep
from zhixi.hotline.calls.tests.conftest import make_office
from zhixi.hotline.queues import actions
from zhixi.hotline.queues.choices import Happening
from zhixi.hotline.queues.models import QueueEvent
from zhixi.hotline.queues.queries import times

NOW = dt.datetime(2026, 11, 24, 2, 0, tzinfo=dt.UTC)
H = Happening


@pytest.fixture
def office(db):
    people = make_office()
    for extension, name in (("8001", "agent1"), ("8002", "agent2")):
        people[name].extension = extension
        people[name].save()
    return people


def told(event, happening, seconds, call="pbx-1", **more):
    at = NOW + dt.timedelta(seconds=seconds)
    return actions.Told(source="pbx", event=event, call=call, happening=happening, at=at, **more)


def take(*rows):
    return [actions.take(told=row, now=NOW + dt.timedelta(hours=1)) for row in rows]


def test_a_call_is_offered_answered_held_passed_on_and_ended_by_its_queue(office):
    take(
        told("1", H.OFFERED, 0, queue="综合", calling_number="13900001234"),
        told("2", H.ANSWERED, 12, extension="8001"),
        told("3", H.HELD, 60),
        told("4", H.RESUMED, 90),
        told("5", H.TRANSFERRED, 100, extension="8002"),
    )
    call = Call.objects.get(line_name="pbx-1")
    assert (call.state, call.agent.username, call.calling_number) == ("talking", "agent2", "13900001234")
    take(told("6", H.ENDED, 200))
    call.refresh_from_db()
    assert (call.state, call.ended_at, call.answered_at) == (
        "ended",
        NOW + dt.timedelta(seconds=200),
        NOW + dt.timedelta(seconds=12),
    )
    spent = times(call.queue_events.all())
    assert (spent.waited, spent.talked, spent.holds) == (12.0, 188.0, (30.0,))
    assert "13900001234" not in json.dumps(list(call.queue_events.values()), default=str)
    assert verify().ok


def test_who_leaves_while_waiting_is_abandoned_at_that_moment(office):
    take(told("1", H.OFFERED, 0), told("2", H.ABANDONED, 4))
    call = Call.objects.get()
    assert (call.state, call.ended_at) == ("abandoned", NOW + dt.timedelta(seconds=4))


def test_an_event_told_twice_is_kept_once(office):
    first, again = take(told("1", H.OFFERED, 0), told("1", H.OFFERED, 0))
    assert first[1] and not again[1] and QueueEvent.objects.count() == Call.objects.count() == 1


def test_events_that_come_late_and_out_of_order_are_kept_and_move_nothing_back(office):
    take(told("3", H.ENDED, 200), told("1", H.OFFERED, 0), told("2", H.ANSWERED, 12, extension="8001"))
    call = Call.objects.get()
    assert call.state == "abandoned"  # it ended before anybody was known to have answered
    assert list(call.queue_events.values_list("event", "applied")) == [
        ("1", False),
        ("2", False),
        ("3", True),
    ]
    assert times(call.queue_events.all()).talked == 188.0  # and yet the figures are whole


def test_an_extension_that_nobody_has_leaves_the_call_to_be_taken_at_a_desk(office):
    ((row, _),) = take(told("2", H.ANSWERED, 12, extension="9999"))
    assert (row.applied, row.note, row.call.state) == (False, "没有这个分机的坐席", "waiting")


def test_a_seat_that_answers_another_call_has_ended_the_one_before(office):
    take(
        told("1", H.ANSWERED, 0, call="a", extension="8001"),
        told("2", H.ANSWERED, 50, call="b", extension="8001"),
    )
    assert dict(Call.objects.values_list("line_name", "state")) == {"a": "ended", "b": "talking"}


def test_a_held_call_waits_while_its_seat_asks_elsewhere(office):
    take(told("1", H.ANSWERED, 0, call="a", extension="8001"), told("2", H.HELD, 9, call="a"))
    ((row, _),) = take(told("3", H.ANSWERED, 50, call="b", extension="8001"))
    assert Call.objects.get(line_name="a").state == "talking"
    assert not row.applied


def test_a_name_that_comes_again_a_day_later_is_another_call(office):
    take(told("1", H.OFFERED, 0), told("2", H.ENDED, 5), told("3", H.OFFERED, -86_400 * 2))
    assert Call.objects.filter(line_name="pbx-1").count() == 2


def test_the_tick_lets_a_call_wait_that_the_queue_tells_of_and_ends_one_whose_sound_died(office):
    take(told("1", H.OFFERED, 0, call="queued"), told("2", H.OFFERED, 0, call="heard"))
    Call.objects.filter(line_name="heard").update(sound_at=NOW)
    assert sweep(NOW + dt.timedelta(minutes=10)) == 1
    assert dict(Call.objects.values_list("line_name", "state")) == {"queued": "waiting", "heard": "abandoned"}
    assert sweep(NOW + dt.timedelta(hours=7)) == 1


@pytest.mark.parametrize("seconds", [3600 + 301, -86_400 * 32])
def test_impossible_times_are_refused(office, seconds):
    with pytest.raises(actions.BadInput):
        take(told("1", H.OFFERED, seconds))
    assert not Call.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_that_tell_of_a_new_call_at_once_make_one_call():
    make_office()

    def run(event):
        try:
            return actions.take(told=told(event, H.OFFERED, 0), now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert all(fresh for _, fresh in threads.map(run, "1234"))
    assert Call.objects.count() == 1 and QueueEvent.objects.count() == 4


def post(client, body, **headers):
    return client.post("/api/pbx/events", json.dumps(body), content_type="application/json", headers=headers)


def event(name="1", happening="offered", **more):
    at = timezone.now().isoformat()
    return {"event": name, "call": "pbx-1", "happening": happening, "at": at, **more}


def test_the_door_takes_many_and_names_what_is_wrong_with_each(office, client):
    body = {
        "source": "asterisk",
        "events": [
            event(calling_number="13900001234"),
            event("2", "answered", extension="8001"),
            event("1"),
            event("3", "flown"),
            {"call": "x"},
            event("4", at="2026-11-24T10:00:00"),
            event("5", at=timezone.now().timestamp()),
            event("6", at=1e300),
            event("7", calling_number="<script>"),
            event("8\n"),
        ],
    }
    answer = post(client, body)
    assert answer.status_code == 200, answer.content
    statuses = [row["status"] for row in answer.json()["results"]]
    assert statuses == [
        "applied",
        "applied",
        "known",
        "refused",
        "refused",
        "refused",
        "kept",
        "refused",
        "refused",
        "refused",
    ]
    assert Call.objects.get().agent.username == "agent1"
    assert "13900001234" not in answer.content.decode()


def test_the_door_wants_its_token_and_its_network(office, client, monkeypatch):
    token, known = new_token()
    monkeypatch.setenv("ZHIXI_GATEWAY_TOKENS", known)
    body = {"source": "asterisk", "events": [event()]}
    assert post(client, body).status_code == 401
    assert post(client, body, authorization="Bearer wrong").status_code == 401
    client.force_login(office["leader"])
    assert post(client, body).status_code == 401  # a signed-in person is no telephone system
    assert post(client, body, authorization=f"Bearer {token}").status_code == 200
    monkeypatch.setenv("ZHIXI_GATEWAY_NETWORKS", "10.0.0.0/8")
    assert post(client, body, authorization=f"Bearer {token}").status_code == 403


def test_without_a_token_only_this_machine_may_tell(office, client):
    body = {"source": "asterisk", "events": [event()]}
    answer = client.post(
        "/api/pbx/events", json.dumps(body), content_type="application/json", REMOTE_ADDR="10.1.1.1"
    )
    assert answer.status_code == 403 and not Call.objects.exists()


def test_who_sees_the_call_sees_its_queue_and_nobody_else(office, client):
    take(
        told("1", H.OFFERED, 0, queue="综合"),
        told("2", H.ANSWERED, 12, extension="8001"),
        told("3", H.HELD, 20),
    )
    address = f"/api/calls/{Call.objects.get().pk}/queue"
    client.force_login(office["agent1"])
    seen = client.get(address).json()
    assert (seen["waited"], [row["label"] for row in seen["events"]]) == (12.0, ["进入排队", "接听", "保持"])
    assert client.get(f"/api/calls/{Call.objects.get().pk}").json()["held"] is True
    for name in ("agent2", "clerk"):
        client.force_login(office[name])
        assert client.get(address).status_code == 404


@given(st.lists(st.tuples(st.sampled_from(list(H)), st.integers(0, 500)), max_size=12))
def test_times_are_never_negative_and_holds_never_overlap(rows):
    spent = times([QueueEvent(happening=h, at=NOW + dt.timedelta(seconds=s)) for h, s in rows])
    assert all(value is None or value >= 0 for value in (spent.waited, spent.talked))
    assert all(hold >= 0 for hold in spent.holds) and sum(spent.holds) <= 500
