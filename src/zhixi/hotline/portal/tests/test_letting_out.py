"""An editor asks, another person lets out, either takes back; each leaves its event."""

import pytest
from django.test import Client
from django.utils import timezone

from zhixi.errors import BadInput, IllegalStep, NotAllowed, NotFound
from zhixi.hotline.articles.tests.steps import signed_in, write
from zhixi.hotline.articles.tests.steps import take as article_take
from zhixi.hotline.audit.models import Event
from zhixi.hotline.portal import queries
from zhixi.hotline.portal.actions import take

pytestmark = pytest.mark.django_db


def do(person, verb, note="不宜公开", key="juzhuzheng"):
    return take(actor=person, key=key, verb=verb, note=note, now=timezone.now())


def test_its_whole_way_and_an_event_a_step(let_out, people):
    let_out()
    assert queries.one("juzhuzheng", timezone.now()) is not None
    do(people["editor"], "retract")
    assert queries.one("juzhuzheng", timezone.now()) is None
    do(people["editor"], "offer")
    do(people["reviewer"], "decline")
    verbs = Event.objects.filter(subject="article").order_by("n").values_list("verb", flat=True)
    assert list(verbs)[3:] == ["offer", "let_out", "retract", "offer", "decline"]


@pytest.mark.parametrize(
    ("who", "verb", "error"),
    [
        ("agent", "offer", NotAllowed),
        ("agent", "let_out", NotAllowed),
        ("editor", "let_out", NotAllowed),
        ("agent", "retract", NotAllowed),
        ("reviewer", "offer", IllegalStep),
        ("reviewer", "fly", NotFound),
    ],
)
def test_who_may_not_and_when(published, people, who, verb, error):
    do(people["editor"], "offer")
    with pytest.raises(error):
        do(people[who], verb)


def test_nobody_lets_out_what_they_asked_for(published, people):
    do(people["reviewer"], "offer")
    with pytest.raises(NotAllowed, match="自己的申请"):
        do(people["reviewer"], "let_out")
    do(people["other_reviewer"], "let_out")


def test_a_draft_cannot_be_let_out(people):
    write(people["editor"])
    with pytest.raises(IllegalStep, match="没有发布的版本"):
        do(people["editor"], "offer")


@pytest.mark.parametrize("verb", ["decline", "retract"])
def test_a_refusal_needs_its_reason(published, people, verb):
    do(people["editor"], "offer")
    with pytest.raises(BadInput, match="说明理由"):
        do(people["reviewer"], verb, note=" ")


def test_a_text_with_somebodys_mobile_number_is_not_let_out(people):
    article = write(people["editor"], body="请打13800001111找王科长。")
    article = article_take(people["editor"], article, "submit")
    article_take(people["reviewer"], article, "publish")
    with pytest.raises(BadInput, match="手机号"):
        do(people["editor"], "offer")


def test_the_desk_shows_where_it_stands_and_what_may_be_done(published, people):
    editor, reviewer = signed_in(people["editor"]), signed_in(people["reviewer"])
    assert [v["verb"] for v in editor.get("/api/public/juzhuzheng").json()["verbs"]] == ["offer"]
    sent = {"data": {"note": ""}, "content_type": "application/json"}
    asked = editor.post("/api/public/juzhuzheng/offer", **sent).json()
    assert asked["state"] == "asked" and not asked["shown"]
    assert reviewer.get("/api/public?state=asked").json()["items"][0]["key"] == "juzhuzheng"
    told = reviewer.post("/api/public/juzhuzheng/let_out", **sent).json()
    assert told["address"] == "/open/a/juzhuzheng" and Client().get(told["address"]).status_code == 200
    assert told["state"] == "approved" and [v["verb"] for v in told["verbs"]] == ["retract"]
    agent = signed_in(people["agent"])
    assert agent.get("/api/public/juzhuzheng").status_code == 404
    assert agent.get("/api/public").json()["items"] == []
    assert agent.post("/api/public/juzhuzheng/retract", **sent).status_code == 403
