"""Rules of dispatch: who writes them, what they must be, what they do, and what they would have done."""

import datetime as dt

import pytest
from django.utils import timezone

from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.directives import actions
from zhixi.hotline.directives.models import Directive
from zhixi.hotline.orders import recommending
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order

pytestmark = pytest.mark.django_db
RULE = {
    "name": "人民路归水务",
    "effect": "bind",
    "unit": "water",
    "words": ["人民路"],
    "basis": "会议纪要3号",
}


@pytest.fixture
def act(people, now):
    """act("dispatcher", "create_rule", …): an action on the rules."""

    def take(who, name, **more):
        return getattr(actions, name)(actor=people[who], now=now, **more)

    return take


def first(order, now) -> str:
    return recommending.for_order(order, now.date())[0]["unit"]["code"]


@pytest.mark.parametrize("who", ["dispatcher", "supervisor", "system_admin"])
def test_a_rule_holds_from_the_next_recommendation_on(act, who, order_in, now):
    order = order_in(State.ACCEPTED)
    assert first(order, now) == "east-cg"
    rule = act(who, "create_rule", fields=RULE)
    found = recommending.for_order(order, now.date())[0]
    assert found["unit"]["code"] == "water" and found["reasons"][0]["kind"] == "rule"
    act(who, "switch_rule", pk=rule.pk, active=False)
    assert first(order, now) == "east-cg"
    act(who, "change_rule", pk=rule.pk, fields={**RULE, "words": ["解放路"]})
    act(who, "switch_rule", pk=rule.pk, active=True)
    assert first(order, now) == "east-cg"


def test_each_change_is_in_the_chain_with_before_and_after(act):
    rule = act("dispatcher", "create_rule", fields=RULE)
    act("dispatcher", "change_rule", pk=rule.pk, fields={**RULE, "unit": "west-cg"})
    act("dispatcher", "switch_rule", pk=rule.pk, active=False)
    events = list(Event.objects.filter(subject="directive", key=str(rule.pk)))
    assert [event.verb for event in events] == ["create", "amend", "switch_off"]
    assert (events[1].data["before"]["unit"], events[1].data["after"]["unit"]) == ("water", "west-cg")
    assert verify().ok


@pytest.mark.parametrize("who", ["agent", "team_leader", "leader", "unit_clerk", "district_admin"])
def test_nobody_else_changes_the_rules(act, who):
    rule = act("dispatcher", "create_rule", fields=RULE)
    for name, more in (
        ("create_rule", {"fields": {**RULE, "name": "二"}}),
        ("change_rule", {"pk": rule.pk, "fields": RULE}),
        ("switch_rule", {"pk": rule.pk, "active": False}),
        ("try_rule", {"fields": RULE}),
    ):
        with pytest.raises(NotAllowed):
            act(who, name, **more)
    assert Directive.objects.get().active


