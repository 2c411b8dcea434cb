"""Changing the ladder: who may, what a rule must be, and that orders long beyond it are not pushed in a burst."""

import datetime as dt

import pytest
from django.utils import timezone

from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.notifications.models import Message
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.supervision import rule_actions
from zhixi.hotline.supervision.ladder import climb
from zhixi.hotline.supervision.models import LadderRule, Notice, Rise

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LATE = {"clock": "handle", "before": False, "amount": 12, "span": "hours", "rung": "circulate"}
LATE |= {"tells": ["unit", "leader"]}


@pytest.fixture
def rules(people, now):
    """rules("supervisor", "create_rule", …): an action on the ladder, which begins with no rule at all."""
    LadderRule.objects.all().delete()

    def act(who, name, at=now, **more):
        return getattr(rule_actions, name)(actor=people[who], now=at, **more)

    return act


def test_a_new_rule_pushes_orders_that_get_there_later(rules, order_in):
    rule, beyond = rules("supervisor", "create_rule", fields=LATE)
    assert beyond == 0
    order = order_in(State.HANDLING)
    climb(order.due_at + DAY / 3)
    assert Notice.objects.count() == 0
    climb(order.due_at + DAY)
    assert order.notices.get().rung == "circulate"
    assert set(Message.objects.values_list("user__username", flat=True)) >= {"leader", "unit_clerk"}
    assert Rise.objects.get().rule == rule


def test_orders_long_beyond_a_new_rule_are_let_be(rules, order_in):
    late, coming = order_in(State.HANDLING), order_in(State.HANDLING)
    Order.objects.filter(pk=coming.pk).update(due_at=late.due_at + 5 * DAY)
    at = late.due_at + 3 * DAY
    _, found = rules("supervisor", "would_push", fields=LATE, at=at)
    assert found == 1
    _, beyond = rules("supervisor", "create_rule", fields=LATE, at=at)
    assert beyond == 1 and climb(at) == 0
    assert climb(late.due_at + 6 * DAY) == 1
    assert Notice.objects.get().order == coming


def test_they_are_pushed_where_the_supervisor_says_so(rules, order_in):
    order = order_in(State.HANDLING)
    at = order.due_at + 3 * DAY
    rules("supervisor", "create_rule", fields=LATE, at=at, at_once=True)
    assert climb(at) == 1 and order.notices.count() == 1
    assert Event.objects.filter(subject="ladder_rule").last().data["at_once"] is True


def test_an_order_that_was_let_be_climbs_at_its_next_limit(rules, order_in):
    order = order_in(State.HANDLING)
    at = order.due_at + 3 * DAY
    rules("supervisor", "create_rule", fields=LATE, at=at)
    Order.objects.filter(pk=order.pk).update(due_at=at + DAY)
    assert climb(at + 3 * DAY) == 1


def test_a_rule_that_now_comes_sooner_does_not_push_what_was_in_between(rules, order_in):
    rule, _ = rules("supervisor", "create_rule", fields={**LATE, "amount": 72})
    order = order_in(State.HANDLING)
    at = order.due_at + DAY
    _, beyond = rules("supervisor", "change_rule", pk=rule.pk, fields=LATE, at=at)
    assert beyond == 1 and climb(at) == 0 and climb(at + 9 * DAY) == 0


def test_a_change_takes_no_push_away_that_was_due(rules, order_in):
    rule, _ = rules("supervisor", "create_rule", fields=LATE)
    order = order_in(State.HANDLING)
    at = order.due_at + DAY
    _, beyond = rules("supervisor", "change_rule", pk=rule.pk, fields={**LATE, "rung": "supervise"}, at=at)
    assert beyond == 0 and climb(at) == 1
    assert order.notices.get().rung == "supervise"


def test_a_rule_switched_off_pushes_nobody_and_on_again_only_later_ones(rules, order_in):
    rule, _ = rules("supervisor", "create_rule", fields=LATE)
    order = order_in(State.HANDLING)
    rules("system_admin", "switch_rule", pk=rule.pk, active=False)
    assert climb(order.due_at + DAY) == 0
    _, beyond = rules("system_admin", "switch_rule", pk=rule.pk, active=True, at=order.due_at + DAY)
    assert beyond == 1 and climb(order.due_at + 2 * DAY) == 0
    with pytest.raises(Conflict, match="已经启用"):
        rules("system_admin", "switch_rule", pk=rule.pk, active=True)


