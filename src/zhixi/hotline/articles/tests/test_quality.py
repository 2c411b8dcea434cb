"""What is wrong with the base is on one page, and a repealed document puts all that rests on it up for review."""

import datetime as dt

import pytest
from django.utils import timezone

from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.articles import repealing
from zhixi.hotline.articles.contradictions import Text, contradictions
from zhixi.hotline.articles.queries import notices
from zhixi.hotline.articles.tests.steps import signed_in, take, write

LAW = "《云州市居住证条例》"


def found(one: str, other: str, *, here: str = "", there: str = "", title: str = "居住证办理时限"):
    texts = [Text("a", "居住证办理时限", one, here), Text("b", title, other, there)]
    return [(c.says, c.but) for c in contradictions(texts)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("受理后15个工作日内办结。", "受理后10个工作日内办结。"),
        ("窗口周一至周五9:00开门。", "窗口周一至周五8:30开门。"),
        ("补办工本费二十元。", "补办工本费15元。"),
    ],
)
def test_another_number_or_time_of_the_same_matter_contradicts(one, other):
    assert found(one, other) == [(one.rstrip("。"), other.rstrip("。"))]


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [
        ("受理后15个工作日内办结。", "受理后十五个工作日内办结。", {}),
        ("窗口9：00开门。", "窗口9:00开门。", {}),
        ("受理后15个工作日内办结。", "补办工本费15元。", {}),
        ("受理后15个工作日内办结。", "受理后10个工作日内办结。", {"title": "公积金提取条件"}),
        ("受理后15个工作日内办结。", "受理后10个工作日内办结。", {"here": "东河区", "there": "西山区"}),
    ],
)
def test_the_same_number_another_matter_or_another_district_does_not(one, other, more):
    assert found(one, other, **more) == []


def test_a_district_is_held_against_the_whole_city():
    assert found("受理后15个工作日内办结。", "受理后10个工作日内办结。", there="东河区")


def out(people, key, now=None, **fields):
    sent = take(people["editor"], write(people["editor"], key, now=now, **fields), "submit", now=now)
    return take(people["reviewer"], sent, "publish", now=now)


def repeal(person, source=LAW, note="被新条例取代"):
    return repealing.repeal(actor=person, source=source, note=note, now=timezone.now())


def test_all_that_rests_on_a_repealed_document_is_up_for_review_until_somebody_looked(people):
    out(people, "a", source=LAW)
    out(people, "b", source=LAW, title="居住证签注")
    out(people, "c", source="《别的办法》")
    now = timezone.now()
    assert repeal(people["editor"]) == ["a", "b"]
    assert set(notices(["a", "b", "c"], now)) == {"a", "b"} and "待复核" in notices(["a"], now)["a"]
    repealing.keep(actor=people["reviewer"], key="a", note="新条例内容相同", now=now)
    assert set(notices(["a", "b"], now)) == {"b"}
    with pytest.raises(Conflict):
        repealing.keep(actor=people["reviewer"], key="a", note="再看一次", now=now)


def test_a_new_version_is_reviewed_by_being_published(people):
    article = out(people, "a", source=LAW)
    repeal(people["editor"])
    changed = write(people["editor"], "a", revision=article.revision, source="《新条例》")
    take(people["reviewer"], take(people["editor"], changed, "submit"), "publish")
    assert notices(["a"], timezone.now()) == {}


def test_who_may_repeal_and_keep(people):
    out(people, "a", source=LAW)
    with pytest.raises(NotAllowed):
        repeal(people["agent"])
    with pytest.raises(BadInput, match="没有已发布条目"):
        repeal(people["editor"], source="《没有这个》")
    repeal(people["editor"])
    with pytest.raises(NotAllowed):
        repealing.keep(actor=people["editor"], key="a", note="没有变化", now=timezone.now())


def test_the_page_shows_each_of_them(people):
    old = timezone.now() - dt.timedelta(days=400)
    out(people, "old", now=old, title="老人优待证", valid_to=None)
    out(people, "a", title="居住证办理时限", body="受理后15个工作日内办结。", valid_to=None)
    out(people, "b", title="居住证办理时限多久", body="受理后10个工作日内办结。", valid_to=None)
    page = signed_in(people["editor"]).get("/api/knowledge/quality").json()
    assert [row["key"] for row in page["stale"]["items"]] == ["old"]
    assert [row["key"] for row in page["unused"]["items"]] == ["old"]
    pair = page["contradictory"]["items"][0]
    assert (pair["one"]["key"], pair["other"]["key"]) == ("a", "b") and page["contradictory"]["total"] == 1
    assert (page["gaps"], page["live"], page["marked"]["total"]) == (0, 3, 0)
    assert signed_in(people["agent"]).get("/api/knowledge/quality").status_code == 403
