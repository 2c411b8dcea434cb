"""An agent's word on a field stands, whatever the talk suggests later; every decision leaves its lesson."""

import json

import pytest
from django.utils import timezone

from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.calls import saving
from zhixi.hotline.calls.models import Feed
from zhixi.hotline.filling import actions
from zhixi.hotline.filling.choices import FieldState, Made
from zhixi.hotline.filling.keeping import keep
from zhixi.hotline.filling.models import DraftField, Lesson

WORDS = [{"utterance": 1, "start": 0, "end": 4}]


def drafted(call, part=0, **values):
    fields = {name: {"value": value, "confidence": 0.8, "evidence": WORDS} for name, value in values.items()}
    return keep(call=call, drafts=[{}] * part + [fields])[part]


def row(call, field, part=0) -> DraftField:
    return DraftField.objects.get(call=call, field=field, part=part)


def do(verb, person, call, field, *, part=0, **more):
    known = {"revision": row(call, field, part).revision} if verb in ("accept", "reject") else {}
    arguments = {"actor": person, "call_id": call.pk, "part": part, "field": field, "now": timezone.now()}
    return getattr(actions, verb)(**arguments | known | more)


def test_what_is_written_by_hand_is_not_changed_by_a_later_draft(office, talking):
    drafted(talking, title="关于路灯的问题")
    do("edit", office["agent1"], talking, "title", change={"title": "关于锦川路路灯的问题"}, version=0)
    marks = drafted(talking, title="关于井盖的问题")
    held = row(talking, "title")
    assert marks["title"]["state"] == held.state == FieldState.EDITED
    assert json.loads(held.own) == {"title": "关于锦川路路灯的问题"}
    drafted(talking)
    assert json.loads(row(talking, "title").own) == {"title": "关于锦川路路灯的问题"}


def test_what_was_accepted_is_not_changed_by_a_later_draft(office, talking):
    drafted(talking, category={"code": "01.01", "path": "市政/路灯"})
    do("accept", office["agent1"], talking, "category")
    assert drafted(talking, category={"code": "01", "path": "市政"})["category"]["state"] == "accepted"
    assert json.loads(row(talking, "category").own) == {"category": "01.01"}


def test_a_rejected_suggestion_does_not_come_back_and_another_does(office, talking):
    drafted(talking, caller_name="陈先生")
    do("reject", office["agent1"], talking, "caller_name")
    assert drafted(talking, caller_name="陈先生")["caller_name"]["state"] == "rejected"
    assert drafted(talking, caller_name="程先生")["caller_name"]["state"] == "offered"
    assert drafted(talking, caller_name="陈先生")["caller_name"]["state"] == "rejected"


def test_a_rejected_suggestion_that_was_taken_back_meanwhile_does_not_come_back_either(office, talking):
    drafted(talking, caller_name="陈先生")
    do("reject", office["agent1"], talking, "caller_name")
    drafted(talking)
    assert drafted(talking, caller_name="陈先生")["caller_name"]["state"] == "rejected"


def test_a_suggestion_that_changed_under_the_finger_is_not_accepted(office, talking):
    drafted(talking, title="关于路灯的问题")
    drafted(talking, title="关于井盖的问题")
    for verb in ("accept", "reject"):
        with pytest.raises(Conflict, match="刚刚更新"):
            do(verb, office["agent1"], talking, "title", revision=1)
    assert row(talking, "title").state == FieldState.OFFERED and not Lesson.objects.exists()


def test_two_pages_do_not_overwrite_each_other_unseen(office, talking):
    agent = office["agent1"]
    drafted(talking, title="关于路灯的问题")
    do("edit", agent, talking, "title", change={"title": "一"}, version=0)
    with pytest.raises(Conflict, match="另一个页面"):
        do("edit", agent, talking, "title", change={"title": "二"}, version=0)
    form = {"title": "二", "description": "路灯不亮"}
    with pytest.raises(Conflict, match="没有保存"):
        saving.save_order(
            actor=agent,
            call_id=talking.pk,
            fields=form,
            decision="accept",
            versions={"title": 0},
            now=timezone.now(),
        )
    saving.save_order(
        actor=agent,
        call_id=talking.pk,
        fields=form,
        decision="accept",
        versions={"title": 1},
        now=timezone.now(),
    )


def test_a_draft_that_comes_while_the_agent_types_is_no_conflict(office, talking):
    agent = office["agent1"]
    do_edit = {"change": {"title": "关于锦"}, "version": 0}
    drafted(talking, title="关于路灯的问题")
    do("edit", agent, talking, "title", **do_edit)
    drafted(talking, title="关于井盖的问题")
    do("edit", agent, talking, "title", change={"title": "关于锦川路"}, version=1)
    assert json.loads(row(talking, "title").own) == {"title": "关于锦川路"}


