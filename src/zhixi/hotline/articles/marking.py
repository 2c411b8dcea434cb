"""What people at work say of an answer (使用反馈): used, wrong, out of date; lessons for the editors."""

from collections.abc import Iterable

from django.db import transaction

from zhixi.errors import BadInput, NotAllowed, NotFound
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.articles.choices import MarkMade
from zhixi.hotline.articles.models import EDITORS, Article, Mark, Version
from zhixi.hotline.audit.actions import record
from zhixi.hotline.privacy.masking import mask_text

LOOKERS_ON = frozenset({Role.LEADER, Role.OUTSOURCER_MANAGER})


@transaction.atomic
def mark(*, actor, key: str, made: str, note: str = "", now) -> Mark:
    """Say that an answer is wrong or out of date, and why. One person says it once of a version; the last counts."""
    if actor.role in LOOKERS_ON:
        raise NotAllowed(f"{actor.get_role_display()}不能反馈知识条目", cure="请由话务员或承办单位反馈")
    if made not in (MarkMade.WRONG, MarkMade.OUTDATED):
        raise BadInput("没有这种反馈", cure="请选择答案有误或内容过时", field="made")
    if len(note.strip()) < 2:
        raise BadInput("请写明哪里不对", cure="例如：窗口已搬到政务中心二楼", field="note")
    version = Version.objects.live_at(now).filter(article__key=key).first()
    if version is None:
        raise NotFound(f"编号为 {key} 的条目现在没有答案")
    found, _ = Mark.objects.update_or_create(
        version=version,
        by=actor,
        made=made,
        defaults={"note": mask_text(note.strip())[:500], "at": now},
    )
    record(
        actor=actor,
        subject="article",
        key=key,
        verb="mark_article",
        reason=found.note,
        data={"made": made, "version": version.n},
        at=now,
    )
    return found


def used(*, actor, keys: Iterable[str], order, now) -> None:
    """The answers that an order was concluded with; the order's own event names them. Unknown keys are let be."""
    live = Version.objects.live_at(now).filter(article__key__in=list(dict.fromkeys(keys)))
    Mark.objects.bulk_create(
        Mark(version=version, made=MarkMade.USED, order=order, by=actor, at=now) for version in live
    )


def of_live(article: Article, user, now):
    """What was said of the version that is out now: for the editors all of it, for others their own."""
    rows = Mark.objects.visible_to(user).filter(version__in=article.versions.live_at(now))
    return rows.exclude(made=MarkMade.USED).select_related("by") if user.role in EDITORS else rows.none()
