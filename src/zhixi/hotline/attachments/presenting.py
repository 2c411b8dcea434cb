"""Attachments as the browser gets them: what only reviewers may know is for the centre."""

import datetime as dt
from collections import Counter

from django.conf import settings

from zhixi.hotline.accounts.schemas import unit_ref
from zhixi.hotline.attachments import queries, rules
from zhixi.hotline.attachments.kinds import ACCEPTED
from zhixi.hotline.attachments.models import Attachment
from zhixi.hotline.callbacks.photos import SLACK
from zhixi.hotline.orders import rules as order_rules
from zhixi.hotline.privacy.masking import without_caller
from zhixi.hotline.privacy.rules import hides_caller, text_shown

SAME = ("id", "source", "kind", "size", "width", "height", "digest", "shareable", "withdrawn_at")
UPLOAD = ("id", "kind", "name", "size")


def attachments(order, viewer) -> dict:
    rows = list(
        queries.of_order(viewer, order).prefetch_related("reuses__earlier__order", "reuses__earlier__unit")
    )
    numbers: Counter = Counter()
    shown = []
    for row in rows:
        if row.reply_id and row.pixels:
            numbers[row.reply_id] += 1
        shown.append(_row(row, order, viewer, numbers[row.reply_id] if row.reply_id and row.pixels else 0))
    return {
        "items": shown,
        "hidden": queries.hidden_count(viewer, order),
        "waiting": [upload(row) for row in queries.waiting(viewer, order)],
        "limits": {
            "count": settings.ATTACHMENTS_MOST,
            "total": settings.ATTACHMENTS_BYTES,
            "size": settings.ATTACHMENT_BYTES,
            "accepted": ACCEPTED,
        },
    }


def upload(row: Attachment) -> dict:
    return {**{name: getattr(row, name) for name in UPLOAD}, "picture": row.is_picture}


def name_shown(row: Attachment, viewer) -> str:
    """The name of a file, without the caller's where the caller is to be kept from this person."""
    order = row.order
    if not hides_caller(viewer, order):
        return row.name
    return without_caller(row.name, order.caller_name, order.caller_phone, order.calling_number)


def _row(row: Attachment, order, viewer, n: int) -> dict:
    own = row.order_id == order.pk
    withdraws = own and order_rules.may(viewer, order, "withdraw_attachment")
    return {
        **{name: getattr(row, name) for name in SAME},
        "order": row.order.number,
        "picture": row.is_picture,
        "name": name_shown(row, viewer),
        "by": _name(row.by),
        "unit": unit_ref(row.unit),
        "at": row.attached_at,
        "round": row.round + 1,
        "reply": row.reply_id if own else None,
        "n": n,
        "note": text_shown(viewer, row.order, row.note),
        "hidden_from_units": row.hidden_from_units,
        "guarded": row.guarded,
        "withdrawn_by": _name(row.withdrawn_by),
        "withdrawn_why": text_shown(viewer, row.order, row.withdrawn_why),
        "may_withdraw": withdraws and rules.may_withdraw(viewer, order, row),
        **_for_reviewers(row, viewer),
    }


def _for_reviewers(row: Attachment, viewer) -> dict:
    """When and where a photo was taken, and where it was used before: not for those whose photo it is."""
    if not viewer.in_centre:
        return {"taken_at": None, "place": "", "early": False, "uses": []}
    taken = dt.datetime.fromisoformat(row.taken_at) if row.taken_at else None
    early = bool(taken and row.unit_id and taken < row.order.created_at - SLACK)
    place = (
        "" if row.guarded else row.place
    )  # where a caller to be kept unknown stood is looked at with a purpose
    return {
        "taken_at": taken,
        "place": place,
        "early": early,
        "uses": [_use(row, reuse) for reuse in row.reuses.all()],
    }


def _use(row: Attachment, reuse) -> dict:
    earlier = reuse.earlier
    return {
        "id": earlier.pk,
        "order": earlier.order.number,
        "unit": unit_ref(earlier.unit),
        "at": earlier.attached_at,
        "exact": reuse.exact,
        "same_order": earlier.order_id == row.order_id,
    }


def _name(user) -> str:
    return (user.name or user.username) if user else ""
