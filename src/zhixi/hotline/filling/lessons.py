"""What became of suggestions (填单记录): written when a person decides, and closed when the order is saved."""

from typing import Any

from django.db.models import Count

from zhixi.hotline.calls.drafts import as_fields
from zhixi.hotline.filling.choices import FieldState, Made
from zhixi.hotline.filling.models import DraftField, Lesson
from zhixi.hotline.filling.slots import digest_of, form_parts, is_empty, read, stored
from zhixi.hotline.orders.models import Order
from zhixi.hotline.units.models import Category


def learn(row: DraftField, made: Made, *, actor, now, final=None) -> None:
    """One suggestion has one lesson: what was made of it last. Nothing was suggested: nothing is learnt."""
    if not row.value:
        return
    Lesson.objects.update_or_create(
        call=row.call,
        part=row.part,
        digest=digest_of(row.field, row.value),
        defaults={
            "field": row.field,
            "suggested": row.value,
            "evidence": row.evidence,
            "confidence": row.confidence,
            "made": made,
            "final": "" if final is None else stored(final),
            "by": actor,
            "at": now,
        },
    )


def made_of(row: DraftField, own: dict) -> Made:
    """What a value by hand makes of the suggestion that stands beside it."""
    if row.value and form_parts(row.field, read(row.value)) == own:
        return Made.ACCEPTED
    return Made.REJECTED if is_empty(own) else Made.EDITED


def close(*, call, part: int, fields: dict, actor, now) -> dict[str, list]:
    """The order is saved: say of each suggestion what it became; the evidence of those that were taken.

    fields: as for `orders.create_draft`.
    """
    plain = {name: _plain(value) for name, value in fields.items()}
    evidence: dict[str, list] = {}
    for row in DraftField.objects.filter(call=call, part=part):
        if not row.value:
            continue
        proposed = as_fields(row.field, read(row.value))
        final = {name: plain.get(name) for name in proposed}
        made = _judged(row, proposed, final)
        learn(row, made, actor=actor, now=now, final=final)
        if made in (Made.ACCEPTED, Made.KEPT):
            evidence[row.field] = row.evidence
    return evidence


def counted(call, part: int) -> dict[str, int]:
    """How many suggestions came to what, for the event of the saved order; no value is in it."""
    made = Lesson.objects.filter(call=call, part=part).values_list("made").order_by("made")
    return dict(made.annotate(n=Count("pk")))


def _judged(row: DraftField, proposed: dict, final: dict) -> Made:
    if all((proposed[name] or "") == (final[name] or "") for name in proposed):
        return Made.KEPT if row.state == FieldState.OFFERED else Made.ACCEPTED
    if row.state == FieldState.REJECTED or not any(final.values()):
        return Made.REJECTED
    return Made.EDITED


def _plain(value) -> Any:
    """A row by what identifies it, so that it can be compared with what was suggested."""
    if isinstance(value, Category):
        return value.code
    return value.number if isinstance(value, Order) else value
