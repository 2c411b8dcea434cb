"""Answers that citizens accepted and no article holds are grouped, offered once, and written or let be."""

import datetime as dt

import pytest

from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.articles import actions as articles
from zhixi.hotline.articles.models import Article
from zhixi.hotline.callbacks.models import Callback
from zhixi.hotline.candidates import actions
from zhixi.hotline.candidates.models import Candidate, Reach, Source
from zhixi.hotline.candidates.tasks import gather
from zhixi.hotline.orders.choices import RequestType, State
from zhixi.hotline.orders.models import Order, Reply

HOUR = dt.timedelta(hours=1)
TEXT = {"title": "夜市摊位申请", "body": "到城管窗口申请。"}


@pytest.fixture(autouse=True)
def own_index(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def solved(people, city, now):
    """An enquiry that ended; said=None: on the spot, without a callback."""

    def make(title: str, said: str | None = "satisfied", settled: bool = True, **changed) -> Order:
        n = Order.objects.count()
        spot = said is None
        values = {
            "number": f"20261101-{n:06}",
            "request_type": RequestType.ENQUIRY,
            "state": State.CONCLUDED,
            "title": title,
            "caller_name": "陈小明",
            "caller_phone": "13900001234",
            "created_by": people["agent"],
            "created_at": now - HOUR,
            "concluded_at": now - HOUR + dt.timedelta(minutes=n),
            "answered_on_the_spot": spot,
            "answer": "到东河区城管窗口申请，陈小明您好。" if spot else "",
            "unit": None if spot else city["east-cg"],
        }
        order = Order.objects.create(**values | changed)
        if not spot:
            Reply.objects.create(
                order=order,
                unit=city["east-cg"],
                by=people["unit_clerk"],
                at=now,
                text="陈小明（13900001234）您好，夜市摊位到城管窗口申请。",
                accepted=True,
            )
            Callback.objects.create(
                order=order, at=now, attempt=1, reached=True, solved=settled, satisfaction=said
            )
        return order

    return make


def test_alike_questions_are_one_candidate_without_the_caller(solved, now):
    solved("关于咨询夜市摊位怎么申请的问题")
    solved("咨询夜市摊位如何申请", None)
    assert gather(now) == 2 and gather(now) == 0
    found = Candidate.objects.get()
    assert (found.question, found.times) == ("夜市摊位怎么申请", 2)
    assert "陈小明" not in found.answer and "13900001234" not in found.answer


@pytest.mark.parametrize(
    ("said", "settled", "changed"),
    [
        ("dissatisfied", True, {}),
        ("satisfied", False, {}),
        ("satisfied", True, {"request_type": RequestType.COMPLAINT}),
        ("satisfied", True, {"state": State.HANDLING}),
        ("satisfied", True, {"title": "咨询"}),
        ("satisfied", True, {"confidential": True}),
        (None, True, {"anonymous": True}),
        (None, True, {"reopened": 1}),
        (None, True, {"answer": " "}),
    ],
)
def test_what_was_not_accepted_is_no_enquiry_says_nothing_or_is_confidential_is_none(
    solved, now, said, settled, changed
):
    solved(**{"title": "夜市摊位怎么申请", "said": said, "settled": settled} | changed)
    assert gather(now) == 0 and not Candidate.objects.exists()


def test_what_an_article_answers_is_not_offered(people, solved, now):
    matters = ("夜市摊位怎么申请", "居住证办理", "公积金提取", "护照申请", "水表过户", "高龄津贴申领")
    for n, title in enumerate(matters):
        fields = {"title": title, "body": f"{title}到窗口办理。"}
        made = articles.write(actor=people["knowledge_editor"], key=f"a{n}", fields=fields, now=now)
        for who, verb in (("knowledge_editor", "submit"), ("knowledge_reviewer", "publish")):
            made = articles.take(actor=people[who], key=made.key, verb=verb, revision=made.revision, now=now)
    solved("关于咨询夜市摊位怎么申请的问题")
    solved("海钓许可证在哪里领")
    assert gather(now) == 1 and Candidate.objects.get().question == "海钓许可证在哪里领"


def test_accepting_writes_a_draft_and_nobody_decides_twice(people, solved, now):
    solved("夜市摊位怎么申请")
    gather(now)
    one, editor = Candidate.objects.get(), people["knowledge_editor"]
    article = actions.accept(actor=editor, candidate_id=one.pk, key="yeshi", fields=TEXT, now=now)
    assert article.state == "draft" and Candidate.objects.get().article == article
    with pytest.raises(Conflict, match="已采纳"):
        actions.dismiss(actor=editor, candidate_id=one.pk, reason="重复", now=now)


def test_what_was_dismissed_counts_up_and_is_not_offered_again(people, solved, now):
    solved("夜市摊位怎么申请")
    gather(now)
    one, editor = Candidate.objects.get(), people["knowledge_editor"]
    with pytest.raises(BadInput, match="理由"):
        actions.dismiss(actor=editor, candidate_id=one.pk, reason=" ", now=now)
    actions.dismiss(actor=editor, candidate_id=one.pk, reason="只是个别情况", now=now)
    solved("请问夜市摊位怎样申请")
    assert gather(now) == 1
    one.refresh_from_db()
    assert (one.state, one.times, Candidate.objects.count()) == ("dismissed", 2, 1)


@pytest.mark.parametrize("who", ["agent", "unit_clerk", "supervisor", "leader"])
def test_others_neither_see_nor_decide(people, solved, now, who, signed_in):
    solved("夜市摊位怎么申请")
    gather(now)
    one = Candidate.objects.get()
    with pytest.raises(NotAllowed):
        actions.accept(actor=people[who], candidate_id=one.pk, key="x", fields=TEXT, now=now)
    assert signed_in(who).get("/api/candidates").json()["items"] == []
    assert signed_in(who).get(f"/api/candidates/{one.pk}").status_code == 404
    assert not Article.objects.exists()


def test_beginning_again_puts_no_order_twice(solved, now):
    solved("夜市摊位怎么申请")
    gather(now)
    Reach.objects.all().delete()
    assert gather(now) == 0 and Source.objects.count() == 1


def test_over_the_api_with_the_orders_behind_it(people, solved, now, signed_in):
    for title in ("夜市摊位怎么申请", "请问夜市摊位怎么申请", "海钓许可证在哪里领"):
        solved(title)
    gather(now)
    editor = signed_in("knowledge_editor")
    page = editor.get("/api/candidates?state=offered").json()
    assert [row["times"] for row in page["items"]] == [2, 1] and page["may_decide"]
    assert editor.get("/api/candidates?least=2").json()["total"] == 1
    one = page["items"][0]["id"]
    assert len(editor.get(f"/api/candidates/{one}").json()["sources"]) == 2
    done = editor.send(f"/api/candidates/{one}/accept", TEXT | {"key": "yeshi"})
    assert done.status_code == 200 and done.json()["state"] == "draft"


@pytest.mark.parametrize("kept", ["confidential", "anonymous"])
def test_an_order_that_became_confidential_is_not_shown_behind_its_candidate(solved, now, signed_in, kept):
    shown = solved("夜市摊位怎么申请")
    hidden = solved("请问夜市摊位怎么申请")
    gather(now)
    Order.objects.filter(pk=hidden.pk).update(**{kept: True})
    one = signed_in("knowledge_editor").get(f"/api/candidates/{Candidate.objects.get().pk}").json()
    assert [order["number"] for order in one["sources"]] == [shown.number]
