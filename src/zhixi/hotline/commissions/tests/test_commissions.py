"""A question that nothing answered is given to a unit, which writes an article for review or says why not."""

import datetime as dt

import pytest
from django.utils import timezone

from zhixi.errors import BadInput, Conflict, NotAllowed, NotFound
from zhixi.hotline.articles import actions as articles
from zhixi.hotline.articles.models import Article
from zhixi.hotline.audit.models import Event
from zhixi.hotline.commissions import actions, tasks
from zhixi.hotline.commissions.models import Commission
from zhixi.hotline.gaps import actions as gaps
from zhixi.hotline.gaps.choices import GapState
from zhixi.hotline.gaps.models import Gap
from zhixi.hotline.notifications.models import Message

DAY = dt.timedelta(days=1)
WANTED = "夜市摊位怎么申请"
ANSWER = {
    "title": "夜市摊位申请",
    "body": "到东河区城市管理局窗口申请，五个工作日答复。",
    "source": "",
    "clause": "",
}


@pytest.fixture
def gap(people, now):
    return gaps.ask(actor=people["agent"], question=WANTED, now=now)


@pytest.fixture
def given(people, city, gap, now):
    due = timezone.localdate(now) + 10 * DAY
    return actions.give(
        actor=people["supervisor"], gap_id=gap.pk, unit=city["east-cg"], due_on=due, wish="请写材料", now=now
    )


def told(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("user__username", flat=True))


def test_the_unit_writes_what_waits_for_review_and_publishing_answers_the_gap(people, given, now):
    assert told("gap_given") == {"unit_clerk", "unit_lead"}
    article = actions.write(actor=people["unit_clerk"], commission_id=given.pk, fields=ANSWER, now=now)
    assert (article.state, article.unit, article.written_by) == ("review", given.unit, people["unit_clerk"])
    assert Gap.objects.get().state == GapState.DRAFTING
    articles.take(
        actor=people["knowledge_reviewer"],
        key=article.key,
        verb="publish",
        revision=article.revision,
        now=now,
    )
    assert Gap.objects.get().state == GapState.ANSWERED
    verbs = Event.objects.filter(subject="gap").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["note_gap", "give_gap", "write_for_gap"]


def test_a_unit_that_declines_says_why_and_the_gap_is_open_again(people, given, now):
    with pytest.raises(BadInput, match="理由"):
        actions.decline(actor=people["unit_clerk"], commission_id=given.pk, reason=" ", now=now)
    actions.decline(actor=people["unit_clerk"], commission_id=given.pk, reason="应由商务局答复", now=now)
    assert Gap.objects.get().state == GapState.OPEN and told("gap_declined") == {"supervisor"}
    with pytest.raises(Conflict, match="单位不写"):
        actions.write(actor=people["unit_clerk"], commission_id=given.pk, fields=ANSWER, now=now)


def test_what_was_taken_back_can_be_given_to_another(people, city, given, gap, now):
    editor, due = people["knowledge_editor"], given.due_on
    with pytest.raises(Conflict, match="已交办"):
        actions.give(actor=editor, gap_id=gap.pk, unit=city["water"], due_on=due, now=now)
    actions.recall(actor=editor, commission_id=given.pk, reason="改由水务答复", now=now)
    again = actions.give(actor=editor, gap_id=gap.pk, unit=city["water"], due_on=due, now=now)
    assert again.unit == city["water"] and Commission.objects.filter(gap=gap).count() == 2


@pytest.mark.parametrize("who", ["agent", "unit_clerk", "leader", "dispatcher"])
def test_who_does_not_keep_the_base_gives_nothing(people, city, gap, now, who):
    due = timezone.localdate(now) + DAY
    with pytest.raises(NotAllowed):
        actions.give(actor=people[who], gap_id=gap.pk, unit=city["east-cg"], due_on=due, now=now)


@pytest.mark.parametrize("who", ["agent", "knowledge_editor", "supervisor", "district_admin"])
def test_nobody_writes_for_a_unit(people, given, now, who):
    with pytest.raises(NotAllowed):
        actions.write(actor=people[who], commission_id=given.pk, fields=ANSWER, now=now)


def test_another_unit_neither_sees_nor_answers(people, given, now, signed_in):
    with pytest.raises(NotFound):
        actions.write(actor=people["rival"], commission_id=given.pk, fields=ANSWER, now=now)
    assert signed_in("rival").get("/api/commissions").json()["items"] == []
    assert signed_in("west_admin").get("/api/commissions").json()["total"] == 0
    assert signed_in("district_admin").get("/api/commissions").json()["total"] == 1
    assert signed_in("agent").get("/api/commissions").json()["total"] == 0


def test_a_unit_writes_no_article_without_being_asked(people, city, now):
    with pytest.raises(NotAllowed):
        articles.contribute(actor=people["rival"], key="x", unit=city["east-cg"], fields=ANSWER, now=now)
    assert not Article.objects.exists()


@pytest.mark.parametrize(("days", "unit", "field"), [(0, "east-cg", "due_on"), (3, "old", "unit")])
def test_a_day_that_passed_and_a_unit_that_closed_are_refused(people, city, gap, now, days, unit, field):
    due = timezone.localdate(now) + days * DAY
    with pytest.raises(BadInput) as refused:
        actions.give(actor=people["supervisor"], gap_id=gap.pk, unit=city[unit], due_on=due, now=now)
    assert refused.value.field == field


def test_an_answer_without_text_leaves_everything_as_it_was(people, given, now):
    with pytest.raises(BadInput):
        actions.write(
            actor=people["unit_clerk"], commission_id=given.pk, fields=ANSWER | {"body": " "}, now=now
        )
    assert not Article.objects.exists() and Gap.objects.get().state == GapState.ASSIGNED


def test_units_are_reminded_once_before_and_once_after_the_day(people, given, now):
    assert tasks.remind(now) == 0
    assert tasks.remind(now + 8 * DAY) == 1 and tasks.remind(now + 9 * DAY) == 0
    assert told("gap_given_soon") == {"unit_clerk", "unit_lead"}
    assert tasks.remind(now + 11 * DAY) == 1 and tasks.remind(now + 12 * DAY) == 0
    assert told("gap_given_overdue") == {"unit_clerk", "unit_lead"}


def test_over_the_api_from_the_gap_to_the_draft(given, signed_in):
    clerk = signed_in("unit_clerk")
    page = clerk.get("/api/commissions").json()
    row = page["items"][0]
    assert (row["question"], row["wish"], row["overdue"]) == (WANTED, "请写材料", False)
    assert page["may_answer"] and not page["may_give"]
    done = clerk.send(f"/api/commissions/{row['id']}/write", ANSWER).json()
    assert (done["outcome"], done["article_state"]) == ("written", "review")
    gone = signed_in("knowledge_editor").get("/api/commissions?open=false").json()
    assert [one["outcome"] for one in gone["items"]] == ["written"]


def test_giving_over_the_api_names_an_unknown_unit(people, gap, signed_in):
    editor = signed_in("knowledge_editor")
    due = (timezone.localdate() + 5 * DAY).isoformat()
    bad = editor.send("/api/commissions", {"gap": gap.pk, "unit": "nowhere", "due_on": due})
    assert bad.status_code == 422 and "nowhere" in bad.content.decode()
    good = editor.send("/api/commissions", {"gap": gap.pk, "unit": "east-cg", "due_on": due})
    assert good.status_code == 200 and good.json()["unit"]["code"] == "east-cg"
    assert editor.get("/api/gaps?state=assigned").json()["total"] == 1
