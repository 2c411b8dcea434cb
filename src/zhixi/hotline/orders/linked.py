"""What an order is tied to, as the browser gets it: parts of one call, merged orders, meetings, helpers still asked."""

from django.conf import settings
from ninja import Schema

from zhixi.hotline.accounts.schemas import UnitRef, unit_ref
from zhixi.hotline.http import Moment
from zhixi.hotline.orders import rules
from zhixi.hotline.orders.actions.returns import return_until
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.privacy.rules import shown, text_shown


class PartRow(Schema):
    """Another order of the same call. first: the one that the others were split from."""

    number: str
    title: str
    state: State
    unit: UnitRef | None
    first: bool


class MergedRow(Schema):
    """An order that was merged into this one; it has its own callback. may_unmerge: by this person, now."""

    number: str
    version: int
    title: str
    caller_name: str
    created_at: Moment
    state: State
    replied_at: Moment | None
    may_unmerge: bool
    reached: bool | None
    solved: bool | None
    satisfaction: str


class MeetingRow(Schema):
    convened_by: str
    convened_at: Moment
    reason: str
    participants: list[UnitRef]
    held_at: Moment | None
    minutes: str
    result: str
    unit: UnitRef | None


class Links(Schema):
    """responsible_unit: answers for the order until the lead has signed (首接负责), None when the lead does itself.

    return_until: until when the lead may return it. helpers_asked: helpers that have not answered; the lead must
    wait for them when `helpers_first`. merged_callers: how many citizens besides this one wait for or got its reply,
    merged_waiting: how many of them still wait.
    merged, merged_orders: for the centre alone.
    """

    responsible_unit: UnitRef | None
    return_until: Moment | None
    split_from: str | None
    parts: list[PartRow]
    merged: list[str]
    merged_callers: int
    merged_waiting: int
    merged_orders: list[MergedRow]
    meetings: list[MeetingRow]
    helpers_asked: list[UnitRef]
    helpers_first: bool


def links_of(order: Order, viewer) -> dict:
    returnable = order.state in (State.DISPATCHED, State.SIGNED) and not order.bound
    merged = list(order.merged.prefetch_related("callbacks").order_by("created_at", "pk"))
    return {
        "responsible_unit": unit_ref(order.responsible_unit),
        "return_until": return_until(order) if returnable else None,
        "split_from": order.split_from.number if order.split_from else None,
        "parts": _parts(order, viewer),
        "merged": [one.number for one in merged] if viewer.in_centre else [],
        "merged_callers": len(merged),
        "merged_waiting": sum(one.state == State.MERGED for one in merged),
        "merged_orders": [_merged(one, viewer) for one in merged] if viewer.in_centre else [],
        "meetings": [_meeting(m, order, viewer) for m in _meetings(order)],
        "helpers_asked": [
            unit_ref(h.unit) for h in order.helpers.filter(replied_at=None).select_related("unit")
        ],
        "helpers_first": bool(settings.ORDER_ASSISTS_FIRST),
    }


def _parts(order: Order, viewer) -> list[dict]:
    root = order.split_from_id or order.pk
    family = Order.objects.visible_to(viewer).filter(split_from=root) | Order.objects.visible_to(
        viewer
    ).filter(pk=root)
    others = family.exclude(pk=order.pk).select_related("unit").order_by("pk")
    return [
        {
            "number": one.number,
            "title": text_shown(viewer, one, one.title),
            "state": one.state,
            "unit": unit_ref(one.unit),
            "first": one.pk == root,
        }
        for one in others
    ]


def _merged(one: Order, viewer) -> dict:
    last = max(one.callbacks.all(), key=lambda made: (made.at, made.pk), default=None)
    return {
        "number": one.number,
        "version": one.version,
        "caller_name": shown(viewer, one, "caller_name"),
        "created_at": one.created_at,
        "may_unmerge": rules.may(viewer, one, "unmerge"),
        "title": text_shown(viewer, one, one.title),
        "state": one.state,
        "replied_at": one.replied_at,
        "reached": last.reached if last else None,
        "solved": last.solved if last else None,
        "satisfaction": last.satisfaction if last else "",
    }


def _meetings(order: Order):
    return order.meetings.select_related("convened_by", "unit").prefetch_related("participants")


def _meeting(meeting, order: Order, viewer) -> dict:
    by = meeting.convened_by
    return {
        "convened_by": by.name or by.username,
        "convened_at": meeting.convened_at,
        "reason": text_shown(viewer, order, meeting.reason),
        "participants": [unit_ref(unit) for unit in meeting.participants.all()],
        "held_at": meeting.held_at,
        "minutes": text_shown(viewer, order, meeting.minutes),
        "result": text_shown(viewer, order, meeting.result),
        "unit": unit_ref(meeting.unit),
    }
