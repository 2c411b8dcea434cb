"""A document becomes drafts, comes again and brings them up to date, and never makes two of one."""

import pytest

from zhixi.assist.documents.tests.making import NOTICE, REGULATION
from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.articles import actions as articles
from zhixi.hotline.articles.choices import ArticleState
from zhixi.hotline.articles.models import Article, Version
from zhixi.hotline.audit.models import Event
from zhixi.hotline.documents.actions import submit_all
from zhixi.hotline.documents.models import Part, Source

pytestmark = pytest.mark.django_db
FEE = "工本费20元", "工本费10元"


def at(place: str) -> Article:
    return Article.objects.get(part__place=place)


def test_a_regulation_becomes_a_draft_a_clause_with_its_clause_and_source(desk):
    outcome = desk.imports(REGULATION)
    assert len(outcome.added) == Article.objects.count() == 5
    article = at("第三条")
    assert article.state == ArticleState.DRAFT and not article.versions.exists()
    assert article.source == "《云汐市居住证管理办法》（云汐市人民政府令第18号）"
    assert article.clause == "第二章第三条" and article.title == "云汐市居住证管理办法：第三条 申领条件"
    assert (str(article.valid_from), str(article.valid_to)) == ("2026-04-01", "2031-03-31")
    assert "（二）有合法稳定住所；" in article.body
    source = outcome.source
    assert (source.office, source.number) == ("云汐市人民政府", "云汐市人民政府令第18号")
    assert Event.objects.get(subject="document", verb="import").data["added"] == 5
    assert Event.objects.filter(subject="article", verb="write").count() == 5


def test_the_same_file_again_changes_nothing(desk):
    desk.imports(REGULATION)
    before = list(Article.objects.values_list("key", "revision", "changed_at"))
    outcome = desk.imports(REGULATION, name="副本.txt")
    assert (outcome.added, outcome.changed, outcome.review, outcome.same) == ([], [], [], 5)
    assert list(Article.objects.values_list("key", "revision", "changed_at")) == before
    assert Source.objects.count() == 1


def test_a_changed_clause_is_a_new_draft_of_the_same_article_and_what_is_out_stays(desk):
    desk.publishes(desk.imports(REGULATION).added)
    key = at("第四条").key
    outcome = desk.imports(REGULATION.replace(*FEE))
    assert outcome.changed == [key] and outcome.same == 4 and Article.objects.count() == 5
    article = Article.objects.get(key=key)
    assert article.state == ArticleState.DRAFT and "10元" in article.body
    assert "20元" in article.versions.get().body
    desk.publishes([key])
    assert "10元" in article.versions.get(n=2).body and article.versions.count() == 2


def test_a_clause_put_in_between_moves_the_others_and_makes_no_second_of_them(desk):
    desk.imports(REGULATION)
    keys = {place: at(place).key for place in ("第四条", "第五条")}
    new = "第四条　流动人口应当按期签注。\n"
    later = REGULATION.replace("第五条　", "第六条　").replace("第四条　", "第五条　")
    outcome = desk.imports(later.replace("第五条　申领", f"{new}第五条　申领"))
    assert len(outcome.added) == 1 and sorted(outcome.changed) == sorted(keys.values())
    assert at("第五条").key == keys["第四条"] and at("第五条").clause == "第二章第五条"
    assert at("第六条").key == keys["第五条"] and Article.objects.count() == 6


def test_what_a_document_no_longer_has_is_put_up_for_review(desk):
    desk.publishes(desk.imports(REGULATION).added)
    key = at("第四条").key
    without = "\n".join(line for line in REGULATION.split("\n") if not line.startswith("第四条"))
    outcome = desk.imports(without)
    assert outcome.review == [key]
    assert "待复核" in Version.objects.get(article__key=key).recheck
    assert Version.objects.filter(recheck="").count() == 4
    assert desk.imports(without).review == []
    assert desk.imports(REGULATION).changed == [key] and Part.objects.filter(gone_at=None).count() == 5


def test_what_is_spared_stays_as_it_is(desk):
    desk.publishes(desk.imports(REGULATION).added)
    without = "\n".join(line for line in REGULATION.split("\n") if not line.startswith("第四条"))
    desk.imports(without, spare=frozenset({at("第四条").key}))
    assert not Version.objects.exclude(recheck="").exists()


