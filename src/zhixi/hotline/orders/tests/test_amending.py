"""Amending through the screen, which only ever saw masks, and looking behind them."""

import pytest

from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order

pytestmark = pytest.mark.django_db


def test_masks_that_come_back_leave_the_values_as_they_are(signed_in, order_in):
    order = order_in(State.ACCEPTED)
    browser = signed_in("dispatcher")
    seen = browser.get(f"/api/orders/{order.number}").json()
    body = {
        "version": seen["version"],
        "reason": "更正标题",
        "title": "关于夜间占道经营的投诉",
        "caller_name": seen["caller_name"],
        "caller_phone": seen["caller_phone"],
    }
    answer = browser.send(f"/api/orders/{order.number}/verbs/amend", body)
    assert answer.status_code == 200
    stored = Order.objects.get(pk=order.pk)
    assert (stored.title, stored.caller_name, stored.caller_phone) == (
        "关于夜间占道经营的投诉",
        "陈小明",
        "13900001234",
    )
    half = {**body, "version": stored.version, "caller_phone": "139****9999"}
    assert browser.send(f"/api/orders/{order.number}/verbs/amend", half).status_code == 422


def test_an_amendment_changes_only_what_it_sends(signed_in, order_in):
    order = order_in(State.ACCEPTED)
    signed_in("dispatcher").send(
        f"/api/orders/{order.number}/verbs/amend",
        {"version": order.version, "reason": "补充地址", "address": {"road": "人民路"}, "category": None},
    )
    stored = Order.objects.get(pk=order.pk)
    assert (stored.road, stored.district, stored.title) == ("人民路", "东河区", order.title)
    assert stored.category is None


def test_revealing_needs_a_purpose_and_a_role(signed_in, order_in):
    order = order_in(State.HANDLING)
    path = f"/api/orders/{order.number}/reveal"
    body = {"field": "caller_phone", "purpose": "回访市民"}
    assert signed_in("agent").send(path, body).json() == {"value": "13900001234"}
    assert signed_in("leader").send(path, body).status_code == 403
    assert signed_in("agent").send(path, {**body, "purpose": ""}).status_code == 422
