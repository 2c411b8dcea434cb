"""What became of suggestions: seen by those who inspect and teach, counted a field each, and exported without anybody in it."""

import json

import pytest
from django.utils import timezone

from zhixi.assist.talk import Leg
from zhixi.errors import NotAllowed
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.audit.models import Event
from zhixi.hotline.calls import saving
from zhixi.hotline.calls.live import LiveCall
from zhixi.hotline.calls.tests.test_api import post, signed_in
from zhixi.hotline.filling import actions, teaching
from zhixi.hotline.filling.models import DraftField, Lesson

SAID = (
    (Leg.CALLER, "我要投诉，青榆区锦川路十八号的路灯不亮，三天了，我电话幺三九零零零零幺二三四。"),
    (Leg.AGENT, "请问您贵姓？"),
    (Leg.CALLER, "我姓陈。"),
    (Leg.AGENT, "好的陈先生，马上登记。"),
)


@pytest.fixture
def taught(office, talking):
    live = LiveCall.of(talking)
    for n, (leg, text) in enumerate(SAID):
        live.heard(leg, n * 4.0, n * 4 + 3.0, text)
    agent, now = office["agent1"], timezone.now()
    title = DraftField.objects.get(call=talking, field="title")
    actions.reject(actor=agent, call_id=talking.pk, part=0, field="title", revision=title.revision, now=now)
    fields = {
        "title": "陈先生反映路灯不亮",
        "description": "陈先生（电话13900001234）反映锦川路路灯不亮。",
        "caller_name": "陈先生",
        "caller_phone": "13900001234",
        "request_type": "complaint",
    }
    saving.save_order(
        actor=agent, call_id=talking.pk, fields=fields, decision="accept", reasons={"unsaid": "据实"}, now=now
    )
    return talking


def person(role):
    return User.objects.create_user(username=role.value, name=role.label, role=role)


def test_accuracy_is_counted_a_field_each(office, taught):
    rows = {row["field"]: row for row in teaching.accuracy(teaching.narrowed(office["leader"]))}
    assert rows["caller_phone"] | {"label": ""} == {
        "field": "caller_phone",
        "label": "",
        "n": 1,
        "accepted": 0,
        "kept": 1,
        "edited": 0,
        "rejected": 0,
        "accuracy": 1.0,
    }
    assert rows["title"]["accuracy"] == 0.0
    assert sum(row["n"] for row in rows.values()) == Lesson.objects.count()


@pytest.mark.parametrize("role", [Role.QA_INSPECTOR, Role.TRAINER, Role.KNOWLEDGE_EDITOR, Role.SUPERVISOR])
def test_those_who_inspect_and_teach_see_all_masked(office, taught, role):
    client = signed_in(person(role))
    items = client.get("/api/lessons").json()["items"]
    assert len(items) == Lesson.objects.count()
    shown = json.dumps(items, ensure_ascii=False)
    assert "13900001234" not in shown and "幺三九零零零零幺二三四" not in shown
    kind = next(row for row in items if row["field"] == "request_type")
    assert (kind["suggested"], kind["final"]) == ("投诉", "投诉") and "complaint" not in shown
    assert {row["field"] for row in client.get("/api/lessons?made=rejected").json()["items"]} >= {"title"}
    assert client.get("/api/lessons/accuracy").status_code == 200


def test_an_agent_sees_what_became_of_his_own(office, taught):
    assert signed_in(office["agent1"]).get("/api/lessons").json()["total"] == Lesson.objects.count()
    assert signed_in(office["agent2"]).get("/api/lessons").json()["total"] == 0


@pytest.mark.parametrize("name", ["dispatcher", "clerk"])
def test_nobody_else_sees_any(office, taught, name):
    assert not Lesson.objects.visible_to(office[name]).exists()
    assert signed_in(office[name]).get("/api/lessons").status_code == 403
    with pytest.raises(NotAllowed):
        teaching.export(actor=office[name], now=timezone.now())


def test_the_export_teaches_without_naming_anybody(office, taught):
    answer = post(signed_in(office["leader"]), "/api/lessons/export", {})
    text = b"".join(answer.streaming_content).decode()
    rows = [json.loads(line) for line in text.splitlines()]
    assert len(rows) == Lesson.objects.count() > 5
    for hidden in ("13900001234", "幺三九零", "陈先生", "agent1"):
        assert hidden not in text
    name = next(row for row in rows if row["field"] == "caller_name")
    assert (name["suggested"], name["final"], name["words"], name["made"]) == (None, None, [], "kept")
    address = next(row for row in rows if row["field"] == "address")
    assert "锦川路" in str(address["suggested"]) and address["words"]
    assert Event.objects.get(subject="lessons").data == {"rows": len(rows)}
    assert post(signed_in(office["agent1"]), "/api/lessons/export", {}).status_code == 403
