"""What goes over the wire for what the seat suggests: a call's drafts, and what to look at before saving."""

from typing import Any

from ninja import Schema


class EvidenceOut(Schema):
    utterance: int
    start: int
    end: int


class SuggestedOut(Schema):
    """value: as the order's form takes it; of category {code, path}, of incident_time {text, normalised}.

    confirmed: said back by the agent, and the caller let it stand. note: what of it nobody said, and where it comes from;
    only the gazetteer's district and street do so. state, revision, version: as `FieldMark`, when
    this was told; drafts of before have none.
    """

    value: Any
    text: str
    confidence: float
    evidence: list[EvidenceOut]
    confirmed: bool = False
    note: str = ""
    state: str = "offered"
    revision: int = 0
    version: int = 0


class QuestionOut(Schema):
    field: str
    wording: str


class GuardOut(Schema):
    kind: str
    message: str
    evidence: list[EvidenceOut]


class OneDraft(Schema):
    fields: dict[str, SuggestedOut]
    form: dict[str, Any]
    missing: list[QuestionOut]
    guards: list[GuardOut]


class DraftOut(OneDraft):
    """others: the drafts of the call's further demands."""

    others: list[OneDraft] = []


class RefinedOut(Schema):
    """Title, description or both in the words of a language model (`model`), with the words of the talk behind them."""

    fields: dict[str, SuggestedOut]
    model: str


class FindingOut(Schema):
    """What to look at before saving. words stand at start..end of the field's text; evidence speaks against it.

    kind: complaint_as_enquiry, urgency_too_low, district_in_doubt, likely_repeat, unsaid. needs_reason: it is not saved without one.
    """

    kind: str
    message: str
    field: str
    words: str
    start: int
    end: int
    evidence: list[EvidenceOut]
    order: str
    needs_reason: bool
