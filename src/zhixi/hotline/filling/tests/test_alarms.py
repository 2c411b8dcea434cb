"""A danger to life: told to the floor's leaders at once, confirmed or dismissed once, kept either way."""

import json

import pytest
from django.utils import timezone

from zhixi.assist.talk import Leg
from zhixi.errors import BadInput, Conflict, NotAllowed, NotFound
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.audit.models import Event
from zhixi.hotline.calls.live import LiveCall
from zhixi.hotline.calls.models import Feed
from zhixi.hotline.calls.tests.test_api import post, signed_in
from zhixi.hotline.filling import alarms
from zhixi.hotline.filling.models import Alarm
from zhixi.hotline.notifications.models import Message

WORDS = "快来人，有人掉进河里了，我电话幺三九零零零零幺二三四！"


@pytest.fixture
def supervisor(office):
    return User.objects.create_user(username="supervisor", name="督办员甲", role=Role.SUPERVISOR)


@pytest.fixture
def raised(office, supervisor, talking):
    live = LiveCall.of(talking)
    live.heard(Leg.CALLER, 0, 3, WORDS)
    live.heard(Leg.CALLER, 3, 5, "就在桥下面，有人掉进河里了！")
    return Alarm.objects.get()


def dismiss(person, alarm, reason="说的是演习"):
    return alarms.dismiss(actor=person, alarm_id=alarm.pk, reason=reason, now=timezone.now())


def confirm(person, alarm):
    return alarms.confirm(actor=person, alarm_id=alarm.pk, now=timezone.now())


def test_it_stands_on_its_words_and_the_leaders_of_the_floor_are_told_without_them(office, raised):
    assert WORDS[raised.start : raised.end] == raised.words and raised.utterance == 0
    told = {message.user.username: message.text for message in Message.objects.filter(kind="alarm")}
    assert set(told) == {"leader", "supervisor"}
    assert all("溺水" in text and "河" not in text and "1234" not in text for text in told.values())
    assert Event.objects.filter(verb="alarm_raised", key=str(raised.call_id)).count() == 1


def test_the_agent_confirms_and_the_desks_and_the_chain_learn_of_it(office, raised):
    confirm(office["agent1"], raised)
    told = [json.loads(row.body)["state"] for row in Feed.objects.filter(kind="alarm")]
    assert told == ["raised", "confirmed"]
    event = Event.objects.get(verb="alarm_confirmed")
    assert (event.actor, event.data["alarm"]) == (office["agent1"], "drowning")
    with pytest.raises(Conflict, match="已确认"):
        confirm(office["leader"], raised)


def test_a_dismissal_needs_its_reason_and_a_supervisor_may_think_again(office, supervisor, raised):
    with pytest.raises(BadInput):
        dismiss(office["agent1"], raised, " ")
    assert dismiss(office["agent1"], raised).reason == "说的是演习"
    assert confirm(supervisor, raised).by == supervisor


@pytest.mark.parametrize("name", ["agent2", "dispatcher", "clerk"])
def test_others_do_not_see_it(office, raised, name):
    assert not Alarm.objects.visible_to(office[name]).exists()
    with pytest.raises(NotFound):
        confirm(office[name], raised)


def test_an_inspector_sees_it_and_does_not_decide(office, raised):
    inspector = User.objects.create_user(username="qa", name="质检员甲", role=Role.QA_INSPECTOR)
    with pytest.raises(NotAllowed):
        confirm(inspector, raised)


def test_the_list_shows_numbers_to_nobody_but_the_calls_agent(office, supervisor, talking):
    LiveCall.of(talking).heard(Leg.CALLER, 0, 3, WORDS)
    row = Alarm.objects.get()
    Alarm.objects.update(words=WORDS)
    assert "幺三九" in signed_in(office["agent1"]).get("/api/alarms").json()["items"][0]["words"]
    client = signed_in(supervisor)
    [seen] = client.get("/api/alarms?state=raised").json()["items"]
    assert "幺三九" not in seen["words"] and seen["talking"]
    assert post(client, f"/api/alarms/{row.pk}/dismiss", {"reason": "已核实"}).json()["state"] == "dismissed"
    assert client.get("/api/alarms?state=raised").json()["items"] == []
    assert signed_in(office["clerk"]).get("/api/alarms").json()["items"] == []