def test_each_change_is_in_the_chain_with_before_and_after(rules, people):
    rule, _ = rules("supervisor", "create_rule", fields=LATE)
    rules("supervisor", "change_rule", pk=rule.pk, fields={**LATE, "amount": 24, "tells": ["leader"]})
    rules("system_admin", "switch_rule", pk=rule.pk, active=False)
    events = list(Event.objects.filter(subject="ladder_rule", key=str(rule.pk)))
    assert [(e.verb, e.actor) for e in events] == [
        ("create", people["supervisor"]),
        ("amend", people["supervisor"]),
        ("switch_off", people["system_admin"]),
    ]
    assert (events[1].data["before"]["amount"], events[1].data["after"]["amount"]) == (12, 24)
    assert events[1].reason == "修改督办规则：超过办理期限24小时：通报" and verify().ok


@pytest.mark.parametrize("who", ["agent", "team_leader", "leader", "unit_lead", "dispatcher"])
def test_nobody_else_changes_the_ladder(rules, who):
    rule, _ = rules("supervisor", "create_rule", fields=LATE)
    for name, more in (
        ("create_rule", {"fields": {**LATE, "amount": 5}}),
        ("change_rule", {"pk": rule.pk, "fields": LATE}),
        ("switch_rule", {"pk": rule.pk, "active": False}),
        ("would_push", {"fields": LATE}),
    ):
        with pytest.raises(NotAllowed):
            rules(who, name, **more)
    assert LadderRule.objects.get().active and Event.objects.filter(subject="ladder_rule").count() == 1


@pytest.mark.parametrize(
    "changed, field, words",
    [
        ({"amount": 721}, "amount", "0至720"),
        ({"amount": 0, "before": True}, "amount", "1至720"),
        ({"span": "percent", "amount": 20}, "span", "只能在期限之前"),
        ({"span": "percent", "before": True, "amount": 100}, "amount", "1至99"),
        ({"span": "working_days", "amount": 61}, "amount", "0至60"),
        ({"rung": "warn"}, "rung", "预警只能在期限之前"),
        ({"tells": []}, "tells", "至少选一个"),
        ({"tells": ["agent"]}, "tells", "不能通知"),
        ({"clock": "callback", "tells": ["unit"]}, "tells", "由热线中心负责"),
        ({"clock": "x"}, "clock", "请从列表中选择"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_in_words(rules, changed, field, words):
    with pytest.raises(BadInput) as refused:
        rules("supervisor", "create_rule", fields={**LATE, **changed})
    assert refused.value.field == field and words in str(refused.value)
    assert not LadderRule.objects.exists() and not Event.objects.exists()


def test_the_same_rule_is_not_made_twice(rules):
    rule, _ = rules("supervisor", "create_rule", fields=LATE)
    with pytest.raises(Conflict, match="请修改那一条"):
        rules("supervisor", "create_rule", fields=LATE)
    rules("supervisor", "switch_rule", pk=rule.pk, active=False)
    with pytest.raises(Conflict, match="请启用那一条"):
        rules("supervisor", "create_rule", fields=LATE)


def test_the_page_reads_tries_saves_and_switches(signed_in, rules, order_in, now):
    order = order_in(State.HANDLING)
    Order.objects.filter(pk=order.pk).update(due_at=timezone.now() - 2 * DAY)
    browser = signed_in("supervisor")
    tried = browser.send("/api/supervision/rules/preview", LATE).json()
    assert tried == {"when": "超过办理期限12小时：通报", "beyond": 1}
    saved = browser.send("/api/supervision/rules", {**LATE, "at_once": True}).json()
    assert (saved["beyond"], saved["rule"]["tells_words"]) == (1, "承办单位、领导")
    climb(timezone.now())
    key = saved["rule"]["id"]
    row = browser.get("/api/supervision/rules").json()["rules"][0]
    assert (row["id"], row["pushed"], row["active"]) == (key, 1, True)
    again = browser.send(f"/api/supervision/rules/{key}", {**LATE, "amount": 24}, method="put")
    assert again.json()["rule"]["when"] == "超过办理期限24小时"
    off = browser.send(f"/api/supervision/rules/{key}/switch", {"active": False})
    assert off.json()["rule"]["active"] is False
    assert browser.send("/api/supervision/rules/999/switch", {"active": False}).status_code == 404
    leader = signed_in("leader").get("/api/supervision/rules").json()
    assert leader["editable"] is False and len(leader["rules"]) == 1


@pytest.mark.parametrize("who", ["agent", "unit_lead", "district_admin"])
def test_the_ladder_is_not_everybodys_to_read(signed_in, who):
    assert signed_in(who).get("/api/supervision/rules").status_code == 403
    assert signed_in(who).send("/api/supervision/rules", LATE).status_code == 403
