"""Letting an article out to the public and taking it back, one verb each with its event (申请、同意、不同意、停止公开)."""

from django.db import transaction

from zhixi.errors import BadInput, NotFound
from zhixi.hotline.articles.models import Article
from zhixi.hotline.audit.actions import record
from zhixi.hotline.portal import rules
from zhixi.hotline.portal.models import Exposure
from zhixi.hotline.portal.wording import unfit


@transaction.atomic
def take(*, actor, key: str, verb: str, note: str = "", now) -> Exposure:
    """One step. Raises BadInput where a reason is missing, or where the text is not fit for everybody."""
    if verb not in rules.STEPS:
        raise NotFound(f"没有“{verb}”这个操作")
    article = Article.objects.select_for_update(of=("self",)).filter(key=key).first()
    if article is None:
        raise NotFound(f"没有编号为 {key} 的条目")
    exposure = Exposure.objects.select_for_update(of=("self",)).filter(article=article).first()
    step = rules.check(actor, article, exposure, verb, now)
    note = note.strip()
    if step.why and len(note) < 2:
        raise BadInput(f"{step.label}须说明理由", cure="请填写说明", field="note")
    if verb in ("offer", "let_out"):
        _check_texts(article, now)
    before = exposure.state if exposure else ""
    exposure = exposure or Exposure(article=article, asked_by=actor, asked_at=now)
    exposure.state, exposure.changed_at, exposure.reason = step.to, now, note[:500]
    if verb == "offer":
        exposure.asked_by, exposure.asked_at, exposure.decided_by = actor, now, None
    else:
        exposure.decided_by = actor
    if verb == "let_out":
        exposure.public_since = exposure.public_since or now
    exposure.save()
    record(
        actor=actor,
        subject="article",
        key=key,
        verb=verb,
        from_state=before,
        to_state=exposure.state,
        reason=note,
        at=now,
    )
    return exposure


def _check_texts(article: Article, now) -> None:
    for version in article.versions.open_at(now):
        if told := unfit(version):
            raise BadInput(
                f"第{version.n}版{told}，不能公开", cure="请修改后发布新版，再申请公开", field="body"
            )
