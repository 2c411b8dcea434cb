"""What the lessons say of each field, and what may leave for training (填单质量)."""

import json
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from zhixi.hotline.audit.actions import record
from zhixi.hotline.calls.models import Utterance
from zhixi.hotline.filling import rules, slots
from zhixi.hotline.filling.choices import Made
from zhixi.hotline.filling.models import Lesson
from zhixi.hotline.privacy.masking import mask_speech, without_caller

# Of these a lesson says only whether the suggestion was right: their values and words are somebody's own.
PERSONAL = frozenset({"caller_name", "caller_phone", "caller_gender", "related_order"})
TEXTS = frozenset({"title", "subject", "demand", "description"})


def narrowed(actor, *, field: str = "", made: str = "", since=None, until=None):
    """The lessons that this person may see. since, until: days, both included."""
    rules.check_lessons(actor)
    found = Lesson.objects.visible_to(actor)
    names = {"field": field, "made": made, "at__date__gte": since, "at__date__lte": until}
    return found.filter(**{name: value for name, value in names.items() if value})


def accuracy(lessons) -> list[dict]:
    """For each field: how many suggestions came to what, and the share that was right, in the order of the form."""
    counts = {f"n_{made.value}": Count("pk", filter=Q(made=made)) for made in Made}
    found = {
        row["field"]: row for row in lessons.order_by().values("field").annotate(n=Count("pk"), **counts)
    }
    return [_counted(found[field]) for field in slots.SLOTS if field in found]


def _counted(row: dict) -> dict:
    right = row["n_accepted"] + row["n_kept"]
    made = {made.value: row[f"n_{made.value}"] for made in Made}
    label = slots.LABELS[row["field"]]
    return {"field": row["field"], "label": label, "n": row["n"], **made, "accuracy": right / row["n"]}


@transaction.atomic
def export(*, actor, now, **wanted) -> list[Lesson]:
    """The lessons to take out (导出); that somebody did, and how many, stands in the chain."""
    rules.check_export(actor)
    found = list(narrowed(actor, **wanted).select_related("call__order", "order").order_by("pk"))
    record(actor=actor, subject="lessons", key="export", verb="export", data={"rows": len(found)}, at=now)
    return found


def lines(lessons: list[Lesson]) -> Iterator[str]:
    """JSON Lines for training: field, suggested, final, words, confidence, made, day. No value of a caller's person."""
    for lesson in lessons:
        yield json.dumps(_line(lesson), ensure_ascii=False) + "\n"


def _line(lesson: Lesson) -> dict:
    own = lesson.field in PERSONAL
    hide = _hidden(lesson)
    return {
        "field": lesson.field,
        "made": lesson.made,
        "confidence": lesson.confidence,
        "day": timezone.localdate(lesson.at).isoformat(),
        "suggested": None if own else hide(slots.read(lesson.suggested)),
        "final": None if own else hide(slots.read(lesson.final)),
        "words": [] if own else [hide(text) for text in words_of(lesson)],
    }


def words_of(lesson: Lesson) -> list[str]:
    """The utterances, or the stretches of a letter, that a suggestion rested on."""
    if lesson.call_id is None:
        text = lesson.order.description if lesson.order else ""
        return [text[start:end] for _, start, end in lesson.evidence]
    numbers = [n for n, _, _ in lesson.evidence]
    return [u.text for u in Utterance.objects.filter(call=lesson.call_id, n__in=numbers).order_by("n")]


def _hidden(lesson: Lesson):
    """Takes the caller's name and all long numbers out of a value, whatever its shape."""
    order = lesson.order or (lesson.call.order if lesson.call else None)
    name = order.caller_name if order else ""
    numbers = [order.caller_phone, order.calling_number] if order else []
    if lesson.call:
        numbers.append(lesson.call.calling_number)

    def hide(value):
        if isinstance(value, dict):
            return {key: hide(part) for key, part in value.items() if key not in PERSONAL}
        if not isinstance(value, str):
            return value
        bare = name[:1] + "**" if name[:1] else ""
        text = without_caller(mask_speech(value), name, *[n for n in numbers if n])
        return text.replace(name[:1] + "先生", bare).replace(name[:1] + "女士", bare) if bare else text

    return hide
