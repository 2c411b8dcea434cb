"""A published text stays the answer until another takes its place; what once was the answer can be asked for."""

import datetime as dt
import uuid

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from zhixi.errors import BadInput, Conflict, IllegalStep, NotAllowed, NotFound
from zhixi.hotline.articles import actions, difference, search
from zhixi.hotline.articles.choices import ArticleState
from zhixi.hotline.articles.models import Article, Version
from zhixi.hotline.articles.tests.steps import FIELDS, TODAY, keys, signed_in, take, write

START = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def shown(at=None) -> str:
    cards = search.answer("居住证怎么办", on=TODAY, at=at).cards
    return cards[0].passage.text if cards else ""


def again(people, article, **changes):
    """A changed text, reviewed and published."""
    changed = write(people["editor"], revision=article.revision, **changes)
    return take(people["reviewer"], take(people["editor"], changed, "submit"), "publish")


def test_an_edited_article_answers_in_its_published_text_until_the_new_one_is_out(people, published):
    changed = write(people["editor"], revision=published.revision, body="改到办事大厅办理居住证。")
    assert changed.state == ArticleState.DRAFT and "派出所" in shown()
    sent = take(people["editor"], changed, "submit")
    assert "派出所" in shown()
    take(people["reviewer"], sent, "publish")
    assert "办事大厅" in shown()


def test_readers_do_not_see_a_draft_of_what_is_out(people, published):
    write(people["editor"], revision=published.revision, title="还没审的标题", body="还没审的内容。")
    agent = signed_in(people["agent"])
    assert agent.get("/api/articles/juzhuzheng").json()["title"] == "居住证怎么办理"
    assert agent.get("/api/articles").json()["items"][0]["title"] == "居住证怎么办理"
    assert agent.get("/api/articles", {"q": "还没审"}).json()["total"] == 0
    assert signed_in(people["editor"]).get("/api/articles/juzhuzheng").json()["title"] == "还没审的标题"


def test_what_was_the_answer_then_can_be_asked_for(people, published):
    before = timezone.now()
    again(people, published, body="改到办事大厅办理居住证。")
    assert "派出所" in shown(before) and "办事大厅" in shown()
    assert shown(published.versions.get(n=1).released_at - DAY) == ""


def test_a_text_goes_out_at_its_hour_and_the_old_one_stays_until_then(people, published):
    changed = write(people["editor"], revision=published.revision, body="改到办事大厅办理居住证。")
    sent = take(people["editor"], changed, "submit")
    later = timezone.now() + DAY
    take(people["reviewer"], sent, "publish", at=later)
    assert "派出所" in shown() and "派出所" in shown(later - dt.timedelta(seconds=1))
    assert "办事大厅" in shown(later)


def test_an_answer_ends_at_its_hour(people, published):
    later = timezone.now() + DAY
    article = take(people["editor"], published, "withdraw", at=later)
    assert article.state == ArticleState.PUBLISHED and keys() == ["juzhuzheng"]
    assert shown(later) == ""


def test_withdrawing_takes_off_what_is_out_and_what_was_to_come_and_leaves_the_draft(people, published):
    changed = write(people["editor"], revision=published.revision, body="改到办事大厅办理居住证。")
    take(people["reviewer"], take(people["editor"], changed, "submit"), "publish", at=timezone.now() + DAY)
    draft = write(people["editor"], revision=Article.objects.get().revision, body="再改。居住证。")
    assert take(people["editor"], draft, "withdraw").state == ArticleState.DRAFT
    assert shown() == "" and shown(timezone.now() + 2 * DAY) == ""


@pytest.mark.parametrize(("verb", "at"), [("submit", DAY), ("publish", -DAY)])
def test_only_going_out_and_ending_are_set_for_later_and_never_for_the_past(people, verb, at):
    article = write(people["editor"])
    who = "editor"
    if verb == "publish":
        article, who = take(people["editor"], article, "submit"), "reviewer"
    with pytest.raises(BadInput, match="定时"):
        take(people[who], article, verb, at=timezone.now() + at)
    assert not Version.objects.exists()


def test_nothing_that_is_not_out_is_withdrawn(people):
    with pytest.raises(IllegalStep, match="没有发布中的版本"):
        take(people["editor"], write(people["editor"]), "withdraw")


def restore(person, n=1, revision=None):
    revision = revision or Article.objects.get().revision
    return actions.restore(actor=person, key="juzhuzheng", n=n, revision=revision, now=timezone.now())


def test_an_old_version_is_taken_up_again_as_a_new_one(people, published):
    again(people, published, body="改到办事大厅办理居住证。")
    restored = restore(people["editor"])
    assert restored.state == ArticleState.DRAFT and restored.body == FIELDS["body"] and "办事大厅" in shown()
    take(people["reviewer"], take(people["editor"], restored, "submit"), "publish")
    assert "派出所" in shown()
    assert [v.n for v in restored.versions.all()] == [3, 2, 1]


