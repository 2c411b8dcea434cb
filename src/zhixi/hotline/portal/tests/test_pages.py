"""What everybody reads: without a login, a cookie or a script; and nothing of the office's own."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from zhixi.hotline.articles import repealing
from zhixi.hotline.articles.models import Article
from zhixi.hotline.articles.tests.steps import signed_in
from zhixi.hotline.articles.tests.steps import take as article_take
from zhixi.hotline.portal.actions import take
from zhixi.hotline.portal.paragraphs import paragraphs
from zhixi.hotline.portal.tests.conftest import TEXT
from zhixi.hotline.portal.wording import for_public
from zhixi.hotline.units.models import Category, Unit

pytestmark = pytest.mark.django_db


def search(words: str, client=None):
    return (client or Client()).post("/open/search", {"q": words})


def test_an_article_is_read_with_its_clause_unit_and_dates(let_out):
    Unit.objects.create(code="gongan", name="云汐市公安局")
    Category.objects.create(code="01", name="户籍", path="户籍")
    let_out(source="《居住证办法》", clause="第三条", unit="gongan", category="01")
    page = Client().get("/open/a/juzhuzheng")
    text = page.content.decode()
    for words in ("居住证怎么办理", "《居住证办法》", "第三条", "云汐市公安局", "更新时间", "派出所"):
        assert words in text
    assert "script" not in text and not page.cookies and "script-src" not in page["Content-Security-Policy"]
    home = Client().get("/open/").content.decode()
    assert "户籍（1）" in home and "/open/a/juzhuzheng" in home
    assert "居住证怎么办理" in Client().get("/open/?topic=01").content.decode()
    assert "居住证怎么办理" not in Client().get("/open/?topic=02").content.decode()


def test_a_key_that_an_old_system_gave_is_an_address_too(let_out):
    article = let_out()
    Article.objects.filter(pk=article.pk).update(key="户籍/01?")
    home = Client().get("/open/")
    address = re.search(r'href="(/open/a/[^"]+)"', home.content.decode())[1]
    assert Client().get(address).status_code == 200
    assert Client().get("/open/feed.json").json()["items"][0]["url"].endswith(address)


def test_the_search_finds_what_is_public_and_nothing_else(let_out, people, published):
    let_out(key="public", title="居住证怎么办")
    text = search("居住证怎么办").content.decode()
    assert "/open/a/public" in text and "/open/a/juzhuzheng" not in text
    take(actor=people["editor"], key="public", verb="retract", note="改版", now=timezone.now())
    assert "没有找到" in search("居住证怎么办").content.decode()


def test_nothing_public_is_no_fault():
    assert "还没有公开的内容" in Client().get("/open/").content.decode()
    assert "没有找到" in search("居住证").content.decode()
    assert search("").status_code == 200 and search("\x00").status_code == 200
    assert Client().get("/open/a/nothing").status_code == 404
    assert Client().get("/open/a/%00").status_code == 404
    assert Client().get("/open/?topic=%00&page=x").status_code == 200
    assert Client().get("/open/search").status_code == 405


def test_what_is_meant_for_the_hotline_stays_there(let_out, people):
    article = let_out(
        body="请到社区办理。\n\n【内部】投诉转督办组。", variants=["内部问法"], tags=["内部标签"]
    )
    agent = signed_in(people["agent"])
    agent.post(
        f"/api/articles/{article.key}/marks",
        data={"made": "wrong", "note": "反馈内容"},
        content_type="application/json",
    )
    whole = (
        Client().get("/open/feed.json").content.decode() + Client().get("/open/a/juzhuzheng").content.decode()
    )
    whole += search("社区办理").content.decode() + Client().get("/open/").content.decode()
    assert "请到社区办理。" in whole
    for words in ("督办组", "内部问法", "内部标签", "反馈内容", "editor", "reviewer"):
        assert words not in whole


def test_numbers_of_people_are_taken_out_and_those_of_offices_stay():
    assert for_public(TEXT) == "带上身份证到居住地的派出所办理，首次申领不收费。"
    assert (
        for_public("找王工13800001111，或打0571-88001234、12345。")
        == "找王工（号码不公开），或打0571-88001234、12345。"
    )
    assert for_public("一\n【坐席提示】说慢点\n二") == "一\n二"


def test_what_somebody_wrote_stays_text(let_out):
    let_out(body="<script>alert(1)</script> **重点** [网址](javascript:x)")
    text = Client().get("/open/a/juzhuzheng").content.decode()
    assert "<script>" not in text and "&lt;script&gt;" in text and "<strong>重点</strong>" in text
    assert "javascript:" not in text


def test_tables_and_lists_are_shown_as_such():
    blocks = paragraphs("# 标准\n说明\n- 一\n- 二\n\n| 档 | 元 |\n| --- | --- |\n| 一 | 5 |")
    assert [b.kind for b in blocks] == ["heading", "text", "list", "table"]
    assert blocks[3].rows[1][1] == (("5", False),)


def test_whoever_searches_too_fast_waits(let_out, settings):
    settings.PORTAL_RATE = "3/m"
    let_out()
    answers = [search("居住证") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[3]["Retry-After"]) > 0
    assert Client(REMOTE_ADDR="10.0.0.9").post("/open/search", {"q": "居住证"}).status_code == 200


def test_what_is_under_review_is_gone_and_what_is_taken_off_too(let_out, people):
    article = let_out(source="《旧办法》")
    now = timezone.now()
    repealing.repeal(actor=people["editor"], source="《旧办法》", note="已废止", now=now)
    assert Client().get("/open/a/juzhuzheng").status_code == 404
    repealing.keep(actor=people["reviewer"], key="juzhuzheng", note="仍然有效", now=now)
    assert Client().get("/open/a/juzhuzheng").status_code == 200
    article_take(people["editor"], article, "withdraw")
    assert Client().get("/open/a/juzhuzheng").status_code == 404
