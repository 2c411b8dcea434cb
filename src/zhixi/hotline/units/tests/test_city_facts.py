import datetime as dt

import pytest
from django.utils import timezone

from zhixi.hotline.units.actions import city_changed
from zhixi.hotline.units.models import Category, Place, Unit, UnitSuccession
from zhixi.hotline.units.queries import answering, city_facts, heirs

pytestmark = pytest.mark.django_db


def test_the_rows_become_the_values_that_the_seat_takes(city):
    Place.objects.create(kind="road", name="人民路", aliases=["人民大道"], district="东河区")
    facts = city_facts()
    assert (facts.name, facts.area_code) == ("云州市", "0001")
    units = {unit.code: unit for unit in facts.units}
    assert units["east-cg"].parent == "east" and units["water"].parent == ""
    assert {c.code: c.path for c in facts.categories}["01.01"] == ("城市管理", "占道经营")
    assert [(d.category, d.unit, d.clause) for d in facts.duties][0] == ("01.01", "east-cg", "第十二条")
    assert facts.places[0].aliases == ("人民大道",)


def test_the_values_stay_until_the_city_says_that_it_changed(city, django_assert_num_queries):
    first = city_facts()
    with django_assert_num_queries(1):
        assert city_facts() is first
    Unit.objects.create(code="new", name="新设单位")
    city_changed()
    assert "new" in {unit.code for unit in city_facts().units}


def test_a_category_that_was_switched_off_is_no_longer_offered(city):
    Category.objects.filter(code="02").update(active=False)
    assert "02" not in {category.code for category in city_facts().categories}


def test_a_units_subtree_is_itself_and_those_below(city):
    below = set(city["east"].with_descendants().values_list("code", flat=True))
    assert below == {"east", "east-cg", "east-zj"}


def test_a_closed_unit_has_the_heir_that_took_its_whole_office(city, people, now):
    day = timezone.localdate(now)
    city["old"].refresh_from_db()
    assert city["old"].closed <= day
    follow = {
        "old": city["old"],
        "by": people["dispatcher"],
        "at": now,
        "kind": "renamed",
        "reason": "三定方案",
    }
    UnitSuccession.objects.create(new=city["west-cg"], day=day, **follow)
    UnitSuccession.objects.create(new=city["water"], day=day, **{**follow, "old": city["east-cg"]})
    assert heirs(day) == {"old": "west-cg"}, "one that still works keeps what is its own"
    assert heirs(day - dt.timedelta(days=1)) == {}
    UnitSuccession.objects.create(new=city["water"], day=day, **follow)
    assert heirs(day) == {}, "nobody can tell whose the orders of a split unit would be"


def test_a_matter_is_answered_for_by_whoever_took_it_over_and_the_rest_stays(city, people, now):
    day = timezone.localdate(now)
    told = {"by": people["dispatcher"], "at": now, "reason": "三定方案", "day": day}
    streets = Category.objects.get(code="01")
    UnitSuccession.objects.create(
        old=city["east-cg"], new=city["water"], kind="moved", category=streets, **told
    )
    answers = answering(day)
    assert answers("east-cg", "01.01") == "water" and answers("east-cg", "01") == "water"
    assert answers("east-cg", "02") == "east-cg" and answers("east-cg", "") == "east-cg"
    assert answers("east-cg", "011") == "east-cg", "a code that begins alike is no part of it"
    assert answering(day - dt.timedelta(days=1))("east-cg", "01") == "east-cg"
    UnitSuccession.objects.create(
        old=city["old"], new=city["west-cg"], kind="split", category=streets, **told
    )
    assert (
        heirs(day) == {}
        and answering(day)("old", "01.01") == "west-cg"
        and answering(day)("old", "02") == "old"
    )
    UnitSuccession.objects.create(
        old=city["water"], new=city["east-cg"], kind="moved", category=streets, **told
    )
    assert answering(day)("east-cg", "01") in ("east-cg", "water"), "handed back, it ends somewhere"
