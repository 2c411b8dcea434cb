"""Files that go with an article (条目附件): received, named by a text, looked at, left out when no text took them."""

import datetime as dt
from collections.abc import Iterable
from typing import BinaryIO

from django.conf import settings

from zhixi.errors import BadInput, NotAllowed, NotFound
from zhixi.hotline.articles import rules
from zhixi.hotline.articles.models import EDITORS, Article, ArticleText, Enclosure
from zhixi.hotline.attachments import names
from zhixi.hotline.attachments.actions.receiving import arrived, look

MOST = 10  # files of one article
WAITING = 30  # files of one person that no text has taken yet


def receive(*, actor, file: BinaryIO, name: str, size: int, now: dt.datetime) -> Enclosure:
    """Keep a file for a text to name. size: what its sender says that it has. Raises BadInput for what is not taken."""
    if actor.role not in rules.WRITERS | rules.CONTRIBUTORS:
        raise NotAllowed(f"{actor.get_role_display()}不能添加条目附件", cure="请由知识采编人员办理")
    arrived(file, size)
    if Enclosure.objects.filter(by=actor, used_at=None).count() >= WAITING:
        raise BadInput("还没有保存的附件太多", cure="请先保存条目，再添加其余附件", field="file")
    looked = look(file)
    return Enclosure.objects.create(
        name=names.clean(name, looked.kind),
        kind=looked.kind,
        size=looked.kept.size,
        digest=looked.kept.digest,
        by=actor,
        at=now,
    )


def take_up(*, actor, article: Article, now: dt.datetime) -> None:
    """See that a text names only files that its writer may use, and keep them. Raises BadInput."""
    ids = article.files
    if len(ids) > MOST:
        raise BadInput(f"一个条目最多{MOST}个附件", cure="请去掉不需要的，或合并后再添加", field="files")
    rows = {row.pk: row for row in Enclosure.objects.select_for_update().filter(pk__in=ids)}
    own = {pk for pk, row in rows.items() if row.by_id == actor.pk or (row.used_at and actor.role in EDITORS)}
    if len(set(ids)) != len(ids) or own != set(ids):
        raise BadInput("有附件已失效", cure="请重新添加附件", field="files")
    Enclosure.objects.filter(pk__in=ids, used_at=None).update(used_at=now)


def of(texts: Iterable[ArticleText]) -> dict[int, Enclosure]:
    """The files that these texts name, by number."""
    wanted = {pk for text in texts for pk in text.files}
    return Enclosure.objects.in_bulk(wanted) if wanted else {}


def rows(text: ArticleText) -> list[Enclosure]:
    """The files of one text, as it lists them."""
    found = of([text])
    return [found[pk] for pk in text.files if pk in found]


def one(text: ArticleText, pk: int) -> Enclosure:
    found = Enclosure.objects.filter(pk=pk).first() if pk in text.files else None
    if found is None:
        raise NotFound("没有这个附件", cure="请刷新后再试")
    return found


def row(enclosure: Enclosure) -> dict:
    return {name: getattr(enclosure, name) for name in ("id", "name", "kind", "size")}


def claimed(digests: set[str]) -> Iterable[str]:
    """Those of these contents that an article's files are (`attachments.claims`)."""
    return Enclosure.objects.filter(digest__in=digests).values_list("digest", flat=True)


def sweep(now: dt.datetime) -> int:
    """Leave out what was uploaded and no text took; its content goes with the sweep of attachments."""
    before = now - dt.timedelta(hours=settings.ATTACHMENT_WAIT_HOURS)
    return Enclosure.objects.filter(used_at=None, at__lt=before).delete()[0]
