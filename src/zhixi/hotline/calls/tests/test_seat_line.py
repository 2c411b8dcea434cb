"""The seats' line: who may listen, what they hear, and that nothing is lost on the way back."""

import asyncio
import datetime as dt
import json
import time

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from django.db import connection
from django.test import Client
from django.utils import timezone

from zhixi.asgi import application
from zhixi.assist.talk import Leg
from zhixi.hotline.calls import actions
from zhixi.hotline.calls.live import LiveCall
from zhixi.hotline.calls.models import Call, Feed
from zhixi.hotline.calls.reception import Reception
from zhixi.hotline.calls.spoken import Spoken
from zhixi.hotline.calls.tests.conftest import make_office

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "13900001234"


@pytest.fixture(autouse=True)
def no_kept_connections(monkeypatch):
    """The line looks from threads of its own; what they leave open would hold on to the test's database."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)


def cookie_of(user) -> bytes:
    client = Client()
    client.force_login(user)
    return client.cookies.output(header="", sep=";").split(";")[0].strip().encode()


class Line(ApplicationCommunicator):
    """A browser's end of /ws/seat, spoken in ASGI messages."""

    def __init__(self, user=None, query=b"", origin=b"http://localhost"):
        headers = [(b"host", b"localhost"), (b"origin", origin)]
        if user is not None:
            headers.append((b"cookie", cookie_of(user)))
        scope = {"type": "websocket", "path": "/ws/seat", "query_string": query, "headers": headers}
        super().__init__(application, scope | {"subprotocols": []})

    async def connect(self) -> tuple[bool, int | None]:
        await self.send_input({"type": "websocket.connect"})
        answer = await self.receive_output(timeout=5)
        return answer["type"] == "websocket.accept", answer.get("code")

    async def heard(self, count: int) -> list[dict]:
        return [json.loads((await self.receive_output(timeout=5))["text"]) for _ in range(count)]

    async def disconnect(self):
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(timeout=5)


def with_line(user, query, during, expected):
    """What a seat hears: `ready`, then `expected` messages while `during` runs."""

    async def scene():
        seat = await asyncio.to_thread(Line, user, query.encode())
        connected, _ = await seat.connect()
        assert connected
        ready = (await seat.heard(1))[0]
        await database_sync_to_async(during, thread_sensitive=False)()
        told = await seat.heard(expected)
        silent = await seat.receive_nothing(timeout=0.8)
        await seat.disconnect()
        return ready, told, silent

    return async_to_sync(scene)()


def refusal(user=None, origin=b"http://localhost"):
    async def scene():
        seat = await asyncio.to_thread(Line, user, b"", origin)
        refused = await seat.connect()
        await seat.disconnect()
        return refused

    return async_to_sync(scene)()


def offer():
    return actions.offer(source="script", calling_number=NUMBER, now=timezone.now())


def answer(person, call):
    return actions.answer_call(actor=person, call_id=call.pk, now=timezone.now())


def test_who_is_not_signed_in_hears_nothing():
    assert refusal() == (False, 4401)


@pytest.mark.parametrize("name", ["dispatcher", "clerk"])
def test_other_roles_hear_nothing(name):
    assert refusal(make_office()[name]) == (False, 4403)


def test_a_page_of_another_site_hears_nothing():
    assert refusal(make_office()["agent1"], origin=b"http://evil.example")[0] is False


def test_a_seat_hears_its_own_call_in_order_and_whole():
    office = make_office()

    def during():
        live = LiveCall.of(answer(office["agent1"], offer()))
        live.heard(Leg.AGENT, 0.0, 1.0, "您好。")

    ready, told, _ = with_line(office["agent1"], "", during, 3)
    assert ready == {"kind": "ready", "id": 0}
    assert [row["kind"] for row in told] == ["offered", "answered", "utterance"]
    assert [row["id"] for row in told] == sorted(row["id"] for row in told)
    assert told[1]["body"]["calling_number"] == NUMBER
    assert told[2]["body"] == {"n": 0, "leg": "agent", "start": 0.0, "end": 1.0, "text": "您好。"} | {
        "marks": [],
        "language": "",
    }


def test_another_seat_learns_that_the_call_is_taken_and_not_what_is_said():
    office = make_office()

    def during():
        call = answer(office["agent1"], offer())
        LiveCall.of(call).heard(Leg.CALLER, 0.0, 1.0, "我要投诉路灯不亮。")
        actions.hang_up(actor=office["agent1"], call_id=call.pk, now=timezone.now())

    _, told, silent = with_line(office["agent2"], "", during, 3)
    assert [row["kind"] for row in told] == ["offered", "answered", "ended"]
    assert all(row["body"]["calling_number"] == "139****1234" for row in told)
    assert silent


def test_the_team_leader_hears_what_is_said():
    office = make_office()

    def during():
        LiveCall.of(answer(office["agent1"], offer())).heard(Leg.AGENT, 0.0, 1.0, "您好。")

    _, told, _ = with_line(office["leader"], "", during, 3)
    assert told[2]["kind"] == "utterance"


