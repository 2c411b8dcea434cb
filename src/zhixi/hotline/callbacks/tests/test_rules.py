"""Changing the callback policy: who may, what a rule must be, and what it would come to."""

import datetime as dt

import pytest
from django.utils import timezone

from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.callbacks import policy, rule_actions
from zhixi.hotline.callbacks.models import CallbackRule
from zhixi.hotline.callbacks.queries import why_asked
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order

pytestmark = pytest.mark.django_db
SAMPLE = {"whom": "sample", "request_type": "complaint", "urgency": "", "percent": 10}


@pytest.fixture
def rules(people, now):
    """rules("supervisor", "create_rule", …): an action on the policy, which begins with no rule at all."""
    CallbackRule.objects.all().delete()

    def act(who, name, **more):
        return getattr(rule_actions, name)(actor=people[who], now=now, **more)

    return act


def test_a_new_rule_decides_whom_the_centre_asks(rules, order_in):
    order = order_in(State.REPLIED)
    assert why_asked(order) == ""
    rule = rules("supervisor", "create_rule", fields={**SAMPLE, "percent": 100})
    assert why_asked(order) == "抽样回访" and str(rule) == "投诉：抽样100%"
    rules("supervisor", "switch_rule", pk=rule.pk, active=False)
    assert why_asked(order) == ""
    rules("system_admin", "change_rule", pk=rule.pk, fields={"whom": "all"})
    rules("system_admin", "switch_rule", pk=rule.pk, active=True)
    assert why_asked(order) == "全部回访"


def test_each_change_is_in_the_chain_with_before_and_after(rules):
    rule = rules("supervisor", "create_rule", fields=SAMPLE)
    rules("supervisor", "change_rule", pk=rule.pk, fields={**SAMPLE, "percent": 20})
    rules("supervisor", "switch_rule", pk=rule.pk, active=False)
    events = list(Event.objects.filter(subject="callback_rule", key=str(rule.pk)))
    assert [event.verb for event in events] == ["create", "amend", "switch_off"]
    assert (events[1].data["before"]["percent"], events[1].data["after"]["percent"]) == (10, 20)
    assert events[1].reason == "修改回访规则：投诉：抽样20%" and verify().ok


@pytest.mark.parametrize("who", ["agent", "team_leader", "leader", "unit_clerk"])
def test_nobody_else_changes_the_policy(rules, who):
    rule = rules("supervisor", "create_rule", fields=SAMPLE)
    for name, more in (
        ("create_rule", {"fields": {"whom": "all"}}),
        ("change_rule", {"pk": rule.pk, "fields": SAMPLE}),
        ("switch_rule", {"pk": rule.pk, "active": False}),
        ("try_rule", {"fields": SAMPLE}),
    ):
        with pytest.raises(NotAllowed):
            rules(who, name, **more)
    assert CallbackRule.objects.get().active


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"percent": 0}, "percent"),
        ({"percent": 101}, "percent"),
        ({"whom": "some"}, "whom"),
        ({"request_type": "x"}, "request_type"),
        ({"urgency": "x"}, "urgency"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(rules, changed, field):
    with pytest.raises(BadInput) as refused:
        rules("supervisor", "create_rule", fields={**SAMPLE, **changed})
    assert refused.value.field == field and refused.value.cure
    assert not CallbackRule.objects.exists() and not Event.objects.exists()


def test_two_rules_about_the_same_orders_are_one(rules):
    rule = rules("supervisor", "create_rule", fields=SAMPLE)
    with pytest.raises(Conflict, match="请修改那一条"):
        rules("supervisor", "create_rule", fields={**SAMPLE, "percent": 30})
    rules("supervisor", "switch_rule", pk=rule.pk, active=False)
    with pytest.raises(Conflict, match="已停用"):
        rules("supervisor", "create_rule", fields=SAMPLE)


@pytest.mark.parametrize(
    "other, rule, said",
    [
        (policy.Rule("all"), policy.Rule("sample", "complaint", percent=10), True),
        (policy.Rule("all"), policy.Rule("risk"), True),
        (policy.Rule("sample", percent=100), policy.Rule("all", "help"), True),
        (policy.Rule("sample", percent=20), policy.Rule("sample", "help", percent=20), True),
        (policy.Rule("sample", percent=20), policy.Rule("sample", "help", percent=21), False),
        (policy.Rule("risk"), policy.Rule("risk", "", "critical"), True),
        (policy.Rule("risk"), policy.Rule("sample", percent=1), False),
        (policy.Rule("all", "help"), policy.Rule("risk"), False),
        (policy.Rule("all", "", "urgent"), policy.Rule("risk", "help"), False),
    ],
)
def test_a_rule_that_another_one_covers_is_known(other, rule, said):
    assert policy.covered(rule, [other]) == (other if said else None)


def test_the_preview_says_how_many_would_be_rung(signed_in, rules, order_in):
    CallbackRule.objects.create(whom="all")
    orders = [order_in(State.CONCLUDED) for _ in range(4)]
    lately = timezone.now() - dt.timedelta(days=2)
    Order.objects.update(concluded_at=lately)
    Order.objects.filter(pk=orders[3].pk).update(concluded_at=lately - dt.timedelta(days=60))
    key = CallbackRule.objects.get().pk
    browser = signed_in("supervisor")
    tried = browser.send("/api/callbacks/rules/preview", {"whom": "all", "id": key, "active": False}).json()
    assert tried == {"days": 30, "concluded": 3, "looked": 3, "now": 3, "then": 0}
    body = {"whom": "risk", "request_type": "help", "id": key}
    assert browser.send("/api/callbacks/rules/preview", body).json()["then"] == 0
    body["request_type"] = "complaint"
    assert browser.send("/api/callbacks/rules/preview", body).json()["then"] == 3
    assert CallbackRule.objects.get().whom == "all"


def test_the_page_reads_saves_and_switches(signed_in, rules):
    browser = signed_in("system_admin")
    key = browser.send("/api/callbacks/rules", SAMPLE).json()["id"]
    wide = browser.send("/api/callbacks/rules", {"whom": "all"}).json()
    assert (wide["about"], wide["asks"], wide["covered_by"]) == ("全部工单", "全部回访", "")
    rows = browser.get("/api/callbacks/rules").json()["rules"]
    assert {row["id"]: row["covered_by"] for row in rows}[key] == "全部工单：全部回访"
    off = browser.send(f"/api/callbacks/rules/{wide['id']}/switch", {"active": False}).json()
    assert off["active"] is False
    path = f"/api/callbacks/rules/{key}"
    changed = browser.send(path, {**SAMPLE, "percent": 50}, method="put").json()
    assert (changed["asks"], changed["covered_by"]) == ("抽样50%", "")
    assert browser.send("/api/callbacks/rules/999", SAMPLE, method="put").status_code == 404
    assert signed_in("leader").get("/api/callbacks/rules").json()["editable"] is False


@pytest.mark.parametrize("who", ["agent", "unit_clerk", "analyst"])
def test_the_policy_is_not_everybodys_to_read(signed_in, who):
    assert signed_in(who).get("/api/callbacks/rules").status_code == 403
    assert signed_in(who).send("/api/callbacks/rules", SAMPLE).status_code == 403