def test_who_may_not_take_an_old_version_up(people, published):
    with pytest.raises(NotAllowed):
        restore(people["agent"])
    with pytest.raises(NotFound):
        restore(people["editor"], n=9)
    with pytest.raises(Conflict):
        restore(people["editor"], revision=1)


def test_the_history_is_for_editors(people, published):
    again(people, published, body="带上身份证和居住证明，到办事大厅办理，首次申领收费20元。", valid_to=None)
    editor, agent = signed_in(people["editor"]), signed_in(people["agent"])
    rows = editor.get("/api/articles/juzhuzheng/versions").json()
    assert [(row["n"], row["standing"], row["ended_as"]) for row in rows] == [
        (2, "live", ""),
        (1, "ended", "replaced"),
    ]
    told = editor.get("/api/articles/juzhuzheng/difference", {"before": 1, "after": 2}).json()
    assert [field["label"] for field in told] == ["答案", "失效"]
    assert agent.get("/api/articles/juzhuzheng/versions").status_code == 403
    assert agent.get("/api/articles/juzhuzheng/difference", {"before": 1}).status_code == 403
    assert editor.get("/api/articles/juzhuzheng/difference", {"before": 7}).status_code == 404


def test_a_difference_shows_the_number_that_changed():
    found = difference.pieces(
        "在窗口办理，收费20元，7个工作日办结。", "在窗口办理，收费15元，7个工作日办结。"
    )
    assert ("gone", "20") in found and ("new", "15") in found
    assert [text for kind, text in found if kind == "same"] == ["在窗口办理，收费", "元，7个工作日办结。"]


@given(before=st.text("甲乙丙，。12元\n", max_size=30), after=st.text("甲乙丙，。12元\n", max_size=30))
def test_a_difference_holds_both_texts_whole(before, after):
    found = difference.pieces(before, after)
    assert "".join(text for kind, text in found if kind != "new") == before
    assert "".join(text for kind, text in found if kind != "gone") == after


STEPS = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.sampled_from(["publish", "publish", "draft", "withdraw"]),
        st.integers(0, 6),  # days until it takes effect
        st.sampled_from([(None, None), (-3, 4), (5, None), (None, 2)]),  # days of effect, from the step on
    ),
    min_size=1,
    max_size=9,
)


def _take_all(people, steps) -> dict[str, list]:
    """Takes the steps, a day each; what should be out from when on, told without looking at a version."""
    out = {"a": [], "b": []}
    for day, (key, verb, delay, (first, last)) in enumerate(steps):
        now, article = START + day * DAY, Article.objects.filter(key=key).first()
        at = now + delay * DAY if delay else None
        if verb == "withdraw":
            if article is None or not article.versions.open_at(now).exists():
                continue
            take(people["editor"], article, "withdraw", at=at, now=now)
            entry = None
        else:
            fields = {
                "body": f"第{day}稿，居住证到窗口办理。",
                "valid_from": first if first is None else now.date() + first * DAY,
                "valid_to": last if last is None else now.date() + last * DAY,
            }
            article = write(
                people["editor"], key, revision=article.revision if article else None, now=now, **fields
            )
            if verb == "draft":
                continue
            article = take(people["editor"], article, "submit", now=now)
            take(people["reviewer"], article, "publish", at=at, now=now)
            entry = fields
        out[key] = [one for one in out[key] if one[0] < (at or now)] + [(at or now, entry)]
    return out


def _expected(out, moment) -> set[tuple[str, str]]:
    found, day = set(), moment.date()
    for key, entries in out.items():
        begun = [fields for start, fields in entries if start <= moment]
        if not begun or begun[-1] is None:
            continue
        first, last = begun[-1]["valid_from"], begun[-1]["valid_to"]
        if (first is None or first <= day) and (last is None or day <= last):
            found.add((key, begun[-1]["body"]))
    return found


@tries(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_at_each_moment_of_a_history_only_what_was_out_and_valid_then_answers(
    people, settings, tmp_path, steps
):
    settings.HOME = tmp_path / str(uuid.uuid4())  # what is rolled back leaves its index behind
    with transaction.atomic():
        out = _take_all(people, steps)
        for hours in range(-12, 24 * (len(steps) + 8), 12):
            moment = START + dt.timedelta(hours=hours)
            day, expected = moment.date(), _expected(out, moment)
            held = [p for p in search.passages(moment) if p.holds(on=day, city="", district="")]
            assert {(p.key, p.text) for p in held} == expected
            if hours % 60 == 0:
                cards = search.answer("居住证怎么办理", on=day, at=moment).cards
                assert {(c.passage.key, c.passage.text) for c in cards} == expected
        transaction.set_rollback(True)
