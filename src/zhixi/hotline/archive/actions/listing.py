"""Retention and the lists of what is past it (保管期限, 销毁清单). Nothing here deletes an order."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from zhixi.errors import Conflict, NotFound
from zhixi.hotline.archive import retention, rules
from zhixi.hotline.archive.choices import ListState
from zhixi.hotline.archive.models import DestructionList, Listed, Retention
from zhixi.hotline.audit import actions as audit
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.guards import has_reason
from zhixi.hotline.orders.models import Order


def set_retention(*, actor, request_type: str, category, years: int, basis: str, now) -> Retention:
    """Say how long orders of a kind are kept; years 0 keeps them for ever. What was said before is in the events."""
    rules.check(actor, rules.DECIDES, "设定保管期限")
    with transaction.atomic():
        row, fresh = Retention.objects.select_for_update().get_or_create(
            request_type=request_type,
            category=category,
            defaults={"years": years, "basis": basis, "changed_by": actor, "changed_at": now},
        )
        before = None if fresh else row.years
        row.years, row.basis, row.changed_by, row.changed_at = years, basis.strip(), actor, now
        row.save()
        kind = {"request_type": request_type, "category": category.code if category else ""}
        _record(
            "retention", row, actor, "set_retention", now, {**kind, "years": years, "before": before}, basis
        )
    return row


def propose(*, now: dt.datetime, actor=None) -> DestructionList | None:
    """List the orders whose retention has passed and that are on no list yet; None where there are none.

    actor: who asked for it now; None is the clock. At most DESTRUCTION_MOST orders a list, the oldest first.
    """
    if actor is not None:
        rules.check(actor, rules.DECIDES, "提出销毁清单")
    kinds = retention.read(Retention.objects.select_related("category"))
    today = timezone.localdate(now)
    with transaction.atomic():
        past = list(_past(kinds, today, now))
        if not past:
            return None
        made = DestructionList.objects.create(made_at=now, size=len(past))
        Listed.objects.bulk_create(
            (Listed(list=made, order_id=pk, past_since=day) for pk, day in past), batch_size=500
        )
        _record("destruction_list", made, actor, "propose", now, {"orders": len(past)})
    return made


def decide(*, actor, pk: int, approve: bool, note: str, now) -> DestructionList:
    """Approve or refuse a list (审批). An approved order is still held back if it was frozen meanwhile."""
    rules.check(actor, rules.DECIDES, "审批销毁清单")
    with transaction.atomic():
        found = DestructionList.objects.visible_to(actor).select_for_update().filter(pk=pk).first()
        if found is None:
            raise NotFound("没有这份销毁清单", cure="请刷新后再试")
        if found.state != ListState.PROPOSED:
            raise Conflict(f"清单已是“{found.get_state_display()}”", cure="请刷新后再试")
        note = has_reason(note, "note", "审批意见")
        frozen = found.rows.filter(order__held=True)
        left_out = list(frozen.values_list("order__number", flat=True)) if approve else []
        if approve:
            frozen.delete()
            found.size -= len(left_out)
        found.state = ListState.APPROVED if approve else ListState.REFUSED
        found.decided_by, found.decided_at, found.note = actor, now, note
        found.save()
        numbers = list(found.rows.values_list("order__number", flat=True))
        _record(
            "destruction_list", found, actor, found.state, now, {"orders": numbers, "held": left_out}, note
        )
    return found


def _past(kinds: retention.Kinds, today: dt.date, now: dt.datetime):
    """(key, the day on which its retention passed) of what may be listed, oldest first."""
    shortest = kinds.shortest()
    if shortest is None:
        return
    found = (
        _unlisted(now).filter(archived_at__lt=now - dt.timedelta(days=365 * shortest)).order_by("archived_at")
    )
    count = 0
    rows = found.values_list("pk", "request_type", "category__code", "archived_at")
    for pk, kind, category, archived_at in rows.iterator(chunk_size=2000):
        passed = retention.passed_on(kinds.years(kind, category or ""), timezone.localdate(archived_at))
        if passed is None or passed > today:
            continue
        yield pk, passed
        count += 1
        if count >= settings.DESTRUCTION_MOST:
            return


def _unlisted(now: dt.datetime) -> QuerySet:
    """Archived, not frozen, on no list that waits or was approved, nor on one refused within the year."""
    lately = now - dt.timedelta(days=settings.DESTRUCTION_AGAIN_DAYS)
    counts = Q(list__state__in=(ListState.PROPOSED, ListState.APPROVED)) | Q(list__decided_at__gte=lately)
    listed = Listed.objects.filter(counts, order=OuterRef("pk"))
    return Order.objects.filter(state=State.ARCHIVED, held=False).exclude(Exists(listed))


def _record(subject: str, row, actor, verb: str, now, data: dict, reason: str = "") -> None:
    audit.record(actor=actor, subject=subject, key=row.pk, verb=verb, reason=reason, data=data, at=now)
