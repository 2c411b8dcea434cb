"""Rows of the archive as the browser gets them."""

from django.conf import settings

from zhixi.hotline.archive import rules
from zhixi.hotline.archive.choices import ListState
from zhixi.hotline.orders import queries
from zhixi.hotline.orders.filters import read
from zhixi.hotline.orders.rules import STEPS
from zhixi.hotline.privacy.rules import text_shown


def name_of(user) -> str:
    return (user.name or user.username) if user else ""


def view_row(view, viewer, now, *, counts: bool) -> dict:
    count, more = None, False
    if counts:
        cap = settings.BOX_COUNT_CAP
        found = queries.find(viewer, read(view.filters), now).counted
        count = found[: cap + 1].count()
        count, more = min(count, cap), count > cap
    same = {key: getattr(view, key) for key in ("id", "name", "filters", "shared_with")}
    mine = view.owner_id == viewer.pk
    return {**same, "mine": mine, "owner": name_of(view.owner), "count": count, "more": more}


EXPORT = ("id", "asked_at", "purpose", "filters", "columns", "state", "rows", "size", "fault", "downloads")


def export_row(export, viewer) -> dict:
    return {
        **{key: getattr(export, key) for key in EXPORT},
        "asked_by": name_of(export.asked_by),
        "state_label": export.get_state_display(),
        "sm3": export.digest,
        "expires_at": export.expires_at,
        "mine": export.asked_by_id == viewer.pk,
    }


def category_row(category) -> dict | None:
    return {"code": category.code, "path": category.path} if category else None


def retention_row(row) -> dict:
    same = {key: getattr(row, key) for key in ("id", "request_type", "years", "basis", "changed_at")}
    return {**same, "category": category_row(row.category), "changed_by": name_of(row.changed_by)}


def hold_row(hold, viewer) -> dict:
    return {
        "number": hold.order.number,
        "version": hold.order.version,
        "may_release": viewer.role in STEPS["release"].roles,
        "title": text_shown(viewer, hold.order, hold.order.title),
        "by": name_of(hold.by),
        "at": hold.at,
        "reason": text_shown(viewer, hold.order, hold.reason),
    }


def list_row(found, viewer) -> dict:
    same = {key: getattr(found, key) for key in ("id", "made_at", "state", "size", "decided_at", "note")}
    return {
        **same,
        "state_label": found.get_state_display(),
        "decided_by": name_of(found.decided_by),
        "may_decide": found.state == ListState.PROPOSED and viewer.role in rules.DECIDES,
    }


def listed_row(row, viewer) -> dict:
    same = {key: getattr(row.order, key) for key in ("number", "request_type", "archived_at", "held")}
    title, category = text_shown(viewer, row.order, row.order.title), category_row(row.order.category)
    return {**same, "title": title, "category": category, "past_since": row.past_since}
