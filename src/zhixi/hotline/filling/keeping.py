"""A draft comes (填单建议到达): the newest suggestion for each field is kept, and nobody's own value is touched."""

from zhixi.hotline.calls.models import Call
from zhixi.hotline.filling.choices import FieldState, Made
from zhixi.hotline.filling.models import DraftField, Lesson
from zhixi.hotline.filling.slots import digest_of, stored


def keep(*, call: Call, drafts: list[dict[str, dict]]) -> list[dict[str, dict]]:
    """Keep what the talk suggests now; for each draft: field → {state, revision, version}, as it stands then.

    drafts: for each demand, field → {value, confidence, evidence}. Inside the caller's transaction, which has
    locked the call. A field that is the agent's stays his; a suggestion that was rejected stays rejected while it
    is the same, and is offered anew when it is another; one that the talk took back is suggested no more.
    """
    rows = {(row.part, row.field): row for row in DraftField.objects.filter(call=call)}
    refused = set(
        Lesson.objects.filter(call=call, made=Made.REJECTED).values_list("part", "digest").order_by()
    )
    known = []
    for part, fields in enumerate(drafts):
        states = {}
        for name, field in fields.items():
            row = rows.pop((part, name), None) or DraftField(call=call, part=part, field=name)
            _suggest(row, field, refused)
            states[name] = mark_of(row)
        known.append(states)
    for row in rows.values():
        _take_back(row)
    return known


def mark_of(row: DraftField) -> dict:
    return {"state": row.state, "revision": row.revision, "version": row.version}


def _suggest(row: DraftField, field: dict, refused: set) -> None:
    value = stored(field["value"])
    evidence = [[e["utterance"], e["start"], e["end"]] for e in field["evidence"]]
    if row.pk and (row.value, row.evidence, row.confidence) == (value, evidence, field["confidence"]):
        return
    if row.value != value:
        row.value, row.revision = value, row.revision + 1
        if row.state in (FieldState.OFFERED, FieldState.REJECTED):
            again = (row.part, digest_of(row.field, value)) in refused
            row.state = FieldState.REJECTED if again else FieldState.OFFERED
    row.evidence, row.confidence = evidence, field["confidence"]
    row.save()


def _take_back(row: DraftField) -> None:
    if row.state == FieldState.OFFERED and not row.version:
        row.delete()
    elif row.value:
        row.value, row.evidence, row.confidence, row.revision = "", [], 0.0, row.revision + 1
        row.save()
