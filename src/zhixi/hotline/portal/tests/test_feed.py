"""The open feed: JSON Feed 1.1, in pages, not sent twice, and honest about what is gone."""

import datetime as dt
import io

import pytest
from django.test import Client
from django.utils import timezone

from zhixi.hotline.articles import enclosing, repealing
from zhixi.hotline.attachments import keeping
from zhixi.hotline.portal import feed
from zhixi.hotline.portal.actions import take

pytestmark = pytest.mark.django_db


def got(path="/open/feed.json", **headers):
    return Client().get(path, headers=headers)


def test_it_is_a_json_feed(let_out):
    let_out(source="《居住证办法》", clause="第三条")
    answer = got()
    told = answer.json()
    assert answer["Content-Type"].startswith("application/feed+json")
    assert told["version"] == "https://jsonfeed.org/version/1.1" and told["feed_url"].endswith(
        "/open/feed.json"
    )
    item = told["items"][0]
    assert item["id"] == item["url"] and item["url"].endswith("/open/a/juzhuzheng")
    assert item["title"] and item["content_text"] and dt.datetime.fromisoformat(item["date_modified"])
    assert item["_zhixi"]["clause"] == "第三条" and told["_zhixi"]["withdrawn"] == []
    assert "next_url" not in told


def test_it_comes_in_pages(let_out, monkeypatch):
    monkeypatch.setattr(feed, "SIZE", 2)
    for n in range(3):
        let_out(key=f"a{n}")
    first = got().json()
    second = got(first["next_url"].partition("8000")[2]).json()
    keys = [item["_zhixi"]["key"] for item in first["items"] + second["items"]]
    assert sorted(keys) == ["a0", "a1", "a2"] and "next_url" not in second
    for wrong in ("3", "0", "x", "-1", "9" * 20):
        assert got(f"/open/feed.json?page={wrong}").status_code == 404


def test_who_has_it_already_gets_nothing_again(let_out, people):
    let_out()
    first = got()
    assert got(**{"if-none-match": first["ETag"]}).status_code == 304
    assert got(**{"if-modified-since": first["Last-Modified"]}).status_code == 304
    take(actor=people["editor"], key="juzhuzheng", verb="retract", note="改版", now=timezone.now())
    assert got(**{"if-none-match": first["ETag"]}).status_code == 200
    assert got(**{"if-modified-since": first["Last-Modified"]}).status_code == 200


def test_a_repeal_is_news_to_who_only_asks_by_date(let_out, people):
    let_out(source="《旧办法》")
    before = got()["Last-Modified"]
    repealing.repeal(actor=people["editor"], source="《旧办法》", note="已废止", now=timezone.now())
    after = got(**{"if-modified-since": before})
    assert after.status_code == 200 and after.json()["items"] == []
    assert after.json()["_zhixi"]["withdrawn"][0]["reason"] == "review"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"valid_to": dt.date(2026, 1, 1)}, "expired"), ({"valid_from": dt.date(2199, 1, 1)}, None)],
)
def test_what_is_over_is_listed_and_what_has_not_begun_is_not(let_out, fields, reason):
    let_out(**fields)
    told = got().json()
    assert told["items"] == []
    assert [gone["reason"] for gone in told["_zhixi"]["withdrawn"]] == ([reason] if reason else [])
    if reason:
        assert told["_zhixi"]["withdrawn"][0]["withdrawn_at"].startswith("2026-01-02T00:00:00")


def test_what_was_never_public_is_not_listed_as_withdrawn(published, people):
    take(actor=people["editor"], key="juzhuzheng", verb="offer", now=timezone.now())
    take(actor=people["reviewer"], key="juzhuzheng", verb="decline", note="不宜", now=timezone.now())
    assert got().json()["_zhixi"]["withdrawn"] == []


def test_other_ways_of_asking_are_refused():
    assert Client().post("/open/feed.json").status_code == 405


def test_its_parts_come_as_fields_and_in_the_text_without_what_is_for_agents(let_out):
    let_out(materials="身份证\n\n【内部】没带的也先收件", venue="派出所", fees="【坐席】别报价")
    item = got().json()["items"][0]
    assert item["_zhixi"]["parts"] == {"materials": "身份证", "venue": "派出所"}
    assert item["content_text"].endswith("## 所需材料\n身份证\n\n## 办理地点\n派出所")
    page = Client().get("/open/a/juzhuzheng").content.decode()
    assert "<h2>所需材料</h2>" in page and "先收件" not in page and "别报价" not in page


def test_its_files_are_named_and_given_to_everybody_while_it_is_public(let_out, people):
    content = b"%PDF-1.7\n" + bytes(3000) + b"\n%%EOF\n"
    file = enclosing.receive(
        actor=people["editor"],
        file=io.BytesIO(content),
        name="申请表.pdf",
        size=len(content),
        now=timezone.now(),
    )
    let_out(files=[file.pk])
    [told] = got().json()["items"][0]["attachments"]
    assert told["title"] == "申请表.pdf" and told["mime_type"] == "application/pdf"
    path = f"/open/a/juzhuzheng/files/{file.pk}"
    assert told["url"].endswith(path) and told["size_in_bytes"] == len(content)
    assert path in Client().get("/open/a/juzhuzheng").content.decode()
    answer = Client().get(path)
    assert b"".join(answer.streaming_content) == content and "sandbox" in answer["Content-Security-Policy"]
    assert Client().get(f"/open/a/juzhuzheng/files/{file.pk + 1}").status_code == 404
    kept = keeping.path_of(file.digest)
    kept.rename(kept.with_suffix(".away"))
    assert Client().get(path).status_code == 404  # lost, and said so
    kept.with_suffix(".away").rename(kept)
    assert Client().get(path).status_code == 200
    take(actor=people["editor"], key="juzhuzheng", verb="retract", note="改版", now=timezone.now())
    assert Client().get(path).status_code == 404