@pytest.mark.parametrize("who", ["agent", "unit_lead", "district_admin"])
def test_whoever_does_not_dispatch_reads_none(signed_in, act, who):
    key = act("dispatcher", "create_rule", fields=RULE).pk
    browser = signed_in(who)
    assert browser.get("/api/directives").status_code == 403
    assert browser.get(f"/api/directives/{key}/effect").status_code == 403


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"name": " "}, "name"),
        ({"unit": "nobody"}, "unit"),
        ({"unit": "old"}, "unit"),
        ({"effect": "x"}, "effect"),
        ({"category": "99"}, "category"),
        ({"request_type": "x"}, "request_type"),
        ({"words": []}, "words"),
        ({"words": ["路"]}, "words"),
        ({"words": ["长" * 31]}, "words"),
        ({"words": [f"词语{n}" for n in range(51)]}, "words"),
        ({"weight": 0}, "weight"),
        ({"weight": 101}, "weight"),
        ({"rank": 0}, "rank"),
        ({"since": dt.date(2026, 5, 2), "until": dt.date(2026, 5, 1)}, "until"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(act, changed, field):
    with pytest.raises(BadInput) as refused:
        act("dispatcher", "create_rule", fields={**RULE, **changed})
    assert refused.value.field == field and refused.value.cure
    assert not Directive.objects.exists() and not Event.objects.exists()


def test_a_name_is_given_once(act):
    act("dispatcher", "create_rule", fields=RULE)
    with pytest.raises(Conflict):
        act("supervisor", "create_rule", fields={**RULE, "words": ["别处"]})


def test_a_switch_pressed_twice_is_told(act):
    rule = act("dispatcher", "create_rule", fields=RULE)
    with pytest.raises(Conflict, match="已经启用"):
        act("dispatcher", "switch_rule", pk=rule.pk, active=True)


def test_the_preview_shows_which_orders_of_last_month_would_have_changed(signed_in, order_in):
    orders = [order_in(State.DISPATCHED) for _ in range(3)]
    lately = timezone.now() - dt.timedelta(days=2)
    Order.objects.update(dispatched_at=lately)
    Order.objects.filter(pk=orders[2].pk).update(dispatched_at=lately - dt.timedelta(days=60))
    browser = signed_in("dispatcher")
    found = browser.send("/api/directives/preview", RULE).json()
    assert {name: found[name] for name in ("looked", "held", "tried", "righted", "spoilt")} == {
        **{"looked": 2, "held": 2, "tried": 2},
        **{"righted": 0, "spoilt": 2},
    }
    row = found["changed"][0]
    assert (row["before"]["code"], row["then"]["code"]) == ("east-cg", "water")
    assert row["handled"]["code"] == "east-cg"
    other = browser.send("/api/directives/preview", {**RULE, "words": ["解放路"]}).json()
    assert (other["held"], other["changed"]) == (0, [])
    assert not Directive.objects.exists()


def test_what_a_rule_as_it_stands_changes_is_shown_too(signed_in, act, order_in):
    order_in(State.DISPATCHED)
    Order.objects.update(dispatched_at=timezone.now() - dt.timedelta(days=1))
    browser = signed_in("leader")
    bind = act("dispatcher", "create_rule", fields=RULE)
    help_with = {**RULE, "name": "水务协办", "effect": "assist"}
    asks = act("dispatcher", "create_rule", fields=help_with)
    assert browser.get(f"/api/directives/{bind.pk}/effect").json()["changed"][0]["then"]["code"] == "water"
    assert browser.get(f"/api/directives/{asks.pk}/effect").json()["changed"][0]["helper"]["code"] == "water"
    assert browser.get("/api/directives/999999/effect").status_code == 404


def test_the_page_reads_saves_and_switches(signed_in, city):
    browser = signed_in("dispatcher")
    assert browser.get("/api/directives").json() == {"rules": [], "editable": True}
    made = browser.send("/api/directives", {**RULE, "district": "东河区", "category": "01"}).json()
    assert made["about"] == "城市管理，发生在东河区，提到“人民路”" and made["unit_open"]
    path = f"/api/directives/{made['id']}"
    changed = browser.send(path, {**RULE, "effect": "favour", "weight": 30}, method="put").json()
    assert (changed["effect"], changed["weight"], changed["category"]) == ("favour", 30, None)
    assert browser.send(f"{path}/switch", {"active": False}).json()["active"] is False
    refused = browser.send("/api/directives", {**RULE, "unit": "nobody", "name": "二"}).json()
    assert refused["error"]["field"] == "unit"
    assert signed_in("leader").get("/api/directives").json()["editable"] is False


def test_helpers_are_proposed_by_rule_for_the_lead_of_an_order(signed_in, act, order_in, do, city):
    order = order_in(State.ACCEPTED)
    act("dispatcher", "create_rule", fields={**RULE, "effect": "assist"})
    browser = signed_in("dispatcher")
    path = f"/api/orders/{order.number}/helpers"
    assert [row["unit"]["code"] for row in browser.get(path).json()] == ["water"]
    order = do("dispatcher", "review", order)
    do("dispatcher", "dispatch", order, unit=city["east-cg"], assisting=[city["water"]])
    assert browser.get(path).json() == []
