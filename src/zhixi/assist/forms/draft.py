"""What filling hands back (智能填单): a draft whose every value shows the words that it came from."""

import dataclasses
from typing import Any

FIELDS = (
    "request_type",
    "urgency",
    "title",
    "caller_name",
    "caller_gender",
    "contact_phone",
    "confidential",
    "incident_address",
    "incident_time",
    "subject",
    "demand",
    "description",
    "category",
    "callback_wanted",
    "related_order",
)

# What an order says when nobody said anything of it. Not a fact, so never a Field and never cited.
UNSAID = {"urgency": "一般", "confidential": False, "callback_wanted": False, "category": []}


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """The words behind a value: characters `start` to `end` of utterance number `utterance`."""

    utterance: int
    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """One filled field. `value` is as an order stores it, `text` as a person reads it.

    confidence: 0..1; 0.5 for "said once, in passing", 0.9 and more for "asked, answered, read back".
    """

    name: str
    value: Any
    text: str
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """What to ask next (追问): a field still empty, and the words to ask it with."""

    field: str
    wording: str


@dataclasses.dataclass(frozen=True, slots=True)
class Guard:
    """A warning before saving (防错): kind is `complaint_as_enquiry`, `urgency_too_low` or `district_in_doubt`.

    What was not said (`Filler.unsaid`) is no warning: such a text is not saved. A likely repeat of an open order is
    found where the orders are (`hotline/orders/repeats.py`).
    """

    kind: str
    message: str
    evidence: tuple[Evidence, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """A work order so far (工单草稿). `fields` holds only what the talk supports."""

    fields: dict[str, Field]
    missing: tuple[Question, ...] = ()
    guards: tuple[Guard, ...] = ()

    def form(self) -> dict[str, Any]:
        """All fields by name: what was said, else what an order says unsaid (一般, not confidential), else None.

        incident_address: {text, district, street, community, road, number, poi} as they were said, and where the
        gazetteer knows the place `located` (see `district`); incident_time: {text, normalised}, normalised an ISO
        date or minute or None; category: names from the top down, [] unknown.
        """
        return {name: self.fields[name].value if name in self.fields else _unsaid(name) for name in FIELDS}

    def evidence_turns(self) -> dict[str, list[int]]:
        """The numbers of the utterances behind each filled field."""
        return {name: sorted({e.utterance for e in field.evidence}) for name, field in self.fields.items()}


def _unsaid(name: str) -> Any:
    value = UNSAID.get(name)
    return list(value) if isinstance(value, list) else value
