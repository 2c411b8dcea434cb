"""A district's overview: its open orders by unit and street, and nobody else's."""

import pytest

from zhixi.errors import NotAllowed
from zhixi.hotline.orders.choices import State
from zhixi.hotline.units.models import Unit

pytestmark = pytest.mark.django_db
PATH = "/api/orders/district"


def numbers(browser, **asked) -> list[str]:
    return [row["number"] for row in browser.get(f"{PATH}/orders", asked).json()["items"]]


def test_each_number_of_the_board_opens_to_its_orders(signed_in, order_in, do, city):
    waiting = order_in(State.DISPATCHED, street="河东街道")
    handled, closed = order_in(State.HANDLING), order_in(State.CONCLUDED)
    taken = do("district_admin", "take_up", order_in(State.SIGNED, street="河东街道"))
    browser = signed_in("district_admin")
    told = browser.get(PATH).json()
    rows = {row["unit"]["code"]: row for row in told["units"]}
    assert list(rows) == ["east", "east-cg", "east-zj"], (
        "those with nothing to do too, and no other district's"
    )
    assert [row["depth"] for row in told["units"]] == [0, 1, 1]
    assert (rows["east-cg"]["open"], rows["east-cg"]["to_sign"], rows["east-cg"]["in_hand"]) == (2, 1, 1)
    assert (rows["east"]["to_sign"], rows["east-zj"]["open"]) == (1, 0)
    streets = {row["street"]: row["open"] for row in told["streets"]}
    assert streets == {"河东街道": 2, "": 1}

    assert set(numbers(browser)) == {waiting.number, handled.number, taken.number}
    assert numbers(browser, unit="east-cg", standing="in_hand") == [handled.number]
    assert set(numbers(browser, street="河东街道")) == {waiting.number, taken.number}
    assert numbers(browser, street="-") == [handled.number]
    assert closed.number not in numbers(browser)
    for unit, row in rows.items():
        for standing in ("open", "to_sign", "in_hand", "returned", "overdue"):
            assert len(numbers(browser, unit=unit, standing=standing)) == row[standing]


def test_it_is_the_district_administrators_own(signed_in, order_in):
    order = order_in(State.HANDLING)
    other = signed_in("west_admin")
    assert numbers(other) == [] and numbers(other, unit="east-cg") == []
    assert order.number not in str(other.get(PATH).json())
    for who in ("unit_clerk", "unit_lead", "agent", "dispatcher", "supervisor", "leader"):
        assert signed_in(who).get(PATH).status_code == 403
        assert signed_in(who).get(f"{PATH}/orders").status_code == 403
    assert signed_in("district_admin").get(f"{PATH}/orders?standing=x").status_code == 422


def test_a_district_bureau_under_a_city_bureau_is_the_districts_too(signed_in, order_in, do, people, city):
    bureau = Unit.objects.create(code="cg", name="云州市城市管理局")
    Unit.objects.filter(code="east-cg").update(parent=bureau)
    city["east-cg"].refresh_from_db()
    city["east-cg"].save()
    order = order_in(State.HANDLING)
    assert order.unit.trail == "cg/east-cg/"
    assert numbers(signed_in("district_admin")) == [order.number]
    assert numbers(signed_in("west_admin")) == []
    with pytest.raises(NotAllowed):
        do("west_admin", "take_up", order)
    order = do("district_admin", "take_up", order)
    with pytest.raises(NotAllowed, match="不是本区"):
        do("district_admin", "delegate", order, unit=city["west-cg"])
    with pytest.raises(NotAllowed, match="不是本区"):
        do("district_admin", "delegate", order, unit=bureau)
    assert do("district_admin", "delegate", order, unit=city["east-cg"]).unit == city["east-cg"]