def test_all_that_is_offered_is_accepted_at_once_but_nothing_unseen(office, talking):
    drafted(talking, title="甲", subject="乙", demand="丙")
    do("reject", office["agent1"], talking, "demand")
    seen = {"title": 1, "subject": 1, "demand": 1}
    drafted(talking, title="甲", subject="另一个", demand="丙")
    taken = actions.accept_all(
        actor=office["agent1"], call_id=talking.pk, part=0, revisions=seen, now=timezone.now()
    )
    assert [one.field for one in taken] == ["title"]
    assert row(talking, "subject").state == FieldState.OFFERED


def test_each_decision_is_a_lesson_with_the_words_who_and_when(office, talking):
    agent = office["agent1"]
    drafted(talking, title="甲", subject="乙", demand="丙", description="丁")
    do("accept", agent, talking, "title")
    do("reject", agent, talking, "subject")
    do("edit", agent, talking, "demand", change={"demand": "丙丙"}, version=0)
    do("edit", agent, talking, "description", change={"description": ""}, version=0)
    made = {lesson.field: lesson for lesson in Lesson.objects.all()}
    assert {name: lesson.made for name, lesson in made.items()} == {
        "title": Made.ACCEPTED,
        "subject": Made.REJECTED,
        "demand": Made.EDITED,
        "description": Made.REJECTED,
    }
    lesson = made["demand"]
    assert (json.loads(lesson.suggested), json.loads(lesson.final)) == ("丙", {"demand": "丙丙"})
    assert (lesson.evidence, lesson.confidence, lesson.by) == ([[1, 0, 4]], 0.8, agent)


def test_who_changes_their_mind_leaves_one_lesson_with_the_last_word(office, talking):
    drafted(talking, title="甲")
    do("reject", office["agent1"], talking, "title")
    do("accept", office["agent1"], talking, "title")
    assert [lesson.made for lesson in Lesson.objects.all()] == [Made.ACCEPTED]
    assert drafted(talking, title="甲")["title"]["state"] == "accepted"


def test_the_other_pages_are_told(office, talking):
    drafted(talking, title="甲")
    do("accept", office["agent1"], talking, "title")
    told = json.loads(Feed.objects.filter(kind="field").get().body)
    assert told == {
        "part": 0,
        "fields": {"title": {"state": "accepted", "revision": 1, "version": 1, "own": {"title": "甲"}}},
    }


@pytest.mark.parametrize("name", ["agent2", "leader", "dispatcher", "clerk"])
def test_only_the_calls_own_agent_decides(office, talking, name):
    drafted(talking, title="甲")
    for verb, more in (("accept", {}), ("reject", {}), ("edit", {"change": {"title": "乙"}, "version": 0})):
        with pytest.raises(NotAllowed):
            do(verb, office[name], talking, "title", **more)
    assert row(talking, "title").state == FieldState.OFFERED


def test_a_saved_demand_is_closed_and_the_other_is_not(office, talking):
    agent = office["agent1"]
    keep(
        call=talking,
        drafts=[
            {"title": {"value": "甲", "confidence": 0.8, "evidence": WORDS}},
            {"title": {"value": "乙", "confidence": 0.8, "evidence": WORDS}},
        ],
    )
    save = {"actor": agent, "call_id": talking.pk, "decision": "accept", "now": timezone.now()}
    first = saving.save_order(fields={"title": "甲", "description": "路灯不亮"}, **save)
    with pytest.raises(Conflict, match="已经立单"):
        do("accept", agent, talking, "title")
    do("accept", agent, talking, "title", part=1)
    second = saving.save_order(fields={"title": "乙", "description": "井盖坏了"}, part=1, **save)
    assert (second.split_from, second.calling_number) == (first, talking.calling_number)
    assert [one.part for one in talking.filed.order_by("part")] == [0, 1]
    with pytest.raises(Conflict, match="已立单"):
        saving.save_order(fields={"title": "乙", "description": "井盖坏了"}, part=1, **save)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("nothing", {}),
        ("title", {"subject": "甲"}),
        ("title", {"title": "长" * 500}),
        ("urgency", {"urgency": "soon"}),
        ("address", {"address": "锦川路"}),
        ("title", {"title": {"a": 1}}),
    ],
)
def test_what_a_field_cannot_hold_is_refused(office, talking, field, change):
    with pytest.raises(BadInput):
        do("edit", office["agent1"], talking, field, change=change, version=0)
    assert not DraftField.objects.exists()


def test_a_waiting_call_has_no_fields_to_decide(office, waiting):
    with pytest.raises(NotAllowed):
        actions.edit(
            actor=office["agent1"],
            call_id=waiting.pk,
            part=0,
            field="title",
            change={"title": "甲"},
            version=0,
            now=timezone.now(),
        )
