"""A changed unit, category or duty leaves an event, and what lies below it moves along."""

import datetime as dt

import pytest

from zhixi.errors import BadInput, NotAllowed
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.units import actions
from zhixi.hotline.units.models import Category, Duty, Unit
from zhixi.hotline.units.queries import revision

pytestmark = pytest.mark.django_db


def test_a_unit_that_gets_another_parent_takes_those_below_along(city, people, now):
    east, before = city["east"], revision()
    east.parent, east.district = city["water"], "西山区"
    actions.save_unit(actor=people["system_admin"], unit=east, now=now)
    assert Unit.objects.get(code="east-cg").trail == "water/east/east-cg/"
    assert revision() == before + 1 and verify().ok
    event = Event.objects.get(subject="unit", key="east")
    assert (event.verb, event.actor) == ("amend", people["system_admin"])
    assert (event.data["before"]["parent"], event.data["after"]["parent"]) == ("", "water")
    assert event.data["after"]["district"] == "西山区"


def test_a_category_is_named_from_the_top_and_those_below_it_too(city, people, now):
    node = Category.objects.get(code="01")
    node.name = "城市治理"
    actions.save_category(actor=people["system_admin"], category=node, now=now)
    assert Category.objects.get(code="01.01").path == "城市治理/占道经营"
    fresh = Category(code="02.01", name="水压", parent=Category.objects.get(code="02"))
    actions.save_category(actor=people["system_admin"], category=fresh, now=now)
    assert fresh.path == "供水/水压"
    assert Event.objects.filter(subject="category").last().verb == "create"


def test_a_changed_duty_is_in_the_chain(city, people, now):
    duty = Duty.objects.get(code="D1")
    duty.unit = city["east-zj"]
    actions.save_duty(actor=people["system_admin"], duty=duty, now=now)
    event = Event.objects.get(subject="duty")
    assert (event.data["before"]["unit"], event.data["after"]["unit"]) == ("east-cg", "east-zj")


@pytest.mark.parametrize("who", ["agent", "supervisor", "unit_lead", "district_admin"])
def test_nobody_but_the_administrator_changes_the_city(city, people, now, who):
    with pytest.raises(NotAllowed):
        actions.save_unit(actor=people[who], unit=city["water"], now=now)
    with pytest.raises(NotAllowed):
        actions.save_duty(actor=people[who], duty=Duty.objects.get(code="D1"), now=now)
    with pytest.raises(NotAllowed):
        actions.save_category(actor=people[who], category=Category.objects.get(code="02"), now=now)
    assert not Event.objects.exists() and revision() == 0


def test_what_makes_no_sense_is_refused_and_nothing_is_written(city, people, now):
    east = city["east"]
    east.parent = Unit.objects.get(code="east-cg")
    deep = Category.objects.get(code="01.01")
    for code in ("x", "x.x"):
        deep = Category.objects.create(code=code, name=code, path=f"{deep.path}/{code}", parent=deep)
    closed = Unit.objects.get(code="west")
    closed.opened, closed.closed = dt.date(2026, 5, 1), dt.date(2026, 5, 1)
    for save, row in (
        ("unit", east),
        ("unit", closed),
        ("unit", Unit(code="n", name="新", aliases={"甲": 1})),
        ("category", Category(code="y", name="五级", parent=deep)),
        ("category", Category(code="y", name="甲/乙")),
        ("duty", Duty(code="D9", valid_from=dt.date(2026, 2, 1), valid_to=dt.date(2026, 1, 1))),
    ):
        with pytest.raises(BadInput):
            getattr(actions, f"save_{save}")(**{"actor": people["system_admin"], save: row, "now": now})
    assert not Event.objects.exists() and Unit.objects.get(code="east").parent is None
