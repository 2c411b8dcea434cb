"""What an agent does to a draft's fields, one function a verb: accept, reject, edit (采纳, 拒绝, 手填).

Each locks the call first, as a draft that comes does, so that the two never cross; each leaves its lesson and tells
the other pages of the same call by the feed. They are many and small, so the chain gets one event a saved order
(`calls.saving`), and these rows say who decided what and when.
"""

from django.db import transaction

from zhixi.errors import Conflict
from zhixi.hotline.calls import feed
from zhixi.hotline.calls.actions import locked
from zhixi.hotline.filling import lessons, rules, slots
from zhixi.hotline.filling.choices import FieldState, Made
from zhixi.hotline.filling.models import DraftField
from zhixi.hotline.filling.presenting import fields_out


@transaction.atomic
def accept(*, actor, call_id, part: int, field: str, revision: int, now) -> list[DraftField]:
    """The suggestion is right (采纳). revision: the one that the agent saw; another one is a Conflict."""
    call = _opened(actor, call_id, part)
    row = _offered(call, part, field, revision)
    _take(row, actor, now)
    return _told(call, [row], now)


@transaction.atomic
def accept_all(*, actor, call_id, part: int, revisions: dict[str, int], now) -> list[DraftField]:
    """All that is offered (全部采纳); what changed since the agent looked stays offered."""
    call = _opened(actor, call_id, part)
    rows = [
        row
        for row in DraftField.objects.filter(call=call, part=part, state=FieldState.OFFERED)
        if row.value and revisions.get(row.field) == row.revision
    ]
    for row in rows:
        _take(row, actor, now)
    return _told(call, rows, now)


@transaction.atomic
def reject(*, actor, call_id, part: int, field: str, revision: int, now) -> list[DraftField]:
    """The suggestion is wrong (不采纳): the field is empty, and the same does not come again."""
    call = _opened(actor, call_id, part)
    row = _offered(call, part, field, revision)
    row.state, row.own, row.version = FieldState.REJECTED, "", row.version + 1
    row.save()
    lessons.learn(row, Made.REJECTED, actor=actor, now=now)
    return _told(call, [row], now)


@transaction.atomic
def edit(*, actor, call_id, part: int, field: str, change: dict, version: int, now) -> list[DraftField]:
    """Write by hand (手填). No later draft changes it.

    change: the form's parts of this field. version: of the field as this page knew it; a draft that came meanwhile
    does not change it, another page of the same agent does, and that is a Conflict.
    """
    own = slots.checked(field, change)
    call = _opened(actor, call_id, part)
    row = DraftField.objects.filter(call=call, part=part, field=field).first()
    row = row or DraftField(call=call, part=part, field=field)
    if row.version != version:
        raise Conflict(
            f"“{slots.LABELS[field]}”刚在另一个页面改过",
            cure="请核对后再改，以最后一次修改为准",
            field=field,
        )
    row.state, row.own, row.version = FieldState.EDITED, slots.stored(own), row.version + 1
    row.save()
    lessons.learn(row, lessons.made_of(row, own), actor=actor, now=now, final=own)
    return _told(call, [row], now)


def check_versions(call, part: int, versions: dict[str, int]) -> None:
    """Before saving: that the page knows the last word on each field. versions: field → as the page knew it."""
    for row in DraftField.objects.filter(call=call, part=part, field__in=versions):
        if row.version > versions[row.field]:
            raise Conflict(
                f"“{slots.LABELS[row.field]}”刚在另一个页面改过，没有保存",
                cure="请核对后再保存",
                field=row.field,
            )


def _opened(actor, call_id, part: int):
    call = locked(call_id)
    rules.check_draft(actor, call, part)
    return call


def _offered(call, part: int, field: str, revision: int) -> DraftField:
    row = DraftField.objects.filter(call=call, part=part, field=field).first()
    if row is None or not row.value:
        raise Conflict("这条建议已经撤回", cure="请以最新的通话为准")
    if row.revision != revision:
        raise Conflict("这条建议刚刚更新", cure="请看新的建议再决定", field=field)
    return row


def _take(row: DraftField, actor, now) -> None:
    own = slots.form_parts(row.field, slots.read(row.value))
    row.state, row.own, row.version = FieldState.ACCEPTED, slots.stored(own), row.version + 1
    row.save()
    lessons.learn(row, Made.ACCEPTED, actor=actor, now=now, final=own)


def _told(call, rows: list[DraftField], now) -> list[DraftField]:
    for entry in fields_out(rows):
        feed.append(call, "field", entry, at=now)
    return rows
