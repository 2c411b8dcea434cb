"""A source document is repealed (依据废止): all that rests on it is up for review, and says so until somebody has looked."""

from django.db import transaction
from django.utils import timezone

from zhixi.errors import BadInput, Conflict, NotAllowed, NotFound
from zhixi.hotline.articles import rules
from zhixi.hotline.articles.models import Version
from zhixi.hotline.audit.actions import record


@transaction.atomic
def repeal(*, actor, source: str, note: str, now) -> list[str]:
    """Put every published article that rests on this document up for review; their keys.

    source: as the articles name it. note: what repealed it. Raises BadInput where nothing rests on it.
    """
    if actor.role not in rules.WRITERS:
        raise NotAllowed(f"{actor.get_role_display()}不能登记依据废止", cure="请由知识采编人员办理")
    source, note = source.strip(), note.strip()
    if not source or len(note) < 2:
        raise BadInput("请写明依据和废止说明", field="note" if source else "source")
    rows = (
        Version.objects.open_at(now)
        .filter(source=source)
        .select_related("article")
        .select_for_update(of=("self",))
    )
    found = list(rows.order_by("article__key"))
    if not found:
        raise BadInput(f"没有已发布条目以“{source[:40]}”为依据", field="source")
    words = f"依据已废止，待复核（{timezone.localdate(now):%Y-%m-%d}）"
    _put_up(actor, found, words, "repeal_source", note, now)
    return sorted({version.article.key for version in found})


@transaction.atomic
def doubt(*, actor, keys: list[str], words: str, verb: str, note: str, now) -> None:
    """Put what is out or to come of these articles up for review, for a reason that the caller has found."""
    if actor.role not in rules.WRITERS:
        raise NotAllowed(f"{actor.get_role_display()}不能将条目转为待复核", cure="请由知识采编人员办理")
    rows = Version.objects.open_at(now).filter(article__key__in=keys).select_related("article")
    _put_up(
        actor, list(rows.select_for_update(of=("self",)).order_by("article__key")), words, verb, note, now
    )


def _put_up(actor, found: list[Version], words: str, verb: str, note: str, now) -> None:
    for version in found:
        version.recheck, version.recheck_at = words, now
        version.save(update_fields=["recheck", "recheck_at"])
        _trace(actor, version, verb, note, now)


@transaction.atomic
def keep(*, actor, key: str, note: str, now) -> Version:
    """Somebody looked, and the answer holds all the same (复核无误)."""
    if actor.role not in rules.REVIEWERS:
        raise NotAllowed(f"{actor.get_role_display()}不能复核知识条目", cure="请由知识审核人员办理")
    if len(note.strip()) < 2:
        raise BadInput("请写明复核依据", field="note")
    rows = Version.objects.live_at(now).filter(article__key=key).select_related("article")
    version = rows.select_for_update(of=("self",)).first()
    if version is None:
        raise NotFound(f"编号为 {key} 的条目现在没有答案")
    if not version.recheck:
        raise Conflict("该条目没有待复核的事项", cure="请刷新后再看")
    version.recheck, version.recheck_at = "", now
    version.save(update_fields=["recheck", "recheck_at"])
    _trace(actor, version, "keep_answer", note.strip(), now)
    return version


def _trace(actor, version: Version, verb: str, note: str, now) -> None:
    record(
        actor=actor,
        subject="article",
        key=version.article.key,
        verb=verb,
        reason=note,
        data={"version": version.n, "source": version.source},
        at=now,
    )
