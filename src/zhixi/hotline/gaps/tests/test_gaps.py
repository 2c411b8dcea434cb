"""A question that nothing answered is counted with those like it, and ends as an article or with a reason."""

import pytest
from django.utils import timezone

from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.articles import actions as articles
from zhixi.hotline.articles import marking
from zhixi.hotline.articles.models import Article, Mark
from zhixi.hotline.calls import feed, saving
from zhixi.hotline.calls.models import Call
from zhixi.hotline.gaps import actions
from zhixi.hotline.gaps.choices import GapState
from zhixi.hotline.gaps.likeness import likeness
from zhixi.hotline.gaps.models import Gap
from zhixi.hotline.orders.models import Order

WANTED = "养老院护工证怎么考"


@pytest.fixture(autouse=True)
def own_index(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def gap(people):
    return actions.ask(actor=people["agent"], question=WANTED, now=timezone.now())


def test_questions_alike_are_one_gap_and_the_most_wanted_stands_first(people, gap, signed_in):
    actions.ask(actor=people["other_agent"], question="请问养老院的护工证要怎么考呢？", now=timezone.now())
    actions.ask(actor=people["agent"], question="海钓许可证在哪里领", now=timezone.now())
    rows = signed_in("knowledge_editor").get("/api/gaps").json()["items"]
    assert [(row["question"], row["asked"]) for row in rows] == [(WANTED, 2), ("海钓许可证在哪里领", 1)]


def test_one_person_counts_once_a_day(people, gap):
    again = actions.ask(actor=people["agent"], question=WANTED, now=timezone.now())
    assert again.pk == gap.pk and again.askings.count() == 1


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("居住证怎么办理", "请问居住证要怎么办", True),
        ("医保报销比例是多少", "你好，我想问一下医保的报销比例", True),
        ("居住证怎么办理", "身份证怎么办理", False),
        ("医保报销比例是多少", "公积金提取比例是多少", False),
    ],
)
def test_what_is_asked_tells_questions_apart_and_not_how(one, other, alike):
    assert (likeness(one, other) >= 0.6) is alike


def test_numbers_are_masked(people):
    made = actions.ask(actor=people["agent"], question="手机13900001234欠费怎么查", now=timezone.now())
    assert "13900001234" not in made.question


def test_an_enquiry_saved_without_an_answer_is_a_gap_with_its_call(people, fields, now):
    call = Call.objects.create(agent=people["agent"], state="ended", offered_at=now)
    feed.append(
        call, "answers", {"answered": False, "confidence": 0, "cards": [], "question": WANTED}, at=now
    )
    asked = fields | {"request_type": "enquiry"}
    order = saving.save_order(
        actor=people["agent"], call_id=call.pk, fields=asked, decision="accept", now=now
    )
    assert isinstance(order, Order)
    assert [(one.call_id, one.question) for one in Gap.objects.get().askings.all()] == [(call.pk, WANTED)]


@pytest.mark.parametrize("kept", ["confidential", "anonymous"])
def test_what_somebody_asked_who_will_not_be_known_is_none(people, fields, now, kept):
    call = Call.objects.create(agent=people["agent"], state="ended", offered_at=now)
    told = {"answered": False, "confidence": 0, "cards": [], "question": WANTED}
    feed.append(call, "answers", told, at=now)
    asked = fields | {"request_type": "enquiry", kept: True}
    order = saving.save_order(
        actor=people["agent"], call_id=call.pk, fields=asked, decision="accept", now=now
    )
    assert getattr(order, kept) and not Gap.objects.exists()


@pytest.mark.parametrize(
    ("answered", "kind", "keys"),
    [(True, "enquiry", ()), (False, "complaint", ()), (False, "enquiry", ("a",))],
)
def test_what_was_answered_or_is_no_enquiry_is_none(people, fields, now, answered, kind, keys):
    call = Call.objects.create(agent=people["agent"], state="ended", offered_at=now)
    told = {"answered": answered, "confidence": 0, "cards": [], "question": WANTED}
    feed.append(call, "answers", told, at=now)
    saving.save_order(
        actor=people["agent"],
        call_id=call.pk,
        fields=fields | {"request_type": kind},
        decision="accept",
        article_keys=keys,
        now=now,
    )
    assert not Gap.objects.exists()


def write_for(people, gap):
    fields = {"title": WANTED, "body": "参加民政局的培训，考核合格后发证。"}
    return actions.draft(
        actor=people["knowledge_editor"], gap_id=gap.pk, key="hugong", fields=fields, now=timezone.now()
    )


