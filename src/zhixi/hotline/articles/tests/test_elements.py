"""What an article tells beside its answer is searched, versioned, compared and sent like the answer itself."""

import pytest
from django.utils import timezone

from zhixi.errors import BadInput
from zhixi.hotline.articles import queries, search
from zhixi.hotline.articles.actions import restore
from zhixi.hotline.articles.models import Article
from zhixi.hotline.articles.tests.steps import FIELDS, TODAY, signed_in, take, write
from zhixi.hotline.articles.texts import LONGEST

pytestmark = pytest.mark.django_db
MATERIALS = "- 身份证\n- 租房合同或房产证"
VENUE = "居住地派出所户籍窗口"


def out(people, **fields):
    article = take(people["editor"], write(people["editor"], **fields), "submit")
    return take(people["reviewer"], article, "publish")


def test_the_whole_of_it_has_each_part_below_its_name(people):
    article = write(people["editor"], materials=MATERIALS, venue=VENUE, body="可以申领。")
    assert article.whole == f"可以申领。\n\n## 所需材料\n{MATERIALS}\n\n## 办理地点\n{VENUE}"
    assert write(people["editor"], "ohne", body="可以申领。").whole == "可以申领。"


def test_it_is_found_by_what_a_part_says_and_the_card_shows_that(people):
    out(people, materials=MATERIALS, venue=VENUE)
    card = search.answer("居住证要房产证吗", on=TODAY).cards[0]
    assert "房产证" in card.passage.text[card.start : card.end] and "##" not in card.passage.text


def test_a_long_article_is_cut_at_its_parts(people):
    out(people, body="可以申领居住证。" * 90, materials=MATERIALS)
    assert [p.text[:4] for p in search.passages()] == ["可以申领", "所需材料"]


def test_a_version_keeps_its_parts_and_the_difference_names_them(people):
    article = out(people, materials=MATERIALS)
    article = write(people["editor"], revision=article.revision, materials="- 身份证", fees="不收费")
    assert article.versions.get().materials == MATERIALS
    told = {row["label"] for row in queries.difference(article.versions.get(), article)}
    assert told == {"所需材料", "收费标准"}
    again = restore(
        actor=people["editor"], key=article.key, n=1, revision=article.revision, now=timezone.now()
    )
    assert (again.materials, again.fees) == (MATERIALS, "")


def test_over_the_wire_each_part_is_a_field(people):
    client = signed_in(people["editor"])
    sent = FIELDS | {"key": "a", "hours": "工作日9:00—17:30", "valid_from": None, "valid_to": None}
    told = client.post("/api/articles", sent, content_type="application/json").json()
    assert told["hours"] == "工作日9:00—17:30" and told["whole"].endswith("## 办理时间\n工作日9:00—17:30")
    assert [row["key"] for row in client.get("/api/articles?q=17:30").json()["items"]] == ["a"]


def test_a_part_that_is_too_long_is_refused_by_its_name(people):
    with pytest.raises(BadInput, match="所需材料超过") as refused:
        write(people["editor"], materials="材" * (LONGEST + 1))
    assert refused.value.field == "materials" and not Article.objects.exists()
