"""The base asks, the unit says whether it holds (报送)."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from zhixi.errors import BadInput, Conflict, NotAllowed, NotFound
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.articles import marking
from zhixi.hotline.articles.choices import MarkMade
from zhixi.hotline.articles.models import Article, Version
from zhixi.hotline.audit.actions import record
from zhixi.hotline.confirmations.choices import Answered
from zhixi.hotline.confirmations.models import KEEPERS, Confirmation
from zhixi.hotline.notifications.actions import tell_people
from zhixi.hotline.privacy.masking import mask_text
from zhixi.hotline.units.asking import UNIT_PEOPLE
from zhixi.hotline.units.models import Unit

ANSWERERS = (*UNIT_PEOPLE, Role.DISTRICT_ADMIN)


@transaction.atomic
def ask(*, actor, unit: Unit, due_on, keys: Sequence[str] = (), now) -> list[Confirmation]:
    """Ask a unit to confirm its published articles by a day; those of `keys`, or all. Told once, together.

    An article about which it has not answered yet is not asked about again. Raises BadInput for a day that has
    passed and where there is nothing to ask.
    """
    if actor.role not in KEEPERS:
        raise NotAllowed(f"{actor.get_role_display()}不能要求单位确认", cure="请由知识采编人员办理")
    if due_on <= timezone.localdate(now):
        raise BadInput("截止日须晚于今天", field="due_on")
    out = Version.objects.live_at(now).filter(unit=unit)
    articles = Article.objects.filter(versions__in=out).exclude(
        confirmations__in=Confirmation.objects.filter(answered_at=None)
    )
    if keys:
        articles = articles.filter(key__in=list(keys))
    made = [
        Confirmation.objects.create(article=article, unit=unit, asked_by=actor, asked_at=now, due_on=due_on)
        for article in articles.select_for_update(of=("self",)).order_by("key")
    ]
    if not made:
        raise BadInput(
            f"{unit.name}没有可要求确认的条目", cure="条目须已发布，且没有未答复的确认要求", field="unit"
        )
    record(
        actor=actor,
        subject="unit",
        key=unit.code,
        verb="ask_confirmation",
        data={"articles": [one.article.key for one in made], "due_on": due_on.isoformat()},
        at=now,
    )
    tell_people(
        kind="confirm",
        unit=unit,
        text=f"共{len(made)}条，请于{due_on:%Y-%m-%d}前答复。",
        key=str(made[0].pk),
        now=now,
    )
    return made


@transaction.atomic
def confirm(*, actor, confirmation_id: int, note: str = "", now) -> Confirmation:
    """The unit says that the article holds (确认)."""
    return _answer(actor, confirmation_id, Answered.CONFIRMED, note.strip(), now)


@transaction.atomic
def report_change(*, actor, confirmation_id: int, note: str, now) -> Confirmation:
    """The unit says what must be changed (须更新); the editors see it at the article, as out of date."""
    if len(note.strip()) < 2:
        raise BadInput("请写明要改什么", field="note")
    done = _answer(actor, confirmation_id, Answered.CHANGED, note.strip(), now)
    if Version.objects.live_at(now).filter(article=done.article).exists():
        marking.mark(actor=actor, key=done.article.key, made=MarkMade.OUTDATED, note=done.note, now=now)
    return done


def _answer(actor, confirmation_id: int, answer: Answered, note: str, now) -> Confirmation:
    if actor.role not in ANSWERERS:
        raise NotAllowed(f"{actor.get_role_display()}不能代单位确认", cure="请由责任单位办理")
    rows = Confirmation.objects.visible_to(actor).select_related("article", "unit")
    found = rows.select_for_update(of=("self",)).filter(pk=confirmation_id).first()
    if found is None:
        raise NotFound("没有这项确认要求")
    if found.answered_at is not None:
        raise Conflict(f"已答复：{found.get_answer_display()}", cure="请刷新后再看")
    found.answer, found.note, found.by, found.answered_at = answer, mask_text(note)[:500], actor, now
    found.save(update_fields=["answer", "note", "by", "answered_at"])
    record(
        actor=actor,
        subject="article",
        key=found.article.key,
        verb=f"unit_{answer}",
        reason=found.note,
        data={"unit": found.unit.code},
        at=now,
    )
    return found
