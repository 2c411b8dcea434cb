"""Units are asked whether their articles hold, are reminded, and agents see what nobody confirmed."""

import datetime as dt

import pytest
from django.utils import timezone

from zhixi.errors import BadInput, Conflict, NotAllowed, NotFound
from zhixi.hotline.articles import actions as articles
from zhixi.hotline.articles.queries import notices
from zhixi.hotline.confirmations import actions, tasks
from zhixi.hotline.confirmations.models import Confirmation
from zhixi.hotline.notifications.models import Message

DAY = dt.timedelta(days=1)


@pytest.fixture
def answer(people, now):
    """An article of east-cg that is out."""
    fields = {"title": "摆摊怎么申请", "body": "到东河区城市管理局窗口申请。", "unit": "east-cg"}
    article = articles.write(actor=people["knowledge_editor"], key="baitan", fields=fields, now=now)
    for who, verb in (("knowledge_editor", "submit"), ("knowledge_reviewer", "publish")):
        article = articles.take(
            actor=people[who], key=article.key, verb=verb, revision=article.revision, now=now
        )
    return article


@pytest.fixture
def asked(people, city, answer, now):
    due = timezone.localdate(now) + 10 * DAY
    return actions.ask(actor=people["knowledge_editor"], unit=city["east-cg"], due_on=due, now=now)[0]


def test_the_unit_confirms_and_agents_see_nothing(people, asked, now):
    actions.confirm(actor=people["unit_clerk"], confirmation_id=asked.pk, now=now)
    assert notices(["baitan"], now + 30 * DAY) == {}
    with pytest.raises(Conflict, match="已答复"):
        actions.confirm(actor=people["unit_lead"], confirmation_id=asked.pk, now=now)


def test_what_nobody_confirmed_in_time_says_so(asked, now):
    assert notices(["baitan"], now + 10 * DAY) == {}
    assert notices(["baitan"], now + 11 * DAY) == {"baitan": "未经单位确认"}


def test_a_unit_says_what_must_change_and_the_editors_read_it(people, asked, now, signed_in):
    with pytest.raises(BadInput, match="写明"):
        actions.report_change(actor=people["unit_clerk"], confirmation_id=asked.pk, note="", now=now)
    actions.report_change(actor=people["unit_clerk"], confirmation_id=asked.pk, note="改为网上申请", now=now)
    marks = signed_in("knowledge_editor").get("/api/articles/baitan").json()["marks"]
    assert [(mark["made"], mark["note"]) for mark in marks] == [("outdated", "改为网上申请")]


@pytest.mark.parametrize("who", ["agent", "knowledge_editor", "leader"])
def test_nobody_answers_for_a_unit(people, asked, now, who):
    with pytest.raises(NotAllowed):
        actions.confirm(actor=people[who], confirmation_id=asked.pk, now=now)


@pytest.mark.parametrize("who", ["rival", "west_admin", "helper"])
def test_another_unit_neither_sees_nor_answers(people, asked, now, signed_in, who):
    assert signed_in(who).get("/api/confirmations").json()["total"] == 0
    with pytest.raises(NotFound):
        actions.confirm(actor=people[who], confirmation_id=asked.pk, now=now)


def test_a_unit_and_its_district_see_what_is_asked_in_the_words_that_are_out(
    people, asked, answer, now, signed_in
):
    articles.write(
        actor=people["knowledge_editor"],
        key="baitan",
        fields={"title": "还没审的标题"},
        revision=answer.revision,
        now=now,
    )
    for who in ("unit_clerk", "district_admin"):
        assert [row["title"] for row in signed_in(who).get("/api/confirmations").json()["items"]] == [
            "摆摊怎么申请"
        ]


@pytest.mark.parametrize("who", ["agent", "unit_lead", "system_admin"])
def test_only_those_who_keep_the_base_ask(people, city, answer, now, who):
    with pytest.raises(NotAllowed):
        actions.ask(actor=people[who], unit=city["east-cg"], due_on=timezone.localdate(now) + DAY, now=now)


def test_nothing_is_asked_twice_nor_for_a_day_that_has_passed(people, city, asked, now):
    ask = {"actor": people["knowledge_editor"], "unit": city["east-cg"], "now": now}
    with pytest.raises(BadInput, match="没有可要求确认"):
        actions.ask(due_on=timezone.localdate(now) + DAY, **ask)
    with pytest.raises(BadInput, match="晚于今天"):
        actions.ask(due_on=timezone.localdate(now), **ask)


def told(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("user__username", flat=True))


def test_the_unit_is_told_and_reminded_once_before_the_day_and_once_after(asked, now):
    assert told("confirm") == {"unit_clerk", "unit_lead"}
    assert tasks.remind(now) == 0
    assert tasks.remind(now + 8 * DAY) == 1 and tasks.remind(now + 8 * DAY) == 0
    assert told("confirm_soon") == {"unit_clerk", "unit_lead"} and told("confirm_overdue") == set()
    assert tasks.remind(now + 11 * DAY) == 1 and tasks.remind(now + 12 * DAY) == 0
    assert told("confirm_overdue") == {"unit_clerk", "unit_lead"}


def test_nobody_is_reminded_of_what_was_answered(people, asked, now):
    actions.confirm(actor=people["unit_clerk"], confirmation_id=asked.pk, now=now)
    assert tasks.remind(now + 11 * DAY) == 0


def test_it_is_asked_and_answered_over_http(people, answer, signed_in):
    due = (timezone.localdate() + 5 * DAY).isoformat()
    made = signed_in("knowledge_editor").send("/api/confirmations", {"unit": "east-cg", "due_on": due})
    assert made.status_code == 200, made.content
    path = f"/api/confirmations/{made.json()[0]['id']}/confirm"
    assert signed_in("rival").send(path, {}).status_code == 404
    assert signed_in("unit_lead").send(path, {}).json()["answer"] == "confirmed"
    assert Confirmation.objects.get().by == people["unit_lead"]