def test_an_article_edited_by_hand_is_changed_only_where_it_is_said(desk):
    desk.imports(REGULATION)
    article = at("第四条")
    fields = {"title": "居住证要钱吗", "body": "不要钱。"}
    articles.write(
        actor=desk.people["editor"], key=article.key, fields=fields, revision=1, now=article.changed_at
    )
    outcome = desk.imports(REGULATION.replace(*FEE))
    assert outcome.kept == [article.key] and at("第四条").body == "不要钱。"
    outcome = desk.imports(REGULATION.replace(*FEE), overwrite=frozenset({"第四条"}))
    assert outcome.changed == [article.key]
    assert "10元" in at("第四条").body and at("第四条").title == "居住证要钱吗"


def test_a_new_number_under_the_same_title_is_the_same_document_unless_it_is_said(desk):
    desk.imports(NOTICE)
    later = NOTICE.replace("〔2026〕12号", "〔2027〕3号").replace("每月200元", "每月300元")
    assert len(desk.imports(later).changed) == 1 and Source.objects.count() == 1
    again = later.replace("〔2027〕3号", "〔2028〕5号").replace("每月300元", "每月400元")
    assert len(desk.imports(again, as_new=True).added) == 4 and Source.objects.count() == 2


def test_left_out_pieces_make_no_article(desk):
    outcome = desk.imports(REGULATION, skip=frozenset({"第一条", "第五条"}))
    assert len(outcome.added) == 3 and outcome.skipped == 2
    assert not Article.objects.filter(part__place="第一条").exists()


def test_it_is_cut_as_the_editor_chooses(desk):
    desk.imports(REGULATION, cut="whole")
    assert Article.objects.get().body.count("第") >= 5


def test_what_is_set_by_hand_goes_before_what_was_read(desk):
    outcome = desk.imports(REGULATION, facts={"title": "居住证办法", "number": "", "valid_to": None})
    assert outcome.source.title == "居住证办法" and at("第一条").source == "《居住证办法》"
    assert at("第一条").valid_to is None


def test_one_wrong_piece_and_nothing_is_written(desk):
    text = REGULATION + "第六条　" + "长" * 20_001
    with pytest.raises(BadInput, match="超过20000字"):
        desk.imports(text)
    assert not Article.objects.exists() and not Source.objects.exists() and not Event.objects.exists()
    assert len(desk.imports(text, skip=frozenset({"第六条"})).added) == 5


def test_another_file_than_the_one_looked_at_is_refused(desk):
    with pytest.raises(Conflict, match="预览"):
        desk.imports(REGULATION, digest="0" * 64)


@pytest.mark.parametrize("by", ["agent"])
def test_only_those_who_write_articles_import(desk, by):
    with pytest.raises(NotAllowed):
        desk.imports(REGULATION, by=by)


def test_all_drafts_are_sent_to_review_at_once(desk):
    source = desk.imports(REGULATION).source
    submit_all(actor=desk.people["editor"], source=source, now=source.at)
    assert set(Article.objects.values_list("state", flat=True)) == {ArticleState.REVIEW}
    with pytest.raises(BadInput):
        submit_all(actor=desk.people["editor"], source=source, now=source.at)
    with pytest.raises(NotAllowed):
        submit_all(actor=desk.people["agent"], source=source, now=source.at)


GUIDE = """# 居住证申领办事指南

居住满六个月的，可以申领居住证。

## 申请材料

身份证、居住证明

## 办理地点

居住地派出所
"""


def test_a_guides_parts_become_the_articles_own(desk):
    key = desk.imports(GUIDE, "指南.md").added[0]
    article = Article.objects.get(key=key)
    assert (article.materials, article.venue) == ("身份证、居住证明", "居住地派出所")
    assert article.body == "居住满六个月的，可以申领居住证。"
    assert desk.imports(GUIDE.replace("、居住证明", ""), "指南.md").changed == [key]
    article.refresh_from_db()
    assert article.materials == "身份证"


def test_a_part_that_an_editor_changed_is_kept_and_one_from_before_articles_had_parts_is_not_taken_for_edited(
    desk,
):
    key = desk.imports(GUIDE, "指南.md").added[0]
    later, part = GUIDE.replace("六个月", "一年"), Part.objects.get()
    Article.objects.filter(key=key).update(body=part.text, materials="", venue="")
    assert desk.imports(later, "指南.md").changed == [key]
    Article.objects.filter(key=key).update(materials="身份证原件")
    assert desk.imports(GUIDE, "指南.md").kept == [key]
