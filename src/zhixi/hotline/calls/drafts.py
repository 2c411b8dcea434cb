"""What the seat suggests, in the office's own codes: a draft as the desk takes it.

The field names are those of an order's form, so that a suggestion can be put into it as it stands.
"""

from typing import Any

from zhixi.assist.forms import Draft, Evidence, Field
from zhixi.assist.forms.district import filled
from zhixi.assist.forms.hearing import listen
from zhixi.assist.talk import Conversation
from zhixi.hotline.orders.choices import RequestType, Urgency
from zhixi.hotline.orders.reading import ADDRESS

RENAMED = {"contact_phone": "caller_phone", "incident_address": "address"}
# What a person can say back in so many words; a text that was put together was never confirmed as it stands.
SAID_BACK = frozenset(
    {"caller_name", "caller_phone", "address", "incident_time", "related_order", "confidential"}
)
BY_GAZETTEER = {"district": "区县", "street": "街道"}
GENDERS = {"男": "male", "女": "female"}


def read_back(conversation: Conversation) -> frozenset[int]:
    """The agent's utterances in which he said something back and the caller let it stand (复述确认)."""
    return frozenset(turn.n for turn in listen(conversation) if turn.agent and turn.confirmed)


def draft_out(draft: Draft, categories: dict[str, str], confirmed: frozenset[int] = frozenset()) -> dict:
    """DraftOut of the API. categories: full path ("a/b/c") → code; a path that is not there is left out.

    confirmed: the utterances as of `read_back`; a field that rests on one of them was confirmed.
    """
    fields: dict[str, dict] = {}
    for field in draft.fields.values():
        for name, value in _values(field, categories):
            fields[name] = {
                "value": value,
                "text": field.text,
                "confidence": field.confidence,
                "evidence": [_evidence(e) for e in field.evidence],
                "confirmed": name in SAID_BACK and any(e.utterance in confirmed for e in field.evidence),
                "note": _note(field.value) if name == "address" else "",
            }
    return {
        "fields": fields,
        "form": draft.form(),
        "missing": [{"field": RENAMED.get(q.field, q.field), "wording": q.wording} for q in draft.missing],
        "guards": [
            {"kind": g.kind, "message": g.message, "evidence": [_evidence(e) for e in g.evidence]}
            for g in draft.guards
        ],
    }


def _note(address: dict) -> str:
    """Which parts of an address nobody said: the gazetteer tells them by a name that was said."""
    whole = filled(address)
    told = [label for part, label in BY_GAZETTEER.items() if whole[part] != address.get(part)]
    return f"{'、'.join(told)}按地名库“{address['located']['by']}”" if told else ""


def marked(out: dict, marks: dict[str, dict]) -> dict:
    """A DraftOut whose fields say whose they are. marks: as `filling.keeping.keep` gives them."""
    return out | {"fields": {name: field | marks[name] for name, field in out["fields"].items()}}


def _values(field: Field, categories: dict[str, str]):
    """(name, value) pairs of an order's form for one field of a draft."""
    value = field.value
    if field.name == "request_type":
        yield "request_type", _code(RequestType, value)
    elif field.name == "urgency":
        yield "urgency", _code(Urgency, value)
    elif field.name == "caller_gender":
        yield "caller_gender", GENDERS.get(value, "")
    elif field.name == "category":
        path = "/".join(value)
        if path in categories:
            yield "category", {"code": categories[path], "path": path}
    elif field.name == "incident_address":
        whole = filled(value)
        yield "address", {part: whole.get(part) or "" for part in ADDRESS}
    elif field.name == "incident_time":
        yield "incident_time", {"text": value["text"], "normalised": value.get("normalised") or ""}
    else:
        yield RENAMED.get(field.name, field.name), value


def _code(choices, label: str) -> str:
    return next(c.value for c in choices if c.label == label)


def _evidence(evidence: Evidence) -> dict:
    return {"utterance": evidence.utterance, "start": evidence.start, "end": evidence.end}


def order_fields(draft: dict) -> dict[str, Any]:
    """DraftOut as the fields of an order (`orders.fields.EDITABLE`); category and related_order as they were said."""
    fields: dict[str, Any] = {"channel": "phone"}
    for name, field in draft["fields"].items():
        fields |= as_fields(name, field["value"])
    return fields


def as_fields(name: str, value) -> dict[str, Any]:
    """One suggested value as fields of an order."""
    if name == "address":
        return {ADDRESS[part]: text for part, text in value.items()}
    if name == "incident_time":
        return {"incident_time_text": value["text"], "incident_time": value["normalised"]}
    if name == "category":
        return {"category": value["code"]}
    return {name: value}
