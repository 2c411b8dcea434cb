"""The callback policy: supervisors and the administrator change it, leaders read it (回访规则)."""

import dataclasses
from typing import Annotated, Literal

from django.utils import timezone
from ninja import Path, Router, Schema
from pydantic import Field

from zhixi.hotline.callbacks import previewing
from zhixi.hotline.callbacks import rule_actions as actions
from zhixi.hotline.callbacks.choices import Whom
from zhixi.hotline.callbacks.models import CallbackRule
from zhixi.hotline.http import Key, answers
from zhixi.hotline.orders.choices import RequestType, Urgency

router = Router()
FIELDS = ("id", "whom", "request_type", "urgency", "percent", "active")


class CallbackRuleBody(Schema):
    """Empty texts mean any. percent: of a sample; else it is not looked at."""

    whom: Whom
    request_type: RequestType | Literal[""] = ""
    urgency: Urgency | Literal[""] = ""
    percent: Annotated[int, Field(ge=0, le=1000)] = 100


class CallbackRuleTried(CallbackRuleBody):
    """id: of the rule that would be changed; None for a new one. active False: if it were switched off."""

    id: Key | None = None
    active: bool = True


class CallbackRuleSwitch(Schema):
    active: bool


class CallbackRuleRow(Schema):
    """about, asks: in words. covered_by: the rule beside which this one changes nothing, in words; "" for none."""

    id: int
    whom: str
    request_type: str
    urgency: str
    percent: int
    active: bool
    about: str
    asks: str
    covered_by: str


class CallbackRules(Schema):
    rules: list[CallbackRuleRow]
    editable: bool


class CallbackPreview(Schema):
    """concluded: orders of the last `days` days with a unit's reply; looked: how many of them were tried, the newest;
    now, then: how many of those the policy asks as it is, and would ask."""

    days: int
    concluded: int
    looked: int
    now: int
    then: int


@router.get("", response=answers(CallbackRules), operation_id="callback_rules")
def every_rule(request):
    actions.may_read(request.user)
    return {"rules": _rows(), "editable": request.user.role in actions.BOOK.changes}


@router.post("", response=answers(CallbackRuleRow), operation_id="create_callback_rule")
def create(request, body: CallbackRuleBody):
    return _row(actions.create_rule(actor=request.user, fields=_read(body), now=timezone.now()))


@router.post("/preview", response=answers(CallbackPreview), operation_id="preview_callback_rule")
def preview(request, body: CallbackRuleTried):
    """Of the orders concluded lately, how many would be rung if the rule were saved like this."""
    tried = actions.try_rule(
        actor=request.user, fields=_read(body), now=timezone.now(), pk=body.id, active=body.active
    )
    return {"days": previewing.DAYS, **dataclasses.asdict(tried)}


@router.put("/{pk}", response=answers(CallbackRuleRow), operation_id="change_callback_rule")
def change(request, pk: Path[Key], body: CallbackRuleBody):
    return _row(actions.change_rule(actor=request.user, pk=pk, fields=_read(body), now=timezone.now()))


@router.post("/{pk}/switch", response=answers(CallbackRuleRow), operation_id="switch_callback_rule")
def switch(request, pk: Path[Key], body: CallbackRuleSwitch):
    return _row(actions.switch_rule(actor=request.user, pk=pk, active=body.active, now=timezone.now()))


def _read(body: CallbackRuleBody) -> dict:
    return body.model_dump(mode="json", exclude={"id", "active"})


def _row(rule: CallbackRule) -> dict:
    return next(row for row in _rows() if row["id"] == rule.pk)


def _rows() -> list[dict]:
    rules = list(CallbackRule.objects.all())
    return [
        {
            **{name: getattr(rule, name) for name in FIELDS},
            "about": rule.about(),
            "asks": rule.asks(),
            "covered_by": str(actions.covered_by(rule, rules) or "") if rule.active else "",
        }
        for rule in rules
    ]
