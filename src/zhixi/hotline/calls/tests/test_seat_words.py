"""A desk that has a call open: words in the making, and the gateway's sign of life."""

import asyncio
import datetime as dt
import json
import time

import pytest
from asgiref.sync import async_to_sync
from channels.db import database_sync_to_async
from django.utils import timezone

from zhixi.assist.talk import Leg
from zhixi.hotline.calls import actions
from zhixi.hotline.calls.models import Call, Feed
from zhixi.hotline.calls.reception import Reception
from zhixi.hotline.calls.spoken import Spoken
from zhixi.hotline.calls.tests.conftest import make_office
from zhixi.hotline.calls.tests.seat_end import Line, answer, offer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_kept_connections")]


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
