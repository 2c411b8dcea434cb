"""A gap becomes a unit's task: given, written, declined, taken back (交办, 供稿, 说明不写, 收回)."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from zhixi.errors import BadInput, Conflict, NotAllowed, NotFound
from zhixi.hotline.articles import actions as articles
from zhixi.hotline.articles.models import Article
from zhixi.hotline.audit.actions import record
from zhixi.hotline.commissions.choices import Outcome
from zhixi.hotline.commissions.models import GIVERS, Commission
from zhixi.hotline.gaps.choices import GapState
from zhixi.hotline.gaps.models import Gap
from zhixi.hotline.notifications.actions import tell_people
from zhixi.hotline.privacy.masking import mask_text
from zhixi.hotline.units.asking import UNIT_PEOPLE
from zhixi.hotline.units.models import Unit

LONGEST = 500  # characters of a wish or a reason


@transaction.atomic
def give(*, actor, gap_id: int, unit: Unit, due_on: dt.date, wish: str = "", now) -> Commission:
    """Ask the unit that answers for it to write the answer of an open gap by a day; its people are told."""
    _check_giver(actor, "交办知识缺口")
    today = timezone.localdate(now)
    if due_on <= today:
        raise BadInput("截止日须晚于今天", field="due_on")
    if not unit.open_on(today):
        raise BadInput(f"{unit.name}现已停用", cure="请选择其他单位", field="unit")
    gap = _gap(gap_id)
    if gap.state != GapState.OPEN:
        raise Conflict(f"该缺口{gap.get_state_display()}", cure="请刷新后再看")
    made = Commission.objects.create(
        gap=gap,
        unit=unit,
        asked_by=actor,
        asked_at=now,
        due_on=due_on,
        wish=mask_text(wish.strip())[:LONGEST],
    )
    _move(actor, made, GapState.ASSIGNED, "give_gap", now, reason=made.wish)
    tell_people(
        kind="gap_given",
        unit=unit,
        text=f"问题：{gap.question}。请于{due_on:%Y-%m-%d}前供稿。",
        key=str(made.pk),
        now=now,
    )
    return made


@transaction.atomic
def write(*, actor, commission_id: int, fields: dict, now) -> Article:
    """The unit writes the answer (供稿): an article that waits for review; the gap ends when it is published."""
    found = _own(actor, commission_id)
    key = f"gap-{found.gap_id}-{found.pk}"
    article = articles.contribute(actor=actor, key=key, unit=found.unit, fields=fields, now=now)
    found.gap.article = article
    found.article = article
    _end(actor, found, Outcome.WRITTEN, "", now)
    _move(actor, found, GapState.DRAFTING, "write_for_gap", now, data={"article": article.key})
    return article


@transaction.atomic
def decline(*, actor, commission_id: int, reason: str, now) -> Commission:
    """The unit says why it does not write (说明不写); the gap is open again, and whoever asked is told."""
    found = _own(actor, commission_id)
    _end(actor, found, Outcome.DECLINED, _reason(reason, "例如：不属于本单位职责，应由市民政局答复"), now)
    _move(actor, found, GapState.OPEN, "decline_gap", now, reason=found.note)
    tell_people(
        kind="gap_declined",
        users=[found.asked_by],
        text=f"{found.unit.name}：{found.note}",
        key=str(found.pk),
        now=now,
    )
    return found


@transaction.atomic
def recall(*, actor, commission_id: int, reason: str, now) -> Commission:
    """Take a question back from its unit (收回), to give it to another or to write it oneself."""
    _check_giver(actor, "收回约稿")
    found = _locked(Commission.objects.visible_to(actor), commission_id)
    _end(actor, found, Outcome.RECALLED, _reason(reason, "例如：改由市民政局答复"), now)
    _move(actor, found, GapState.OPEN, "recall_gap", now, reason=found.note)
    return found


def _check_giver(actor, deed: str) -> None:
    if actor.role not in GIVERS:
        raise NotAllowed(f"{actor.get_role_display()}不能{deed}", cure="请由知识采编人员或督办员办理")


def _own(actor, commission_id: int) -> Commission:
    if actor.role not in UNIT_PEOPLE:
        raise NotAllowed(f"{actor.get_role_display()}不能代单位供稿", cure="请由承办单位办理")
    return _locked(Commission.objects.visible_to(actor), commission_id)


def _locked(rows, commission_id: int) -> Commission:
    found = rows.select_for_update(of=("self",)).select_related("unit", "asked_by").filter(pk=commission_id)
    commission = found.first()
    if commission is None:
        raise NotFound("没有这项约稿")
    if commission.answered_at is not None:
        raise Conflict(f"该约稿{commission.get_outcome_display()}", cure="请刷新后再看")
    commission.gap = _gap(commission.gap_id)
    return commission


def _gap(gap_id: int) -> Gap:
    gap = Gap.objects.select_for_update(of=("self",)).filter(pk=gap_id).first()
    if gap is None:
        raise NotFound("没有这个知识缺口")
    return gap


def _reason(text: str, example: str) -> str:
    if len(text.strip()) < 2:
        raise BadInput("须说明理由", cure=example, field="reason")
    return mask_text(text.strip())[:LONGEST]


def _end(actor, commission: Commission, outcome: Outcome, note: str, now) -> None:
    commission.outcome, commission.note = outcome, note
    commission.by, commission.answered_at = actor, now
    commission.save(update_fields=["outcome", "note", "by", "answered_at", "article"])


def _move(
    actor, commission: Commission, state: GapState, verb: str, now, *, reason="", data: dict | None = None
) -> None:
    gap = commission.gap
    before, gap.state = gap.state, state
    gap.by, gap.decided_at = actor, now
    gap.save(update_fields=["state", "article", "by", "decided_at"])
    told = {"unit": commission.unit.code, "due_on": commission.due_on.isoformat()} | (data or {})
    record(
        actor=actor,
        subject="gap",
        key=str(gap.pk),
        verb=verb,
        from_state=before,
        to_state=state,
        reason=reason,
        data=told,
        at=now,
    )
