"""What is done to a knowledge article, one function a verb; each leaves an event (知识采编与审核)."""

from django.db import transaction

from zhixi.errors import BadInput, Conflict, NotAllowed, NotFound
from zhixi.hotline.articles import enclosing, rules, texts, versions
from zhixi.hotline.articles.choices import ArticleState, Ended
from zhixi.hotline.articles.models import Article
from zhixi.hotline.audit.actions import record
from zhixi.hotline.gaps.choices import GapState
from zhixi.hotline.units.models import Unit


@transaction.atomic
def write(*, actor, key: str, fields: dict, revision: int | None = None, now) -> Article:
    """Write a new article (revision None) or change one; the text then waits for review again.

    fields: as `texts.TEXTS`, with `category` and `unit` as codes or None. Raises Conflict when somebody else
    changed it since `revision`, BadInput for what cannot be stored.
    """
    if actor.role not in rules.WRITERS:
        raise NotAllowed(f"{actor.get_role_display()}不能编写知识条目", cure="请由知识采编人员办理")
    article = _new(key) if revision is None else locked(key, revision)
    before, state = texts.values(article), article.state
    texts.fill(article, fields)
    texts.guard(article)
    enclosing.take_up(actor=actor, article=article, now=now)
    article.written_by, article.changed_at = actor, now
    if revision is not None:
        article.revision += 1
        article.state = ArticleState.DRAFT
    article.save()
    _trace(
        actor,
        article,
        "write",
        state if revision else "",
        texts.difference(before, texts.values(article)),
        "",
        now,
    )
    return article


@transaction.atomic
def contribute(*, actor, key: str, unit: Unit, fields: dict, now) -> Article:
    """A unit's own answer (单位供稿), straight to review: whoever publishes it is never its writer.

    fields: as `texts.CONTRIBUTED`. Raises NotAllowed for anybody who does not answer for that unit.
    """
    if actor.role not in rules.CONTRIBUTORS or actor.unit_id != unit.pk:
        raise NotAllowed("只能为本单位供稿", cure="请由责任单位办理")
    article = _new(key)
    article.unit, article.state = unit, ArticleState.REVIEW
    texts.fill(article, {name: fields[name] for name in texts.CONTRIBUTED if name in fields})
    texts.guard(article)
    enclosing.take_up(actor=actor, article=article, now=now)
    article.written_by, article.changed_at = actor, now
    article.save()
    _trace(
        actor,
        article,
        "contribute",
        "",
        texts.difference(texts.values(Article()), texts.values(article)),
        "",
        now,
    )
    return article


@transaction.atomic
def take(*, actor, key: str, verb: str, revision: int, note: str = "", at=None, now) -> Article:
    """Submit, publish, reject or withdraw an article (送审, 发布, 退回, 下线).

    at: when a text goes out or an answer ends, where that is later than now (定时发布, 定时下线). What was
    published before stays the answer until then.
    """
    if verb not in rules.STEPS:
        raise NotFound(f"没有“{verb}”这个操作")
    article = locked(key, revision)
    step = rules.check(actor, article, verb, now)
    if verb in ("reject", "withdraw") and not note.strip():
        raise BadInput(f"{step.label}须说明理由", cure="请填写说明", field="note")
    at = _moment(step, at, now)
    before, data = article.state, _put_out(article, verb, actor, at, now)
    # A text that is being worked on stays a draft when what is out is taken off.
    if not (verb == "withdraw" and (before != ArticleState.PUBLISHED or at > now)):
        article.state = step.to
    article.revision += 1
    article.changed_at = now
    article.save(update_fields=["state", "revision", "changed_at"])
    _trace(actor, article, verb, before, data, note, now)
    return article


def _put_out(article: Article, verb: str, actor, at, now) -> dict:
    """What the step changes of what is out, from `at` on; what its event tells of it."""
    data = {"at": at.isoformat()} if at > now else {}
    if verb == "publish":
        data["version"] = versions.release(article=article, by=actor, at=at, now=now).n
        article.gaps.filter(state=GapState.DRAFTING).update(state=GapState.ANSWERED)
    elif verb == "withdraw":
        versions.end(article=article, at=at, as_=Ended.WITHDRAWN)
    return data


@transaction.atomic
def restore(*, actor, key: str, n: int, revision: int, now) -> Article:
    """Take an old version's text up again (恢复旧版): it is a draft, and becomes a new version when published."""
    if actor.role not in rules.WRITERS:
        raise NotAllowed(f"{actor.get_role_display()}不能恢复旧版", cure="请由知识采编人员办理")
    article = locked(key, revision)
    version = article.versions.filter(n=n).first()
    if version is None:
        raise NotFound(f"该条目没有第{n}版")
    before, state = texts.values(article), article.state
    for name in (*texts.TEXTS, "category", "unit"):
        setattr(article, name, getattr(version, name))
    article.written_by, article.changed_at, article.state = actor, now, ArticleState.DRAFT
    article.revision += 1
    article.save()
    _trace(
        actor,
        article,
        "restore",
        state,
        texts.difference(before, texts.values(article)) | {"version": n},
        "",
        now,
    )
    return article


def locked(key: str, revision: int) -> Article:
    article = Article.objects.select_for_update(of=("self",)).filter(key=key).first()
    if article is None:
        raise NotFound(f"没有编号为 {key} 的条目")
    if article.revision != revision:
        raise Conflict("该条目已被他人修改", cure="请刷新后再改")
    return article


def _moment(step: rules.Step, at, now):
    if at is None:
        return now
    if not step.timed:
        raise BadInput(f"{step.label}不能定时", field="at")
    if at <= now:
        raise BadInput("定时须晚于现在", cure="立即办理请不填时间", field="at")
    return at


def _new(key: str) -> Article:
    if not key.strip() or "/" in key or len(key) > 60:
        raise BadInput("编号不能为空、不能含“/”、不超过60字", field="key")
    if Article.objects.filter(key=key).exists():
        raise Conflict(f"编号 {key} 已被使用", cure="请换一个编号", field="key")
    return Article(key=key)


def _trace(actor, article: Article, verb: str, before: str, data: dict, note: str, now) -> None:
    record(
        actor=actor,
        subject="article",
        key=article.key,
        verb=verb,
        from_state=before,
        to_state=article.state,
        reason=note,
        data=data | {"revision": article.revision},
        at=now,
    )
