"""The time of an order as its page shows it: clocks, stops, requests, and what may still be done about them."""

from django.conf import settings

from zhixi.hotline.deadlines import queries
from zhixi.hotline.deadlines.choices import StopKind
from zhixi.hotline.orders.actions.time import granted_days, most_grantable


def time_of(order, viewer, now, text) -> dict:
    """For OrderDetail. text: how free texts are shown to this viewer."""
    return {
        "clocks": queries.clocks_of(order, now),
        "stops": [_stop(stop, text) for stop in order.stops.select_related("by", "ended_by")],
        "suspension_requests": [
            _request(asked, text) for asked in order.suspension_requests.select_related("by", "decided_by")
        ],
        "time_choices": _choices(order, viewer),
    }


def _stop(stop, text) -> dict:
    same = {name: getattr(stop, name) for name in ("kind", "cause", "begin", "end")}
    return {**same, "reason": text(stop.reason), "by": _name(stop.by), "ended_by": _name(stop.ended_by)}


def _request(asked, text) -> dict:
    same = {name: getattr(asked, name) for name in ("id", "at", "cause", "granted", "decided_at")}
    return {
        **same,
        "by": _name(asked.by),
        "reason": text(asked.reason),
        "decided_by": _name(asked.decided_by),
        "decision_note": text(asked.decision_note),
    }


def _choices(order, viewer) -> dict:
    granted = granted_days(order)
    left = max(0, settings.ORDER_EXTENSION_TOTAL - granted)
    since = {"begin__gte": order.dispatched_at} if order.dispatched_at else {}
    asked = order.stops.filter(kind=StopKind.WAITING, **since).count()
    return {
        "ask_days": min(settings.ORDER_EXTENSION_DAYS, left),
        "grant_days": min(most_grantable(viewer), left),
        "granted_days": granted,
        "total_days": settings.ORDER_EXTENSION_TOTAL,
        "supplements_left": max(0, settings.ORDER_SUPPLEMENT_ASKS - asked),
    }


def _name(user) -> str:
    return (user.name or user.username) if user else ""
