"""What to look at before an order of a call is saved (防错): asked while the form is filled, and once more at saving.

A warning is confirmed by the agent who saw it. A number or name that nobody said is refused, unless the agent says
where it comes from: people do know things from elsewhere, and the reason is kept with the order.
"""

import dataclasses

from django.utils import timezone

from zhixi.assist.forms.draft import Guard
from zhixi.assist.talk import Conversation
from zhixi.errors import Conflict
from zhixi.hotline.calls.figures import said_in
from zhixi.hotline.calls.models import Call
from zhixi.hotline.calls.tools import seat_tools
from zhixi.hotline.filling.slots import LABELS
from zhixi.hotline.orders import mass
from zhixi.hotline.orders.choices import RequestType, Urgency
from zhixi.hotline.orders.fields import phone_digest
from zhixi.hotline.orders.guards import has_reason
from zhixi.hotline.orders.reading import ADDRESS

TEXTS = ("title", "subject", "demand", "description")
KNOWN = (
    *("address_text", "district", "street", "community", "road", "address_number", "poi"),
    *("incident_time", "incident_time_text", "caller_name", "caller_phone"),
)
FIELD_OF = {
    "complaint_as_enquiry": "request_type",
    "urgency_too_low": "urgency",
    "district_in_doubt": "address",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """kind: complaint_as_enquiry, urgency_too_low, district_in_doubt, likely_repeat, unsaid. start, end: of `words` in the field's text.

    evidence: the words of the talk that speak against it. order: the number of the likely repeat. needs_reason: it
    is refused unless a reason is given.
    """

    kind: str
    message: str
    field: str
    words: str = ""
    start: int = 0
    end: int = 0
    evidence: tuple = ()
    order: str = ""
    needs_reason: bool = False


def findings(*, actor, call: Call, fields: dict, now) -> list[Finding]:
    """fields: as for `orders.create_draft`."""
    start = timezone.localtime(call.answered_at or call.offered_at)
    talk = Conversation(start, said_in(call), call.calling_number)
    return [*_guards(talk, fields), *_unsaid(talk, fields), *_repeat(actor, call, fields, now)]


def check(*, actor, call: Call, fields: dict, reasons: dict[str, str], now) -> list[Finding]:
    """What was found and is confirmed; Conflict names the first that is not. reasons: kind → why, "" for a warning."""
    found = findings(actor=actor, call=call, fields=fields, now=now)
    for one in found:
        if one.kind not in reasons:
            raise Conflict(one.message, cure="请改正，或核对后确认再保存", field=one.field)
        if one.needs_reason:
            has_reason(reasons[one.kind], field=one.field, label="来源说明")
    return found


def _guards(talk: Conversation, fields: dict) -> list[Finding]:
    if not talk.utterances:
        return []
    found: tuple[Guard, ...] = seat_tools().filler.guards(
        talk,
        request_type=_label(RequestType, fields.get("request_type", "")),
        urgency=_label(Urgency, fields.get("urgency") or Urgency.NORMAL),
        address={part: fields.get(name) for part, name in ADDRESS.items()},
    )
    return [Finding(g.kind, g.message, FIELD_OF.get(g.kind, ""), evidence=_places(g.evidence)) for g in found]


def _unsaid(talk: Conversation, fields: dict) -> list[Finding]:
    """Where nothing was heard (no recogniser, a broken line), nothing can be held against a text."""
    if not talk.utterances:
        return []
    tools = seat_tools()
    known = [str(fields.get(name) or "") for name in KNOWN]
    if fields.get("related_order"):
        known.append(fields["related_order"].number)
    known += [name for unit in tools.city.units for name in (unit.name, unit.short_name, *unit.aliases)]
    found = []
    for field in TEXTS:
        text = fields.get(field) or ""
        for words in tools.filler.unsaid(text, talk, [word for word in known if word]):
            start = text.find(words)
            message = f"{LABELS[field]}里的“{words}”通话中没有说到"
            found.append(
                Finding("unsaid", message, field, words, start, start + len(words), needs_reason=True)
            )
    return found


def _repeat(actor, call: Call, fields: dict, now) -> list[Finding]:
    """The caller's own open order about the same matter, while it is not named as related."""
    if fields.get("related_order"):
        return []
    digests = frozenset({phone_digest(fields.get("caller_phone") or ""), call.calling_number_digest})
    for one in mass.likely_repeats(actor, fields, digests, "", now):
        if one["open"] and one["same_caller"] and one["same_matter"]:
            number = one["order"]["number"]
            message = f"该市民已就同一件事立单 {number}，仍在办理"
            return [Finding("likely_repeat", message, "related_order", order=number)]
    return []


def _label(choices, value: str) -> str:
    return str(choices(value).label) if value else ""


def _places(evidence) -> tuple:
    return tuple({"utterance": e.utterance, "start": e.start, "end": e.end} for e in evidence)
