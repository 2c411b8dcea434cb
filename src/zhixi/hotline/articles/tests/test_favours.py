"""Answers that were used stand before those that were found wrong, in the place where that was."""

import datetime as dt

import pytest

from zhixi.hotline.articles import favours, marking, search
from zhixi.hotline.articles.models import Mark, Version
from zhixi.hotline.articles.tests.steps import TODAY, take, write
from zhixi.hotline.orders import actions as orders_actions

HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def two_alike(settings, tmp_path, people, now):
    settings.HOME = tmp_path
    favours._favour.cache_clear()
    for key in ("a", "b"):
        text = {"title": "残疾证怎么办", "body": f"到窗口办理残疾证，编号{key}。", "variants": []}
        made = take(people["editor"], write(people["editor"], key, now=now, **text), "submit", now=now)
        take(people["reviewer"], made, "publish", now=now)


def _order(now, district: str = "") -> list[str]:
    found = search.answer("残疾证怎么办", on=TODAY, at=now)
    return [c.passage.key for c in favours.by_use(found, district=district, now=now).cards]


def test_what_was_found_wrong_stands_behind_and_what_was_used_before(people, now):
    assert _order(now) == ["a", "b"]
    marking.mark(actor=people["agent"], key="a", made="wrong", note="窗口搬了", now=now)
    assert _order(now) == ["a", "b"]  # counted again each hour
    assert _order(now + HOUR) == ["b", "a"]


def test_use_in_this_district_counts_more_than_elsewhere(people, now):
    live = {row.article.key: row for row in Version.objects.live_at(now).select_related("article")}
    asked = {"request_type": "enquiry", "title": "残疾证", "description": "问残疾证怎么办"}
    orders = {
        place: orders_actions.create_draft(actor=people["agent"], fields=asked | {"district": place}, now=now)
        for place in ("东河区", "西山区")
    }
    for key, place, many in (("a", "西山区", 4), ("b", "东河区", 3)):
        for _ in range(many):
            Mark.objects.create(
                version=live[key], made="used", order=orders[place], by=people["agent"], at=now
            )
    assert _order(now + HOUR, "东河区") == ["b", "a"]
    assert _order(now + HOUR, "西山区") == ["a", "b"]


def test_nobody_asks_of_an_empty_answer(now, django_assert_num_queries):
    from zhixi.assist.knowledge import Answer

    with django_assert_num_queries(0):
        assert favours.by_use(Answer((), False, 0.0, ""), district="", now=now).cards == ()
