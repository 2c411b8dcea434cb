"""Two demands in one call: a draft each, each decided alone, and two orders that know of each other."""

import json

import pytest
from django.utils import timezone

from zhixi.assist.talk import Leg
from zhixi.hotline.calls import saving
from zhixi.hotline.calls.live import LiveCall
from zhixi.hotline.calls.models import Feed
from zhixi.hotline.calls.tests.test_api import signed_in
from zhixi.hotline.calls.tools import Tools
from zhixi.hotline.filling import actions
from zhixi.hotline.filling.models import DraftField, Lesson
from zhixi.hotline.orders.linked import links_of

SAID = (
    (Leg.AGENT, "您好，云汐12345热线，请讲。"),
    (Leg.CALLER, "你好，我要投诉，青榆区锦川路桂花苑门口的路灯坏了半个月没人修。"),
    (Leg.AGENT, "好的，还有其他问题吗？"),
    (Leg.CALLER, "另外还有一个事情，清水路那边工地半夜施工，噪音吵得睡不着。"),
    (Leg.AGENT, "清水路工地夜间施工噪音，几点开始？"),
    (Leg.CALLER, "每天晚上十一点就开始。"),
)


@pytest.fixture
def told(office, talking):
    live = LiveCall.of(talking)
    for n, (leg, text) in enumerate(SAID):
        live.heard(leg, n * 4.0, n * 4 + 3.0, text)
    return talking


def test_the_desk_is_told_of_both(office, told):
    draft = json.loads(Feed.objects.filter(kind="draft").last().body)
    [other] = draft["others"]
    assert "路灯" in draft["fields"]["title"]["value"]
    assert "噪音" in other["fields"]["description"]["value"]
    assert signed_in(office["agent1"]).get(f"/api/calls/{told.pk}").json()["draft"]["others"]


def test_each_demand_gets_units_of_its_own(office, told, monkeypatch):
    asked = []

    def units(self, text, **order):
        asked.append(text)
        return [{"unit": {"code": "lamps", "name": "路灯所"}, "confidence": 0.5, "reasons": []}]

    monkeypatch.setattr(Tools, "units", units)
    LiveCall.of(told).suggest()
    found = json.loads(Feed.objects.filter(kind="units").last().body)
    assert [one["part"] for one in found] == [0, 1]
    assert "路灯" in asked[0] and "噪音" in asked[1]
    shown = signed_in(office["agent1"]).get(f"/api/calls/{told.pk}").json()["units"]
    assert [one["part"] for one in shown] == [0, 1]


def test_each_is_decided_alone_and_they_become_linked_orders(office, told):
    agent, now = office["agent1"], timezone.now()
    second = DraftField.objects.get(call=told, part=1, field="title")
    actions.reject(actor=agent, call_id=told.pk, part=1, field="title", revision=second.revision, now=now)
    assert DraftField.objects.get(call=told, part=0, field="title").state == "offered"
    save = {"actor": agent, "call_id": told.pk, "decision": "accept", "now": now}
    first = saving.save_order(fields={"title": "路灯坏了", "description": "路灯坏了没人修"}, **save)
    other = saving.save_order(fields={"title": "施工噪音", "description": "工地半夜施工"}, part=1, **save)
    assert [part["number"] for part in links_of(first, agent)["parts"]] == [other.number]
    assert [part["number"] for part in links_of(other, agent)["parts"]] == [first.number]
    made = {lesson.part: lesson.made for lesson in Lesson.objects.filter(field="title")}
    assert made == {0: "edited", 1: "rejected"}
    told.refresh_from_db()
    assert told.order == first
