"""What is done about a question that nothing answered: noting it, writing for it, closing it (无答案)."""

import datetime as dt

from django.db import transaction

from zhixi.errors import BadInput, Conflict, NotAllowed, NotFound
from zhixi.hotline.articles import actions as articles
from zhixi.hotline.articles.models import Article
from zhixi.hotline.audit.actions import record
from zhixi.hotline.gaps.choices import GapState
from zhixi.hotline.gaps.likeness import nearest
from zhixi.hotline.gaps.models import ASKERS, KEEPERS, Asking, Gap
from zhixi.hotline.privacy.masking import mask_text

LONGEST = 200  # characters of a question
SHORTEST = 4


@transaction.atomic
def ask(*, actor, question: str, call=None, now) -> Gap:
    """Note that nothing fitted this question. One like it is counted with it, a call once, a person once a day.

    question: masked here; who knows the caller's name takes it out before. Raises BadInput for no question.
    """
    if actor.role not in ASKERS:
        raise NotAllowed(f"{actor.get_role_display()}不能登记知识缺口", cure="请由话务员登记")
    text = mask_text(" ".join(question.split()))[:LONGEST]
    if len(text) < SHORTEST:
        raise BadInput(f"问题至少{SHORTEST}个字", cure="请写明市民问的是什么", field="question")
    gap = _like(text) or Gap.objects.create(question=text, first_at=now, last_at=now)
    same = gap.askings.filter(call=call)
    if call is None:
        same = same.filter(by=actor, at__gt=now - dt.timedelta(days=1))
    if same.exists():
        return gap
    Asking.objects.create(gap=gap, call=call, question=text, by=actor, at=now)
    gap.asked += 1
    gap.last_at = max(gap.last_at, now)
    gap.save(update_fields=["asked", "last_at"])
    if gap.asked == 1:
        _trace(actor, gap, "note_gap", "", now)
    return gap


@transaction.atomic
def draft(*, actor, gap_id: int, key: str, fields: dict, now) -> Article:
    """Write the article that a gap asks for (编写条目): a draft; the gap is answered when it is published."""
    gap = _locked(actor, gap_id)
    article = articles.write(actor=actor, key=key, fields=fields, now=now)
    before, gap.state, gap.article = gap.state, GapState.DRAFTING, article
    _decide(actor, gap, now)
    _trace(actor, gap, "draft_for_gap", before, now, data={"article": article.key})
    return article


@transaction.atomic
def close(*, actor, gap_id: int, reason: str, now) -> Gap:
    """Close a gap without an article (关闭缺口), with the reason; more questions like it only count up."""
    gap = _locked(actor, gap_id)
    if not reason.strip():
        raise BadInput("关闭缺口须说明理由", cure="例如：不属于热线答复范围", field="reason")
    before, gap.state, gap.reason = gap.state, GapState.CLOSED, mask_text(reason.strip())[:500]
    _decide(actor, gap, now)
    _trace(actor, gap, "close_gap", before, now, reason=gap.reason)
    return gap


def _locked(actor, gap_id: int) -> Gap:
    if actor.role not in KEEPERS:
        raise NotAllowed(f"{actor.get_role_display()}不能处理知识缺口", cure="请由知识采编人员办理")
    gap = Gap.objects.select_for_update(of=("self",)).filter(pk=gap_id).first()
    if gap is None:
        raise NotFound("没有这个知识缺口")
    if gap.state != GapState.OPEN:
        raise Conflict(f"该缺口{gap.get_state_display()}", cure="请刷新后再看")
    return gap


def _like(text: str) -> Gap | None:
    """A gap of the same question. What was answered and is asked again is a new gap: the article did not help."""
    rows = Gap.objects.exclude(state=GapState.ANSWERED).order_by("-last_at")[:5000]
    found = nearest(text, {gap.pk: gap.question for gap in rows})
    return Gap.objects.select_for_update(of=("self",)).get(pk=found) if found is not None else None


def _decide(actor, gap: Gap, now) -> None:
    gap.by, gap.decided_at = actor, now
    gap.save(update_fields=["state", "article", "by", "decided_at", "reason"])


def _trace(
    actor, gap: Gap, verb: str, before: str, now, *, reason: str = "", data: dict | None = None
) -> None:
    record(
        actor=actor,
        subject="gap",
        key=str(gap.pk),
        verb=verb,
        from_state=before,
        to_state=gap.state,
        reason=reason,
        data=data or {},
        at=now,
    )
