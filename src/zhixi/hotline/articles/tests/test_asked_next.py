"""What others asked as well: by the orders that both articles concluded, and only what answers today."""

import datetime as dt

import pytest

from zhixi.hotline.articles.asked_next import asked_next
from zhixi.hotline.articles.models import Mark, Version
from zhixi.hotline.articles.tests.steps import take, write
from zhixi.hotline.orders import actions as orders_actions


@pytest.fixture(autouse=True)
def three(settings, tmp_path, people, now):
    settings.HOME = tmp_path
    for key in ("permit", "photo", "fee"):
        text = {"title": f"{key}怎么办", "body": f"到窗口办理{key}。", "variants": []}
        made = take(people["editor"], write(people["editor"], key, now=now, **text), "submit", now=now)
        take(people["reviewer"], made, "publish", now=now)


def conclude(people, now, *keys: str) -> None:
    asked = {"request_type": "enquiry", "title": "居住证", "description": "问居住证怎么办"}
    order = orders_actions.create_draft(actor=people["agent"], fields=asked, now=now)
    for version in Version.objects.live_at(now).filter(article__key__in=keys):
        Mark.objects.create(version=version, made="used", order=order, by=people["agent"], at=now)


def test_what_was_asked_in_the_same_orders_stands_by_how_often(people, now):
    for keys in (
        ["permit", "fee"],
        ["permit", "fee"],
        ["permit", "fee"],
        ["permit", "photo"],
        ["permit", "photo"],
    ):
        conclude(people, now, *keys)
    found = asked_next("permit", now)
    assert [(one["key"], one["times"]) for one in found] == [("fee", 3), ("photo", 2)]
    assert found[0]["title"] == "fee怎么办"
    assert [one["key"] for one in asked_next("photo", now)] == ["permit"]


def test_once_is_chance_and_long_ago_is_over(people, now):
    conclude(people, now, "permit", "photo")
    for _ in range(3):
        conclude(people, now, "permit", "fee")
    Mark.objects.filter(version__article__key="fee").update(at=now - dt.timedelta(days=400))
    assert asked_next("permit", now) == []


def test_what_does_not_hold_today_is_not_proposed(people, now):
    for _ in range(3):
        conclude(people, now, "permit", "fee")
    Version.objects.filter(article__key="fee").update(valid_to=now.date() - dt.timedelta(days=1))
    assert asked_next("permit", now) == [] and asked_next("nothing", now) == []


def test_the_page_asks_for_it_and_must_be_signed_in(people, now, signed_in, client):
    for _ in range(2):
        conclude(people, now, "permit", "fee")
    path = "/api/articles/permit/asked-next"
    assert signed_in("agent").get(path).json() == [{"key": "fee", "title": "fee怎么办", "times": 2}]
    assert signed_in("agent").get("/api/articles/none/asked-next").status_code == 404
    assert client.get(path).status_code == 401
