"""What editors make of a candidate: an article's draft, or nothing (采纳, 不采纳)."""

from django.db import transaction

from zhixi.errors import BadInput, Conflict, NotAllowed, NotFound
from zhixi.hotline.articles import actions as articles
from zhixi.hotline.articles.models import Article
from zhixi.hotline.audit.actions import record
from zhixi.hotline.candidates.choices import CandidateState
from zhixi.hotline.candidates.models import KEEPERS, Candidate
from zhixi.hotline.privacy.masking import mask_text


@transaction.atomic
def accept(*, actor, candidate_id: int, key: str, fields: dict, now) -> Article:
    """Write the article of a candidate (采纳): a draft, which is reviewed like any other."""
    candidate = _locked(actor, candidate_id)
    article = articles.write(actor=actor, key=key, fields=fields, now=now)
    candidate.article = article
    _decide(actor, candidate, CandidateState.ACCEPTED, "", now, {"article": article.key})
    return article


@transaction.atomic
def dismiss(*, actor, candidate_id: int, reason: str, now) -> Candidate:
    """Make nothing of a candidate (不采纳), with the reason; what is like it only counts up and is not offered again."""
    candidate = _locked(actor, candidate_id)
    if len(reason.strip()) < 2:
        raise BadInput("不采纳须说明理由", cure="例如：只适用于个别情况", field="reason")
    _decide(actor, candidate, CandidateState.DISMISSED, mask_text(reason.strip())[:500], now, {})
    return candidate


def _locked(actor, candidate_id: int) -> Candidate:
    if actor.role not in KEEPERS:
        raise NotAllowed(f"{actor.get_role_display()}不能处理候选知识", cure="请由知识采编人员办理")
    found = Candidate.objects.select_for_update(of=("self",)).filter(pk=candidate_id).first()
    if found is None:
        raise NotFound("没有这条候选知识")
    if found.state != CandidateState.OFFERED:
        raise Conflict(f"该候选{found.get_state_display()}", cure="请刷新后再看")
    return found


def _decide(actor, candidate: Candidate, state: CandidateState, reason: str, now, data: dict) -> None:
    before, candidate.state, candidate.reason = candidate.state, state, reason
    candidate.by, candidate.decided_at = actor, now
    candidate.save(update_fields=["state", "article", "by", "decided_at", "reason"])
    record(
        actor=actor,
        subject="candidate",
        key=str(candidate.pk),
        verb=f"{'accept' if state == CandidateState.ACCEPTED else 'dismiss'}_candidate",
        from_state=before,
        to_state=state,
        reason=reason,
        data=data,
        at=now,
    )
