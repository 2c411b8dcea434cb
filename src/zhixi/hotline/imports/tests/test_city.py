"""A city folder comes in by files, each whole or not at all, and a second time changes nothing."""

import pytest
from django.utils import timezone

from zhixi.errors import BadInput
from zhixi.hotline.accounts.models import User
from zhixi.hotline.articles.models import Article
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.imports import facts
from zhixi.hotline.imports.articles import import_article_folder, import_articles
from zhixi.hotline.imports.folder import load_folder, packaged_city
from zhixi.hotline.imports.people import import_people
from zhixi.hotline.orders.models import Order
from zhixi.hotline.units.models import Category, Unit
from zhixi.hotline.units.queries import revision


def units(path, **more):
    return facts.import_units(path, now=timezone.now(), **more)


@pytest.mark.django_db
def test_the_packaged_city_comes_in_and_a_second_time_changes_nothing():
    first = {kept.what: kept for kept in load_folder(packaged_city(), password="yunxi-12345-test", demo=True)}
    assert first["orders"].added >= 1500 and first["articles"].added >= 80
    assert Order.objects.count() == first["orders"].added
    at = revision()
    second = load_folder(packaged_city(), password="other-password", demo=True)
    assert not any(kept.touched for kept in second)
    assert revision() == at
    assert verify().ok
    assert User.objects.get(username="agent1").check_password("yunxi-12345-test")


def test_a_tree_is_planted_whatever_the_order_of_its_rows(db, write):
    units(write("code,name,parent\nc,丙,b\nb,乙,甲\na,甲,\n"))
    assert Unit.objects.get(code="c").trail == "a/b/c/"


def test_moving_a_unit_moves_all_below_it(db, write):
    units(write("code,name,parent\na,甲,\nb,乙,a\nc,丙,b\nd,丁,\n"))
    units(write("code,name,parent\nb,乙,d\n"))
    assert Unit.objects.get(code="c").trail == "d/b/c/"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("code,name,parent\na,甲,b\nb,乙,a\n", "is above itself"),
        ("code,name,parent\na,甲,x\n", "row 2, column parent: there is no unit x"),
        ("code,name\na,甲\na,乙\n", "row 3, column code: the same as row 2"),
        ("code,name\na,甲\nb,甲\n", "row 3, column name: the same as row 2"),
        ("code,name\nz,路灯管理所\n", "row 2, column name: unit lamps already has this name"),
        ("code,name,opened\na,甲,soon\n", "row 2, column opened: 'soon' is no 启用日期"),
    ],
)
def test_a_broken_tree_is_refused_whole(city, write, text, told):
    before, at = Unit.objects.count(), revision()
    with pytest.raises(BadInput, match=told):
        units(write(text))
    assert (Unit.objects.count(), revision()) == (before, at)


def test_categories_need_the_node_above(db, write):
    with pytest.raises(BadInput, match="row 2.*there is no node 城管 above it"):
        facts.import_categories(write("code,level1,level2\n1,城管,占道\n"), now=timezone.now())
    facts.import_categories(write("code,level1,level2\n1.1,城管,占道\n1,城管,\n"), now=timezone.now())
    assert Category.objects.get(code="1.1").parent.code == "1"


def test_a_duty_may_name_its_unit_by_an_alias_that_only_one_has(city, write):
    facts.import_duties(write("code,category,unit\nD1,路灯,灯管\n"), now=timezone.now())
    with pytest.raises(BadInput, match="row 2, column unit"):
        facts.import_duties(write("code,category,unit\nD2,路灯,谁\n"), now=timezone.now())


def test_people_without_a_password_cannot_sign_in_and_keep_the_one_they_have(city, write):
    path = write("username,display_name,role,unit\nzhang,张,承办经办人,lamps\n")
    import_people(path, now=timezone.now())
    person = User.objects.get(username="zhang")
    assert not person.has_usable_password()
    person.set_password("kept-1234567")
    person.save()
    import_people(path, password="other-123456", now=timezone.now())
    person.refresh_from_db()
    assert person.check_password("kept-1234567")


def test_a_units_clerk_without_a_unit_is_refused(city, write):
    with pytest.raises(BadInput, match="a unit's person without a unit"):
        import_people(write("username,display_name,role,unit\nzhang,张,unit_clerk,\n"), now=timezone.now())


def article(key="a", title="怎么办", body="先登记，后领证。"):
    return f"---\nkey: {key}\ntitle: {title}\nunit: lamps\nvalid_from: 2026-01-01\n---\n{body}\n"


def test_articles_come_from_markdown_or_a_table_and_are_updated_by_key(city, admin, write):
    folder = write(article(), "a.md").parent
    assert import_article_folder(folder, actor=admin, now=timezone.now()).added == 1
    assert import_article_folder(folder, actor=admin, now=timezone.now()).same == 1
    kept = import_articles(write("编号,标题,答案\na,怎么办,先预约。\n"), actor=admin, now=timezone.now())
    assert kept.changed == 1
    changed = Article.objects.get()
    assert (changed.body, changed.revision, changed.unit.code) == ("先预约。", 2, "lamps")


def test_what_stands_below_the_name_of_a_part_is_that_part(city, admin, write):
    text = article(body="先登记。\n\n**材料**\n- 身份证\n\n**提醒**：带原件。").replace(
        "unit:", "materials: 照片\nunit:"
    )
    import_article_folder(write(text, "a.md").parent, actor=admin, now=timezone.now())
    found = Article.objects.get()
    assert (found.body, found.materials) == ("先登记。\n\n**提醒**：带原件。", "照片\n- 身份证")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no front matter", "cannot be read"),
        ("---\nkey: a\n---\nbody", "title is missing"),
        ("---\nkey: [\n---\nbody", "cannot be read"),
        ("---\nkey: a\ntitle: t\n---\n", "is not an article"),
        (article().replace("lamps", "nobody"), "unit is 'nobody'"),
        (article().replace("2026-01-01", "soon"), "valid_from is 'soon'"),
    ],
)
def test_a_broken_article_is_named_and_none_is_imported(city, admin, write, text, told):
    write(article("good"), "0.md")
    folder = write(text, "1.md").parent
    with pytest.raises(BadInput, match=told):
        import_article_folder(folder, actor=admin, now=timezone.now())
    assert not Article.objects.exists()
