"""An article's way: one person writes it, another publishes it, and the search knows only what holds."""

import datetime as dt

import pytest
from django.test import Client

from zhixi.assist.knowledge import Remembering, Shelf
from zhixi.assist.knowledge.tests.test_judging import Letters
from zhixi.errors import BadInput, Conflict, IllegalStep, NotAllowed, NotFound
from zhixi.hotline.articles import search
from zhixi.hotline.articles.choices import ArticleState
from zhixi.hotline.articles.models import Article
from zhixi.hotline.articles.tests.steps import TODAY, keys, signed_in, take, write
from zhixi.hotline.audit.models import Event


def test_one_writes_and_another_publishes(people, published):
    assert published.state == ArticleState.PUBLISHED
    verbs = Event.objects.filter(subject="article", key=published.key).values_list("verb", flat=True)
    assert list(verbs) == ["write", "submit", "publish"]


def test_nobody_publishes_their_own_text(people):
    article = take(people["reviewer"], write(people["reviewer"]), "submit")
    with pytest.raises(NotAllowed, match="自己编写"):
        take(people["reviewer"], article, "publish")
    assert take(people["other_reviewer"], article, "publish").state == ArticleState.PUBLISHED


@pytest.mark.parametrize("verb", ["submit", "publish", "reject", "withdraw"])
def test_an_agent_takes_no_step(people, published, verb):
    with pytest.raises(NotAllowed):
        take(people["agent"], published, verb)


def test_an_agent_writes_nothing(people):
    with pytest.raises(NotAllowed):
        write(people["agent"])


def test_a_draft_cannot_be_published_unreviewed(people):
    with pytest.raises(IllegalStep):
        take(people["reviewer"], write(people["editor"]), "publish")


def test_a_change_is_refused_when_somebody_was_first(people, published):
    write(people["editor"], revision=published.revision, title="甲")
    with pytest.raises(Conflict, match="已被他人修改"):
        write(people["reviewer"], revision=published.revision, title="乙")
    assert Article.objects.get().title == "甲"


def test_a_changed_text_waits_for_review_and_the_old_one_is_kept_in_the_chain(people, published):
    changed = write(people["editor"], revision=published.revision, title="居住证首次申领")
    assert changed.state == ArticleState.DRAFT
    last = Event.objects.order_by("-n").first()
    assert last.data["changed"]["title"] == ["居住证怎么办理", "居住证首次申领"]


def test_withdrawing_needs_a_reason(people, published):
    with pytest.raises(BadInput, match="须说明理由"):
        take(people["editor"], published, "withdraw", note=" ")


@pytest.mark.parametrize(
    "bad",
    [
        {"title": " "},
        {"body": ""},
        {"title": "长" * 201},
        {"valid_to": dt.date(2025, 1, 1)},
        {"unit": "nobody"},
        {"category": "nothing"},
    ],
)
def test_what_cannot_be_an_article_is_refused(people, bad):
    with pytest.raises(BadInput):
        write(people["editor"], **bad)
    assert not Article.objects.exists()


def test_a_key_is_used_once(people, published):
    with pytest.raises(Conflict):
        write(people["editor"])
    with pytest.raises(NotFound):
        write(people["editor"], key="nothing", revision=1)


def test_the_search_follows_what_is_published(people, published):
    assert keys() == ["juzhuzheng"]
    take(people["editor"], published, "withdraw")
    assert keys() == []


def test_an_article_answers_only_on_its_days_and_in_its_place(people, published):
    assert keys(on=dt.date(2025, 12, 31)) == []
    assert keys(on=dt.date(2027, 1, 1)) == []
    local = write(people["editor"], "local", title="青榆区居住证怎么办", district="青榆区")
    take(people["reviewer"], take(people["editor"], local, "submit"), "publish")
    assert "local" not in keys() and "local" not in keys(district="澜湖区")
    assert "local" in keys(district="青榆区")


def test_a_card_shows_plain_words(people, published):
    card = search.answer("居住证怎么办", on=TODAY).cards[0]
    assert "*" not in card.passage.text
    assert card.sentence in card.passage.text


def test_readers_see_published_articles_and_editors_all(people, published):
    write(people["editor"], "draft", title="草稿")
    seen = signed_in(people["agent"]).get("/api/articles").json()
    assert [item["key"] for item in seen["items"]] == ["juzhuzheng"]
    assert signed_in(people["editor"]).get("/api/articles").json()["total"] == 2
    assert signed_in(people["agent"]).get("/api/articles/draft").status_code == 404
    assert Client().get("/api/articles").status_code == 401


def test_an_article_is_written_and_published_over_http(people):
    editor, reviewer = signed_in(people["editor"]), signed_in(people["reviewer"])
    body = {"key": "a", "title": "怎么办", "body": "这样办。"}
    made = editor.post("/api/articles", body, content_type="application/json").json()
    assert [verb["verb"] for verb in made["verbs"]] == ["submit"]
    path = "/api/articles/a/verbs/"
    sent = editor.post(path + "submit", {"revision": 1}, content_type="application/json").json()
    assert sent["state"] == "review"
    stale = reviewer.post(path + "publish", {"revision": 1}, content_type="application/json")
    assert stale.status_code == 409 and stale.json()["error"]["kind"] == "Conflict"
    done = reviewer.post(path + "publish", {"revision": 2}, content_type="application/json").json()
    assert done["state"] == "published"
    answer = signed_in(people["agent"]).get("/api/articles/search", {"q": "怎么办"}).json()
    assert set(answer) == {"question", "answered", "confidence", "cards"}


def test_what_following_asks_of_articles_is_worked_out_beforehand_and_only_once(
    people, monkeypatch, tmp_path
):
    letters = Letters()
    seen = Remembering(letters, shelf=Shelf(tmp_path / "vectors", 512))
    monkeypatch.setattr(search, "witness", lambda: seen)
    monkeypatch.setattr(search, "_prepared", {})
    article = take(people["reviewer"], take(people["editor"], write(people["editor"]), "submit"), "publish")
    assert search.prepare(most=1) > 0 == search.prepare()
    asked = list(letters.asked)
    assert search.prepare() == 0 and letters.asked == asked
    article = write(people["editor"], revision=article.revision, variants=["暂住证怎么办", "居住证怎么办"])
    take(people["reviewer"], take(people["editor"], article, "submit"), "publish")
    assert search.prepare() == 0
    assert set(letters.asked[len(asked) :]) == {"暂住证怎么办"}
    (tmp_path / "full").mkdir()  # in the place of the file, as where a disk takes no more
    broken = Remembering(letters, shelf=Shelf(tmp_path / "full", 512))
    for witness in (broken, None):
        monkeypatch.setattr(search, "witness", lambda now=witness: now)
        monkeypatch.setattr(search, "_prepared", {})
        assert search.prepare() == 0
