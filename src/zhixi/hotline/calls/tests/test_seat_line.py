"""The seats' line: who may listen, what they hear, and that nothing is lost on the way back."""

import asyncio

import pytest
from asgiref.sync import async_to_sync
from channels.db import database_sync_to_async
from django.utils import timezone

from zhixi.assist.talk import Leg
from zhixi.hotline.calls import actions
from zhixi.hotline.calls.live import LiveCall
from zhixi.hotline.calls.models import Feed
from zhixi.hotline.calls.tests.conftest import make_office
from zhixi.hotline.calls.tests.seat_end import NUMBER, Line, answer, offer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_kept_connections")]


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
