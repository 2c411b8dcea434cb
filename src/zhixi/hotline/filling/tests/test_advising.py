"""Who reviews a request that came in writing sees what its words say beside the order that was made of it."""

import pytest

from zhixi.hotline.orders import actions
from zhixi.hotline.orders.choices import State

TEXT = "市民来信投诉：东河区人民路占道经营，每晚有摊贩占道，请城管处理。联系电话13900001234。"
pytestmark = pytest.mark.django_db


@pytest.fixture
def written_order(people, now):
    """A draft as the citizen's page leaves it: a type that he chose wrongly, no place, no telephone in its field."""

    def make(**given):
        fields = {"channel": "web", "description": TEXT, "request_type": "enquiry", "title": ""} | given
        return actions.create_draft(actor=people["web_agent"], fields=fields, now=now)

    return make


def advice(browser, order):
    answer = browser.get(f"/api/orders/{order.number}/written-advice")
    assert answer.status_code == 200
    return {row["field"]: row for row in answer.json()}


def test_what_is_empty_is_suggested_and_what_stands_wrongly_is_doubted(signed_in, written_order):
    rows = advice(signed_in("web_agent"), written_order())
    kind = rows["request_type"]
    assert (kind["label"], kind["now"], kind["text"]) == ("诉求类型", "咨询", "投诉")
    assert kind["parts"] == {"request_type": "complaint"} and "投诉" in "".join(kind["words"])
    assert rows["address"]["parts"]["address"]["road"] == "人民路"
    assert rows["title"]["parts"]["title"].startswith("关于") and "description" not in rows


def test_what_a_person_wrote_is_not_doubted_for_other_words(signed_in, written_order):
    order = written_order(title="占道", request_type="complaint", road="人民路", district="东河区")
    rows = advice(signed_in("web_agent"), order)
    assert not {"title", "request_type"} & set(rows)
    assert "road" not in rows.get("address", {"parts": {"address": {}}})["parts"]["address"]


def test_what_is_taken_over_can_be_amended_as_it_stands(signed_in, written_order):
    order, browser = written_order(), signed_in("web_agent")
    parts = {}
    for row in advice(browser, order).values():
        parts |= row["parts"]
    answer = browser.send(f"/api/orders/{order.number}/verbs/amend", {"version": order.version, **parts})
    assert answer.status_code == 200, answer.json()
    order.refresh_from_db()
    assert (order.request_type, order.road) == ("complaint", "人民路")
    assert "request_type" not in advice(browser, order)


def test_a_call_gets_none_and_an_order_that_nobody_may_amend_gets_none(signed_in, order_in, written_order):
    assert advice(signed_in("dispatcher"), order_in(State.ACCEPTED)) == {}
    done = order_in(State.HANDLING)
    done.channel = "web"
    done.save()
    assert advice(signed_in("dispatcher"), done) == {}
    assert advice(signed_in("web_agent"), written_order(description="")) == {}


def test_an_earlier_order_that_nobody_knows_is_not_suggested(signed_in, written_order):
    order = written_order(description=TEXT + "之前的工单号是20260101000000。")
    assert "related_order" not in advice(signed_in("web_agent"), order)


def test_who_may_not_amend_is_refused_and_who_may_not_see_the_order_does_not_find_it(
    signed_in, written_order, order_in
):
    accepted = order_in(State.ACCEPTED)
    assert signed_in("leader").get(f"/api/orders/{accepted.number}/written-advice").status_code == 403
    assert (
        signed_in("unit_clerk").get(f"/api/orders/{written_order().number}/written-advice").status_code == 404
    )
