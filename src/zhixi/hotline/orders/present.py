"""An order as the browser gets it, personal values masked for whoever looks (see `privacy.rules`)."""

from zhixi.hotline.accounts.schemas import unit_ref
from zhixi.hotline.callbacks.queries import doubts_of, why_asked
from zhixi.hotline.calls.models import Call
from zhixi.hotline.deadlines.presenting import time_of
from zhixi.hotline.orders import queries, rules
from zhixi.hotline.orders.due import next_due_at
from zhixi.hotline.orders.linked import links_of
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.reading import ADDRESS
from zhixi.hotline.privacy.rules import hides_caller, shown, text_shown
from zhixi.hotline.supervision.models import Important

SAME = [
    "number",
    "version",
    "state",
    "request_type",
    "urgency",
    "channel",
    "district",
    "created_at",
    "due_at",
    "important",
    "confidential",
    "anonymous",
    "returned",
    "reopened",
]
DETAIL = [
    "caller_gender",
    "callback_wanted",
    "incident_time_text",
    "incident_time",
    "evidence",
    "answered_on_the_spot",
    "bound",
    "held",
    "accepted_at",
    "dispatched_at",
    "signed_at",
    "replied_at",
    "concluded_at",
    "archived_at",
    "suspended_at",
    "dispatch_due_at",
    "sign_due_at",
    "callback_due_at",
]
TEXTS = ("subject", "demand", "description", "answer")


def row(order: Order, viewer, now) -> dict:
    due = next_due_at(order)
    category = order.category
    return {
        **{name: getattr(order, name) for name in SAME},
        "title": text_shown(viewer, order, order.title),
        "category": {"code": category.code, "path": category.path} if category else None,
        "unit": unit_ref(order.unit),
        "next_due_at": due,
        "overdue": due is not None and due < now,
        "remaining_seconds": int((due - now).total_seconds()) if due else None,
        "caller_name": shown(viewer, order, "caller_name"),
    }


def rows(orders, viewer, now) -> list[dict]:
    return [row(order, viewer, now) for order in orders]


def detail(order: Order, viewer, now) -> dict:
    """The whole order. order: with its unit, category, author, related order and master read along."""
    return {
        **row(order, viewer, now),
        **links_of(order, viewer),
        **{name: getattr(order, name) for name in DETAIL},
        **{name: text_shown(viewer, order, getattr(order, name)) for name in TEXTS},
        "caller_gender": "" if hides_caller(viewer, order) else order.caller_gender,
        "caller_phone": shown(viewer, order, "caller_phone"),
        "calling_number": shown(viewer, order, "calling_number"),
        "address": {key: getattr(order, name) for key, name in ADDRESS.items()},
        "related_order": order.related_order.number if order.related_order else None,
        "master": order.master.number if order.master else None,
        "created_by": _name(order.created_by),
        "leader": _leader(order),
        "callback_why": why_asked(order) if order.callback_wanted else "",
        "call": _call(order, viewer),
        **_lists(order, viewer),
        **time_of(order, viewer, now, lambda text: text_shown(viewer, order, text)),
        "verbs": [
            {"verb": s.verb, "label": s.label, "danger": s.danger} for s in rules.verbs_for(viewer, order)
        ],
        "similar": rows(queries.similar(viewer, order), viewer, now),
    }


def _lists(order: Order, viewer) -> dict:
    def text(value: str) -> str:
        return text_shown(viewer, order, value)

    return {
        "assisting": [
            {
                "unit": unit_ref(a.unit),
                "task": text(a.task),
                "reply": text(a.reply),
                "replied_at": a.replied_at,
                "asked_at": a.asked_at,
                "due_at": a.due_at,
                "removed_at": a.removed_at,
            }
            for a in order.assisting.select_related("unit").order_by("pk")
        ],
        "replies": [
            {**_reply(r, text), "doubts": _doubts(order, r, viewer)}
            for r in order.replies.select_related("unit", "by")
        ],
        "returns": [
            _return(r, text)
            for r in order.returns.select_related(
                "unit", "by", "believed_unit", "ruled_by", "duty", "sent_to"
            )
        ],
        "extensions": [_extension(e, text) for e in order.extensions.select_related("by", "decided_by")],
        "callbacks": [_callback(c, text) for c in order.callbacks.select_related("by")],
        "notices": [_notice(n, text) for n in order.notices.select_related("unit", "by")],
    }


def _reply(reply, text) -> dict:
    same = {name: getattr(reply, name) for name in ("id", "at", "contacted", "accepted")}
    return {
        **same,
        "unit": unit_ref(reply.unit),
        "by": _name(reply.by),
        "text": text(reply.text),
        "review_note": text(reply.review_note),
    }


def _doubts(order: Order, reply, viewer) -> list[dict]:
    """What makes a reply doubtful is for those who review it; its author is not shown how to get past."""
    if not viewer.in_centre:
        return []
    return [{"kind": str(doubt.kind), "message": doubt.message} for doubt in doubts_of(order, reply)]


def _return(sent, text) -> dict:
    same = {name: getattr(sent, name) for name in ("id", "at", "reason", "clause", "ruling", "ruled_at")}
    return {
        **same,
        "unit": unit_ref(sent.unit),
        "by": _name(sent.by),
        "note": text(sent.note),
        "duty": sent.duty.code if sent.duty else None,
        "believed_unit": unit_ref(sent.believed_unit),
        "sent_to": unit_ref(sent.sent_to),
        "ruling_note": text(sent.ruling_note),
        "ruled_by": _name(sent.ruled_by) if sent.ruled_by else "",
    }


def _extension(asked, text) -> dict:
    same = {name: getattr(asked, name) for name in ("id", "at", "days", "granted", "decided_at")}
    return {
        **same,
        "by": _name(asked.by),
        "reason": text(asked.reason),
        "decided_by": _name(asked.decided_by) if asked.decided_by else "",
        "decision_note": text(asked.decision_note),
    }


def _callback(made, text) -> dict:
    names = ("attempt", "at", "via", "reached", "solved", "satisfaction", "reason", "next_attempt_at")
    by = "市民" if made.by is None else _name(made.by)
    return {**{name: getattr(made, name) for name in names}, "by": by, "note": text(made.note)}


def _notice(pushed, text) -> dict:
    same = {name: getattr(pushed, name) for name in ("id", "rung", "at")}
    return {**same, "unit": unit_ref(pushed.unit), "by": _name(pushed.by), "text": text(pushed.text)}


def _leader(order: Order) -> str:
    case = Important.objects.filter(order=order).select_related("leader").first()
    return _name(case.leader) if case else ""


def _name(user) -> str:
    return (user.name or user.username) if user else "系统"


def _call(order: Order, viewer) -> str | None:
    same_call = Call.objects.visible_to(viewer).filter(order__in=[order.pk, order.split_from_id])
    call = same_call.order_by("offered_at").first()
    return str(call.pk) if call else None
