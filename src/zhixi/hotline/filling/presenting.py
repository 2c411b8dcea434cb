"""A draft's fields as the desk gets them: whose each is, and what the agent holds there."""

from zhixi.hotline.filling.keeping import mark_of
from zhixi.hotline.filling.models import Alarm, DraftField, Filed
from zhixi.hotline.filling.slots import read


def field_out(row: DraftField) -> dict:
    """FieldMark of the API. own: the form's parts as the agent accepted or wrote them, None while it is the seat's."""
    return mark_of(row) | {"own": read(row.own)}


def fields_out(rows: list[DraftField]) -> list[dict]:
    """One entry a demand, in order: the fields that a person has to do with."""
    parts: dict[int, dict] = {}
    for row in rows:
        parts.setdefault(row.part, {})[row.field] = field_out(row)
    return [{"part": part, "fields": fields} for part, fields in sorted(parts.items())]


def fields_of(call) -> list[dict]:
    return fields_out(list(DraftField.objects.filter(call=call)))


def filed_of(call) -> list[dict]:
    """Which demands have their order."""
    rows = Filed.objects.filter(call=call).order_by("part").values_list("part", "order__number")
    return [{"part": part, "order": number} for part, number in rows]


def alarm_out(row: Alarm) -> dict:
    """AlarmOut of the API."""
    return {
        "id": row.pk,
        "kind": row.kind,
        "label": row.label,
        "words": row.words,
        "utterance": row.utterance,
        "start": row.start,
        "end": row.end,
        "state": row.state,
        "by": (row.by.name or row.by.username) if row.by else "",
        "reason": row.reason,
    }


def alarms_of(call) -> list[dict]:
    return [alarm_out(row) for row in call.alarms.select_related("by").order_by("raised_at", "pk")]
