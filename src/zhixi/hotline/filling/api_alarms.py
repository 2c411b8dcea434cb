"""`/api/alarms`: dangers to life that were heard, and what people made of them."""

from typing import Literal

from django.utils import timezone
from ninja import Query, Router, Schema

from zhixi.hotline.accounts.schemas import name_of
from zhixi.hotline.calls.hearing import for_others, owns
from zhixi.hotline.calls.schemas import AlarmOut
from zhixi.hotline.filling import alarms
from zhixi.hotline.filling.models import Alarm
from zhixi.hotline.filling.presenting import alarm_out
from zhixi.hotline.http import Key, Moment, Said, answers
from zhixi.hotline.paging import Page, page_of

router = Router()


class AlarmRow(AlarmOut):
    """call: its id. agent: who talks or talked."""

    call: str
    agent: str
    raised_at: Moment
    at: Moment | None
    talking: bool


class AlarmPage(Schema):
    items: list[AlarmRow]
    total: int
    more: bool
    page: int
    size: int


class Dismissal(Schema):
    reason: Said


@router.get("", response=answers(AlarmPage), operation_id="alarms")
def listed(request, page: Query[Page], state: Literal["", "raised", "confirmed", "dismissed"] = ""):
    """The newest first."""
    found = Alarm.objects.visible_to(request.user).select_related("call__agent", "by")
    if state:
        found = found.filter(state=state)
    return page_of(found, page, lambda rows: [_row(row, request.user) for row in rows])


@router.post("/{alarm_id}/confirm", response=answers(AlarmRow), operation_id="alarm_confirm")
def confirm(request, alarm_id: Key):
    return _row(alarms.confirm(actor=request.user, alarm_id=alarm_id, now=timezone.now()), request.user)


@router.post("/{alarm_id}/dismiss", response=answers(AlarmRow), operation_id="alarm_dismiss")
def dismiss(request, alarm_id: Key, body: Dismissal):
    row = alarms.dismiss(actor=request.user, alarm_id=alarm_id, reason=body.reason, now=timezone.now())
    return _row(row, request.user)


def _row(row: Alarm, viewer) -> dict:
    out = alarm_out(row)
    if not owns(row.call, viewer):
        out = for_others("alarm", out)
    return out | {
        "call": str(row.call_id),
        "agent": name_of(row.call.agent) if row.call.agent else "",
        "raised_at": row.raised_at,
        "at": row.at,
        "talking": row.call.state == "talking",
    }
