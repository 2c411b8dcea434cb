import pytest

from zhixi.hotline.units.actions import city_changed
from zhixi.hotline.units.models import Category, Place, Unit
from zhixi.hotline.units.queries import city_facts

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
