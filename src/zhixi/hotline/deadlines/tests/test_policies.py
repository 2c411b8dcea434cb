"""Limits and sets of limits that change while clocks run: which one fits, what may be set, the page."""

import datetime as dt

import pytest

from zhixi.errors import BadInput, Conflict
from zhixi.hotline.deadlines import actions, limits
from zhixi.hotline.deadlines.models import Policy, PolicySet
from zhixi.hotline.deadlines.tests.kit import agree, local
from zhixi.hotline.orders import actions as orders
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order

pytestmark = pytest.mark.django_db


def test_a_shorter_limit_holds_for_what_is_already_running(order_in, admin, now, people):
    order = order_in(State.HANDLING, request_type="help")
    asked = orders.ask_extension(actor=people["unit_clerk"], order=order, now=now, days=3, reason="需要施工")
    orders.grant_extension(actor=people["supervisor"], order=asked, now=now)
    policy = Policy.objects.get(request_type="help", set="guangdong")
    _, moved = actions.edit_policy(actor=admin, pk=policy.pk, fields={"amount": 5}, now=now)
    order.refresh_from_db()
    assert (moved, order.due_at) == (1, local("2026-11-30 23:59:59"))  # 25 November and three days more
    assert agree()


def test_a_retired_limit_leaves_the_clock_to_the_next_that_fits(order_in, admin, now):
    order = order_in(State.HANDLING, request_type="enquiry")
    policy = Policy.objects.get(request_type="enquiry", set="guangdong")
    actions.retire_policy(actor=admin, pk=policy.pk, now=now)
    order.refresh_from_db()
    assert order.due_at == local("2026-12-09 23:59:59")
    for rest in Policy.objects.filter(clock="handle", retired=False):
        actions.retire_policy(actor=admin, pk=rest.pk, now=now)
    order.refresh_from_db()
    assert order.due_at is None and "handle" not in order.clocks
    assert agree()


def test_beijings_set_counts_by_urgency(order_in, admin, now):
    found = {
        urgency: order_in(State.HANDLING, urgency=urgency) for urgency in ("normal", "urgent", "critical")
    }
    assert actions.choose_set(actor=admin, code="beijing", now=now) == 3
    ends = {urgency: Order.objects.get(pk=order.pk).due_at for urgency, order in found.items()}
    assert ends == {
        "normal": local("2026-11-25 23:59:59"),
        "urgent": now + dt.timedelta(hours=24),
        "critical": now + dt.timedelta(hours=2),
    }
    assert list(PolicySet.objects.filter(active=True).values_list("code", flat=True)) == ["beijing"]
    assert actions.choose_set(actor=admin, code="beijing", now=now) == 0
    assert agree()


def test_a_suggestion_has_fifteen_days_in_beijing(admin, now):
    actions.choose_set(actor=admin, code="beijing", now=now)
    order = Order(request_type="suggestion", urgency="normal")
    assert limits.due(order, "handle", now) == local("2026-12-03 23:59:59")


@pytest.mark.parametrize(
    "traits",
    [
        {"channel": "wechat"},
        {"category": "01"},
        {"category": "01.01"},
        {"district": "东河区"},
        {"district": "东河区", "category": "01"},
    ],
)
def test_limits_may_name_channel_category_subtree_and_district(traits, city, fields, admin, now):
    new = {"clock": "handle", "amount": 4, "unit_of_time": "hours", "priority": 1, **traits}
    actions.create_policy(actor=admin, fields=new, now=now)
    fitting = Order(request_type="help", channel="wechat", district="东河区", category=fields["category"])
    other = Order(request_type="help", channel="web", district="西山区")
    assert limits.due(fitting, "handle", now) == now + dt.timedelta(hours=4)
    assert limits.due(other, "handle", now) == local("2026-12-02 23:59:59")


def test_the_deeper_category_is_the_more_specific(city, fields, admin, now):
    for category, hours in (("01", 4), ("01.01", 6)):
        new = {"clock": "handle", "amount": hours, "unit_of_time": "hours", "category": category}
        actions.create_policy(actor=admin, fields=new, now=now)
    assert limits.due(Order(category=fields["category"]), "handle", now) == now + dt.timedelta(hours=6)


def test_office_hours_of_a_limit_are_kept(order_in, admin, now):
    fields = {
        "clock": "handle",
        "request_type": "complaint",
        "urgency": "normal",
        "amount": 8,
        "unit_of_time": "hours",
        "windows": [["09:00", "12:00"], ["14:00", "17:30"]],
    }
    actions.create_policy(actor=admin, fields=fields, now=now)
    order = order_in(State.HANDLING)
    assert order.due_at == local("2026-11-19 11:30:00")  # 5.5 hours today from ten, 2.5 tomorrow
    assert agree()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"clock": "lunch"}, "clock"),
        ({"category": "99"}, "category"),
        ({"set": "mars"}, "set"),
        ({"windows": [["12:00", "09:00"]]}, "windows"),
        ({"windows": [["09:00", "12:00"], ["11:00", "13:00"]]}, "windows"),
        ({"windows": [["9", "12"]]}, "windows"),
        ({"windows": [["09:00", "12:00"]], "unit_of_time": "natural_days"}, "windows"),
    ],
)
def test_a_limit_that_cannot_be_is_refused_with_its_field(wrong, field, admin, now):
    fields = {"clock": "handle", "amount": 3, "unit_of_time": "working_days", "priority": 3, **wrong}
    with pytest.raises(BadInput) as refused:
        actions.create_policy(actor=admin, fields=fields, now=now)
    assert refused.value.field == field


def test_two_limits_for_the_same_orders_are_refused(admin, now):
    fields = {"clock": "sign", "amount": 2, "unit_of_time": "hours"}
    with pytest.raises(Conflict, match="同样条件"):
        actions.create_policy(actor=admin, fields=fields, now=now)


def test_the_page_of_the_limits_lists_adds_edits_and_retires(signed_in):
    browser = signed_in("system_admin")
    page = browser.get("/api/policies").json()
    assert [s["code"] for s in page["sets"] if s["active"]] == ["guangdong"]
    assert {p["limit"] for p in page["policies"] if p["set"] == "beijing"} == {
        "2小时",
        "24小时",
        "7天",
        "15天",
    }
    assert not any(p["in_force"] for p in page["policies"] if p["set"] == "beijing")
    body = {"clock": "sign", "channel": "app", "amount": 3, "unit_of_time": "hours"}
    made = browser.send("/api/policies", body).json()["policy"]
    assert made["limit"] == "3小时" and made["in_force"]
    path = f"/api/policies/{made['id']}"
    assert browser.send(path, {**body, "amount": 4}, "put").json()["policy"]["limit"] == "4小时"
    assert browser.send(f"{path}/retire").json()["policy"]["retired"]
    assert browser.send("/api/policies/set", {"set": "beijing"}, "put").json() == {"orders": 0}
    assert browser.send("/api/policies/999999/retire").status_code == 404
    assert signed_in("dispatcher").send("/api/policies", body).status_code == 403
