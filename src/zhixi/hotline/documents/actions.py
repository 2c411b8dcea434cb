"""Documents become drafts (文档导入): one action, one transaction, all or nothing."""

import dataclasses

from django.db import transaction
from django.utils import timezone

from zhixi.assist.documents import Document
from zhixi.errors import BadInput, NotAllowed
from zhixi.hotline.articles import actions as articles
from zhixi.hotline.articles import repealing, rules
from zhixi.hotline.articles.choices import ArticleState
from zhixi.hotline.articles.models import Article
from zhixi.hotline.audit.actions import record
from zhixi.hotline.documents.choices import Cut, Fate
from zhixi.hotline.documents.models import Part, Source
from zhixi.hotline.documents.planning import Plan, Planned, plan
from zhixi.hotline.documents.wishes import Wishes


@dataclasses.dataclass(slots=True)
class Outcome:
    """What an import did: keys of articles. kept: edited by hand, and left as they are. review: put up for review."""

    source: Source
    added: list[str] = dataclasses.field(default_factory=list)
    changed: list[str] = dataclasses.field(default_factory=list)
    kept: list[str] = dataclasses.field(default_factory=list)
    review: list[str] = dataclasses.field(default_factory=list)
    same: int = 0
    skipped: int = 0

    def __str__(self) -> str:
        told = f"{self.source.title}：新建草稿 {len(self.added)}，改为新草稿 {len(self.changed)}，没有变化 {self.same}"
        more = ((self.review, "转为待复核"), (self.kept, "人工改过、保持不动"))
        return told + "".join(f"，{words} {len(keys)}" for keys, words in more if keys)


def may(actor) -> None:
    if actor.role not in rules.WRITERS:
        raise NotAllowed(f"{actor.get_role_display()}不能导入文档", cure="请由知识采编人员办理")


@transaction.atomic
def bring_in(*, actor, document: Document, name: str, digest: str, wishes: Wishes, now) -> Outcome:
    """Make or bring up to date the articles of a document; new and changed ones are drafts and go the usual way.

    document: as it was read. What is out stays out until the draft is published. Raises BadInput where a piece that
    is not skipped cannot be taken, Conflict where the file is not the one that was looked at.
    """
    may(actor)
    planned = plan(document, wishes, name=name, digest=digest)
    taken = [one for one in planned.pieces if one.piece.place not in wishes.skip]
    _check(planned, taken)
    outcome = Outcome(_source(actor, planned, name, now), skipped=len(planned.pieces) - len(taken))
    ordinal = max((part.ordinal for part in planned.source.parts.all()), default=0) if planned.source else 0
    for one in taken:
        ordinal += one.fate == Fate.NEW
        _take(actor, one, outcome, ordinal, wishes, now)
    _let_go(actor, planned, outcome, wishes, now)
    _trace(actor, planned, outcome, now)
    return outcome


def _check(planned: Plan, taken: list[Planned]) -> None:
    if not planned.facts.title:
        raise BadInput("没有认出文件的标题", cure="请填写标题", field="title")
    wrong = [one.wrong for one in taken if one.wrong]
    if wrong:
        more = f"（共{len(wrong)}处）" if len(wrong) > 1 else ""
        raise BadInput(f"{wrong[0]}{more}", cure="请改正文件，或取消勾选有误的条目", field="file")
    if not taken and not planned.gone:
        raise BadInput("没有可导入的内容", cure="请至少勾选一个条目", field="skip")


def _source(actor, planned: Plan, name: str, now) -> Source:
    """The row of the document, new or as it is now."""
    source = planned.source or Source(edition=0)
    facts = planned.facts
    if source.digest != planned.digest:
        source.edition += 1
    for field in ("dated", "valid_from", "valid_to"):
        setattr(source, field, getattr(facts, field))
    for field in ("title", "office", "number"):
        longest = Source._meta.get_field(field).max_length
        setattr(source, field, getattr(facts, field)[:longest])
    source.name, source.digest = name[:200], planned.digest
    source.cut, source.depth = planned.cut, planned.depth
    source.by, source.at = actor, now
    source.save()
    return source


def _take(actor, one: Planned, outcome: Outcome, ordinal: int, wishes: Wishes, now) -> None:
    if one.fate == Fate.SAME:
        outcome.same += 1
    elif one.fate == Fate.NEW:
        _add(actor, one, outcome, ordinal, now)
    elif one.fate == Fate.EDITED and one.piece.place not in wishes.overwrite:
        outcome.kept.append(one.key)
    else:
        _change(actor, one, outcome, now)


def _add(actor, one: Planned, outcome: Outcome, ordinal: int, now) -> None:
    fields = {name: value for name, value in one.fields.items() if name != "key"}
    key = one.fields.get("key") or f"d{outcome.source.pk}-{ordinal:03}"
    article = articles.write(actor=actor, key=key, fields=fields, now=now)
    Part.objects.create(
        source=outcome.source,
        article=article,
        ordinal=ordinal,
        place=one.piece.place,
        title=article.title,
        text=one.piece.body,
    )
    outcome.added.append(key)


def _change(actor, one: Planned, outcome: Outcome, now) -> None:
    """The article's text is a draft again. What an editor chose for it is left: its heading, unit, category, place."""
    part, article = one.part, one.part.article
    told = outcome.source.cut == Cut.ROWS
    left = {"key"} if told else {"key", "category", "unit", "district"}
    if article.title != part.title:
        left.add("title")
    fields = {name: value for name, value in one.fields.items() if name not in left}
    articles.write(actor=actor, key=article.key, fields=fields, revision=article.revision, now=now)
    part.place, part.text, part.gone_at = one.piece.place, one.piece.body, None
    part.title = fields.get("title", part.title)
    part.save()
    outcome.changed.append(article.key)


def _let_go(actor, planned: Plan, outcome: Outcome, wishes: Wishes, now) -> None:
    """What the document no longer has: its article is put up for review, for a person to keep, change or withdraw."""
    gone = [part for part in planned.gone if part.article.key not in wishes.spare]
    if not gone:
        return
    note = f"《{outcome.source.title}》修订后没有这一条"
    words = f"来源文件已无此内容，待复核（{timezone.localdate(now):%Y-%m-%d}）"
    keys = [part.article.key for part in gone]
    repealing.doubt(actor=actor, keys=keys, words=words, verb="source_without", note=note, now=now)
    Part.objects.filter(pk__in=[part.pk for part in gone]).update(gone_at=now)
    outcome.review = sorted(keys)


def _trace(actor, planned: Plan, outcome: Outcome, now) -> None:
    done = {
        "added": outcome.added,
        "changed": outcome.changed,
        "review": outcome.review,
        "kept": outcome.kept,
    }
    record(
        actor=actor,
        subject="document",
        key=outcome.source.pk,
        verb="import",
        data={name: len(keys) for name, keys in done.items()}
        | {
            "title": outcome.source.title,
            "digest": planned.digest,
            "keys": [k for v in done.values() for k in v][:200],
        },
        at=now,
    )


def submit_all(*, actor, source: Source, now) -> list[str]:
    """Send every draft of a document to review (全部送审), each with its own event; their keys."""
    with transaction.atomic():
        may(actor)
        drafts = Article.objects.filter(part__source=source, state=ArticleState.DRAFT)
        rows = list(
            drafts.filter(part__gone_at=None).order_by("part__ordinal").values_list("key", "revision")
        )
        if not rows:
            raise BadInput("这份文件没有待送审的草稿", cure="请刷新后再看")
        for key, revision in rows:
            articles.take(actor=actor, key=key, verb="submit", revision=revision, now=now)
        return [key for key, _ in rows]
