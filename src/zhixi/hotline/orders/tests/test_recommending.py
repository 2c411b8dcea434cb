import pytest

from zhixi.assist.dispatch import fit
from zhixi.hotline.orders import actions, recommending
from zhixi.hotline.orders.choices import State

pytestmark = pytest.mark.django_db


def recommended(browser, order) -> list[dict]:
    return browser.get(f"/api/orders/{order.number}/recommendations").json()


def test_the_duty_list_and_the_district_name_the_unit_with_its_clause(signed_in, order_in):
    found = recommended(signed_in("dispatcher"), order_in(State.ACCEPTED))
    assert found[0]["unit"] == {"code": "east-cg", "name": "东河区城市管理局"}
    assert 0 < found[0]["confidence"] <= 1
    assert any("第十二条" in reason["clause"] + reason["text"] for reason in found[0]["reasons"])


def test_a_unit_that_returned_the_order_with_right_is_not_named_again(signed_in, order_in, people, city, now):
    order = actions.send_back(
        actor=people["unit_clerk"],
        order=order_in(State.DISPATCHED),
        now=now,
        reason="not_our_place",
        note="不在本辖区",
    )
    order = actions.uphold_return(
        actor=people["dispatcher"], order=order, now=now, unit=city["west-cg"], note="同意"
    )
    found = recommended(signed_in("dispatcher"), order)
    assert "east-cg" not in [row["unit"]["code"] for row in found]


def test_no_closed_unit_is_named(signed_in, order_in):
    found = recommended(signed_in("dispatcher"), order_in(State.ACCEPTED))
    assert "old" not in [row["unit"]["code"] for row in found]


def test_what_was_learnt_for_the_city_speaks_at_the_desk(signed_in, order_in, tmp_path, settings):
    settings.HOME = tmp_path
    rows = [(f"{n}号门前占道摆摊", "东河区城市管理局") for n in range(20)]
    fit(rows + [(f"{n}楼停水", "水务集团") for n in range(20)]).save(_models(tmp_path))
    recommending._recommender.cache_clear()
    try:
        found = recommended(signed_in("dispatcher"), order_in(State.ACCEPTED))
    finally:
        recommending._recommender.cache_clear()
    assert any(reason["kind"] == "learnt" for row in found for reason in row["reasons"])


def _models(home):
    (home / "models").mkdir()
    return home / "models" / "dispatch"
