"""`/api/calls` as the desk uses it, and as those try it who may not."""

import time

import pytest
from django.test import Client

from zhixi.assist.talk import Leg
from zhixi.hotline.audit.models import Event
from zhixi.hotline.calls.consumers import news
from zhixi.hotline.calls.live import LiveCall
from zhixi.hotline.calls.models import Call
from zhixi.hotline.calls.tests.conftest import make_office

FORM = {
    "request_type": "complaint",
    "title": "关于路灯不亮的问题",
    "description": "市民反映路灯不亮",
    "category": "01.01",
}


def signed_in(person, **options):
    client = Client(**options)
    client.force_login(person)
    return client


def post(client, path, body=None):
    return client.post(path, body or {}, content_type="application/json")


def test_an_agent_sees_waiting_calls_and_their_own_with_the_whole_number(office, talking):
    seen = signed_in(office["agent1"]).get("/api/calls").json()["items"]
    assert [call["calling_number"] for call in seen] == ["13900001234"]
    assert signed_in(office["agent2"]).get("/api/calls").json()["total"] == 0
    watched = signed_in(office["leader"]).get("/api/calls").json()["items"]
    assert watched[0]["calling_number"] == "139****1234"


def test_others_read_the_words_with_numbers_starred_sign_for_sign(office, talking):
    said = "我的电话是幺三九，零零零零，幺二三四，前年报过一次"
    LiveCall.of(talking).heard(Leg.CALLER, 0.0, 5.0, said)
    path = f"/api/calls/{talking.pk}"
    whole = signed_in(office["agent1"]).get(path).json()
    masked = signed_in(office["leader"]).get(path).json()
    assert whole["utterances"][0]["text"] == said
    assert masked["utterances"][0]["text"] == "我的电话是" + "*" * 13 + "，前年报过一次"
    assert whole["draft"]["fields"]["caller_phone"]["value"] == "13900001234"
    told = masked["draft"]["fields"]["caller_phone"]
    assert (
        told["value"] == "139****1234"
        and told["evidence"] == whole["draft"]["fields"]["caller_phone"]["evidence"]
    )
    assert "13900001234" not in str(masked)
    assert "13900001234" not in str(news(office["leader"], 0)) and "13900001234" in str(
        news(office["agent1"], 0)
    )


def test_a_dispatcher_may_read_the_call_behind_an_order_and_no_other(office, talking):
    client = signed_in(office["dispatcher"])
    assert client.get(f"/api/calls/{talking.pk}").status_code == 404
    post(signed_in(office["agent1"]), f"/api/calls/{talking.pk}/order", {"form": FORM, "decision": "accept"})
    assert client.get(f"/api/calls/{talking.pk}").status_code == 200


@pytest.mark.parametrize("name", ["dispatcher", "clerk"])
def test_other_roles_see_no_calls(office, talking, name):
    client = signed_in(office[name])
    assert client.get("/api/calls").json()["total"] == 0
    assert client.get(f"/api/calls/{talking.pk}").status_code == 404
    assert post(client, f"/api/calls/{talking.pk}/answer").status_code == 403


def test_who_is_not_signed_in_is_told_so(office, talking):
    assert Client().get("/api/calls").status_code == 401
    assert post(Client(), f"/api/calls/{talking.pk}/answer").status_code == 401


def test_a_forged_request_is_refused(office, waiting):
    client = signed_in(office["agent1"], enforce_csrf_checks=True)
    assert post(client, f"/api/calls/{waiting.pk}/answer").status_code == 403
    assert Call.objects.get().agent is None


def test_the_second_agent_gets_a_409(office, waiting):
    path = f"/api/calls/{waiting.pk}/answer"
    assert post(signed_in(office["agent1"]), path).json()["state"] == "talking"
    late = post(signed_in(office["agent2"]), path)
    assert late.status_code == 409 and late.json()["error"]["cure"]


def test_a_call_becomes_an_order_once(office, talking):
    client = signed_in(office["agent1"])
    path = f"/api/calls/{talking.pk}/order"
    made = post(client, path, {"form": FORM, "decision": "accept"})
    assert made.status_code == 200, made.content
    assert (made.json()["state"], made.json()["call"]) == ("accepted", str(talking.pk))
    assert post(client, path, {"form": FORM, "decision": "accept"}).status_code == 409
    assert client.get(f"/api/calls/{talking.pk}").json()["order"] == made.json()["number"]


def test_a_call_that_is_put_away_stays_away_and_only_its_agent_does_it_after_its_end(office, talking):
    client, path = signed_in(office["agent1"]), f"/api/calls/{talking.pk}"
    assert post(client, f"{path}/put-away").status_code == 409
    post(client, f"{path}/hang-up")
    assert post(signed_in(office["agent2"]), f"{path}/put-away").status_code == 403
    assert not client.get(path).json()["put_away"]
    assert post(client, f"{path}/put-away").json()["put_away"]
    assert post(client, f"{path}/put-away").status_code == 200
    assert Event.objects.filter(verb="put_away", key=str(talking.pk)).count() == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"form": FORM, "decision": "perhaps"},
        {"form": FORM | {"category": "99"}, "decision": "accept"},
        {"form": FORM | {"caller_phone": "abc"}, "decision": "accept"},
        {"form": FORM | {"title": "长" * 500}, "decision": "accept"},
    ],
)
def test_a_bad_form_is_refused_in_one_shape(office, talking, body):
    refused = post(signed_in(office["agent1"]), f"/api/calls/{talking.pk}/order", body)
    assert refused.status_code == 422
    assert set(refused.json()["error"]) == {"kind", "message", "cure", "field"}


def test_a_stranger_cannot_save_or_end_the_call(office, talking):
    client = signed_in(office["agent2"])
    body = {"form": FORM, "decision": "accept"}
    assert post(client, f"/api/calls/{talking.pk}/order", body).status_code == 404
    assert post(client, f"/api/calls/{talking.pk}/hang-up").status_code == 403


def test_demo_calls_exist_only_in_a_demonstration(office, settings):
    client = signed_in(office["agent1"])
    settings.DEMO = False
    assert client.get("/api/calls/demo").status_code == 404
    assert post(client, "/api/calls/demo", {"id": "call-01"}).status_code == 404
    settings.DEMO = True
    assert len(client.get("/api/calls/demo").json()) >= 12
    assert post(client, "/api/calls/demo", {"id": "nothing"}).status_code == 404
    assert post(signed_in(office["clerk"]), "/api/calls/demo", {"id": "call-01"}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_a_demo_call_rings_and_speaks_once_it_is_answered(settings):
    settings.DEMO = True
    office = make_office()
    client = signed_in(office["agent1"])
    rung = post(client, "/api/calls/demo", {"id": "call-05"}).json()
    assert rung["state"] == "waiting"
    assert post(client, f"/api/calls/{rung['id']}/answer").json()["state"] == "talking"
    said = []
    for _ in range(150):
        said = client.get(f"/api/calls/{rung['id']}").json()["utterances"]
        if said:
            break
        time.sleep(0.1)
    assert said[0]["leg"] == "agent"
    assert post(client, f"/api/calls/{rung['id']}/hang-up").json()["state"] == "ended"
    _players_end()


def _players_end():
    """The player notices within half a second that it was hung up; its thread must not outlive the database."""
    import threading

    for thread in threading.enumerate():
        if thread.name.startswith("call-"):
            thread.join(timeout=10)
            assert not thread.is_alive()