def publish(people, article):
    for who, verb in (("knowledge_editor", "submit"), ("knowledge_reviewer", "publish")):
        article = articles.take(
            actor=people[who], key=article.key, verb=verb, revision=article.revision, now=timezone.now()
        )
    return article


def test_a_draft_is_written_for_it_and_it_is_answered_when_that_is_published(people, gap):
    article = write_for(people, gap)
    gap.refresh_from_db()
    assert gap.state == GapState.DRAFTING and gap.article == article
    publish(people, article)
    gap.refresh_from_db()
    assert gap.state == GapState.ANSWERED
    with pytest.raises(Conflict):
        actions.close(actor=people["knowledge_editor"], gap_id=gap.pk, reason="不需要", now=timezone.now())


def test_closing_needs_a_reason_and_more_of_the_same_stays_closed(people, gap):
    close = {"actor": people["knowledge_editor"], "gap_id": gap.pk, "now": timezone.now()}
    with pytest.raises(BadInput, match="理由"):
        actions.close(reason=" ", **close)
    actions.close(reason="由民政热线答复", **close)
    same = actions.ask(actor=people["other_agent"], question=WANTED, now=timezone.now())
    assert (same.pk, same.state, same.asked) == (gap.pk, GapState.CLOSED, 2)


def test_a_bad_draft_leaves_the_gap_as_it_was(people, gap):
    with pytest.raises(BadInput):
        actions.draft(
            actor=people["knowledge_editor"],
            gap_id=gap.pk,
            key="k",
            fields={"title": "", "body": ""},
            now=timezone.now(),
        )
    gap.refresh_from_db()
    assert gap.state == GapState.OPEN and not Article.objects.exists()


@pytest.mark.parametrize("who", ["agent", "unit_clerk", "leader"])
def test_only_editors_decide(people, gap, signed_in, who):
    assert signed_in(who).send(f"/api/gaps/{gap.pk}/close", {"reason": "不需要"}).status_code == 403
    gap.refresh_from_db()
    assert gap.state == GapState.OPEN


def test_who_sees_gaps(people, gap, signed_in):
    seen = {
        who: signed_in(who).get("/api/gaps").json()["total"] for who in ("agent", "other_agent", "unit_clerk")
    }
    assert seen == {"agent": 1, "other_agent": 0, "unit_clerk": 0}
    assert signed_in("rival").get(f"/api/gaps/{gap.pk}").status_code == 404
    with pytest.raises(NotAllowed):
        actions.ask(actor=people["unit_clerk"], question=WANTED, now=timezone.now())


@pytest.fixture
def answer(people, gap):
    return publish(people, write_for(people, gap))


def test_what_agents_say_of_an_answer_is_shown_to_editors(people, answer, signed_in):
    path = f"/api/articles/{answer.key}"
    agent, editor = signed_in("agent"), signed_in("knowledge_editor")
    assert agent.send(path + "/marks", {"made": "wrong", "note": ""}).status_code == 422
    assert agent.send(path + "/marks", {"made": "used", "note": "有用"}).status_code == 422
    assert agent.send(path + "/marks", {"made": "outdated", "note": "窗口搬了"}).status_code == 200
    assert [mark["note"] for mark in editor.get(path).json()["marks"]] == ["窗口搬了"]
    assert agent.get(path).json()["marks"] == []
    assert signed_in("leader").send(path + "/marks", {"made": "wrong", "note": "不对"}).status_code == 403


def test_a_new_version_begins_without_marks(people, answer, signed_in):
    marking.mark(actor=people["agent"], key=answer.key, made="wrong", note="电话错了", now=timezone.now())
    changed = articles.write(
        actor=people["knowledge_editor"],
        key=answer.key,
        fields={"body": "改好了。"},
        revision=answer.revision,
        now=timezone.now(),
    )
    publish(people, changed)
    assert signed_in("knowledge_editor").get(f"/api/articles/{answer.key}").json()["marks"] == []
    assert Mark.objects.count() == 1


def test_an_order_answered_with_an_article_marks_it_used(people, answer, fields, signed_in):
    from zhixi.hotline.orders import actions as orders

    now = timezone.now()
    order = orders.create_draft(actor=people["agent"], fields=fields | {"request_type": "enquiry"}, now=now)
    order = orders.accept(actor=people["agent"], order=order, now=now)
    orders.answer(
        actor=people["agent"], order=order, now=now, text="按条目答复", article_keys=("hugong", "没有这条")
    )
    assert signed_in("knowledge_editor").get("/api/articles/hugong").json()["used"] == 1