def test_a_seat_that_comes_back_hears_all_that_it_missed_and_nothing_twice():
    office = make_office()
    live = LiveCall.of(answer(office["agent1"], offer()))
    for n in range(3):
        live.heard(Leg.AGENT, n, n + 1, f"第{n}句。")
    rows = list(Feed.objects.order_by("id"))
    _, told, _ = with_line(office["agent1"], f"since={rows[1].id}", lambda: None, len(rows) - 2)
    assert [row["id"] for row in told] == [row.id for row in rows[2:]]


def test_a_cursor_that_is_no_number_begins_at_the_end():
    office = make_office()
    offer()
    ready, _, silent = with_line(office["agent1"], "since=abc", lambda: None, 0)
    assert ready["id"] == Feed.objects.order_by("-id").first().id
    assert silent


def looking_at(user, call, during, expected):
    """What a desk with this call open hears besides `ready`."""

    async def scene():
        seat = await asyncio.to_thread(Line, user)
        assert (await seat.connect())[0]
        await seat.heard(1)
        await seat.send_input(
            {"type": "websocket.receive", "text": json.dumps({"kind": "look", "call": call})}
        )
        await asyncio.sleep(0.5)  # the desk's wish is carried out beside all else
        await database_sync_to_async(during, thread_sensitive=False)()
        told = await seat.heard(expected)
        silent = await seat.receive_nothing(timeout=0.8)
        await seat.disconnect()
        assert silent
        return told

    return async_to_sync(scene)()


def test_words_in_the_making_are_shown_to_the_calls_own_agent_and_kept_nowhere():
    office = make_office()
    call = answer(office["agent1"], offer())
    rows = Feed.objects.count()
    (told,) = looking_at(
        office["agent1"],
        str(call.pk),
        lambda: Spoken(call.pk).tell(Leg.CALLER, 1.234, "电话一三九零"),
        1,
    )
    assert told == {
        "call": str(call.pk),
        "kind": "partial",
        "body": {"leg": "caller", "start": 1.23, "text": "电话一三九零"},
    }
    assert Feed.objects.count() == rows


def test_a_leader_who_looks_sees_the_beginning_of_a_number_starred():
    office = make_office()
    call = answer(office["agent1"], offer())
    (told,) = looking_at(
        office["leader"], str(call.pk), lambda: Spoken(call.pk).tell(Leg.CALLER, 0, "电话一三九零"), 1
    )
    assert told["body"]["text"] == "电话****"


@pytest.mark.parametrize("name", ["agent2", "agent1"])
def test_nobody_sees_words_in_the_making_of_a_call_that_is_not_theirs_or_not_open_on_their_desk(name):
    office = make_office()
    call = answer(office["agent1"], offer())
    open_here = str(call.pk) if name == "agent2" else None
    looking_at(office[name], open_here, lambda: Spoken(call.pk).tell(Leg.CALLER, 0, "路灯"), 0)


def test_an_agent_whose_call_was_passed_on_sees_no_more_words_of_it():
    office = make_office()
    call = answer(office["agent1"], offer())

    def during():
        actions.pass_on(call_id=call.pk, to=office["agent2"], now=timezone.now())
        time.sleep(0.8)
        Spoken(call.pk).tell(Leg.CALLER, 0, "路灯")

    (told,) = looking_at(office["agent1"], str(call.pk), during, 1)
    assert told["kind"] == "transferred"


@pytest.mark.parametrize("said", ["", "[]", "{", '{"kind": "look"}', '{"kind": "look", "call": "x"}', "7"])
def test_a_desk_that_says_something_odd_is_told_on(said):
    office = make_office()

    async def scene():
        seat = await asyncio.to_thread(Line, office["agent1"])
        await seat.connect()
        await seat.heard(1)
        await seat.send_input({"type": "websocket.receive", "text": said})
        await database_sync_to_async(offer, thread_sensitive=False)()
        told = await seat.heard(1)
        await seat.disconnect()
        return told

    assert async_to_sync(scene)()[0]["kind"] == "offered"


def test_words_of_one_leg_come_at_most_three_times_a_second_and_their_end_always():
    office = make_office()
    call = answer(office["agent1"], offer())
    spoken = Spoken(call.pk)

    def during():
        for text in ("路", "路灯", ""):
            spoken.tell(Leg.CALLER, 0, text)
        spoken.tell(Leg.AGENT, 0, "您好")

    told = looking_at(office["agent1"], str(call.pk), during, 3)
    assert [row["body"]["text"] for row in told] == ["路", "", "您好"]


def test_the_desk_is_told_once_when_the_gateway_gives_no_sign_and_when_it_is_back():
    office = make_office()
    call = answer(office["agent1"], offer())
    long_ago = timezone.now() - dt.timedelta(seconds=30)
    Call.objects.update(line_name="pbx-1", sound_at=long_ago, alive_at=long_ago)

    def during():
        time.sleep(4)  # several looks for a sign of life
        Reception().look({"pbx-1"})

    told = looking_at(office["agent1"], str(call.pk), during, 2)
    assert [(row["body"]["trouble"], row["body"]["over"]) for row in told] == [
        ("gateway", False),
        ("gateway", True),
    ]
