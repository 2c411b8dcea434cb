"""Calls as the browser shows them; numbers are whole for the agent who took the call, masked for the rest."""

import dataclasses
import json

from django.utils import timezone

from zhixi.hotline.calls.choices import CallState
from zhixi.hotline.calls.faults import open_faults
from zhixi.hotline.calls.feed import last_id
from zhixi.hotline.calls.hearing import for_others, owns
from zhixi.hotline.calls.marking import read
from zhixi.hotline.calls.models import Call
from zhixi.hotline.filling.presenting import alarms_of, fields_of, filed_of
from zhixi.hotline.privacy.masking import mask_phone


def call_row(call: Call, viewer=None) -> dict:
    return {
        "id": str(call.pk),
        "state": call.state,
        "source": call.source,
        "agent": call.agent
        and {"id": call.agent.pk, "name": call.agent.name, "extension": call.agent.extension},
        "calling_number": call.calling_number if owns(call, viewer) else mask_phone(call.calling_number),
        "offered_at": _iso(call.offered_at),
        "answered_at": _iso(call.answered_at),
        "ended_at": _iso(call.ended_at),
        "order": call.order.number if call.order else None,
        "put_away": call.put_away_at is not None,
    }


def call_detail(call: Call, viewer) -> dict:
    """A call with its words and the last suggestions, as a desk that opens it anew needs them."""
    seen = last_id()  # read first: what comes meanwhile is then told twice and never lost
    told = {
        "utterance": [utterance_out(u) for u in call.utterances.order_by("n")],
        "draft": last_of(call, "draft"),
        "field": fields_of(call),
        "refined": last_of(call, "refined"),
        "alarm": alarms_of(call),
        "answers": last_of(call, "answers"),
        "units": last_of(call, "units") or [],
    }
    if not owns(call, viewer):
        told = {kind: for_others(kind, body) for kind, body in told.items()}
    held = call.state == CallState.TALKING and is_held(call)
    told["utterances"], told["alarms"] = told.pop("utterance"), told.pop("alarm")
    told["filled"], told["filed"] = told.pop("field"), filed_of(call)
    return (
        call_row(call, viewer)
        | told
        | {"feed": seen, "held": held, "figures": call.figures, "faults": open_faults(call)}
    )


def last_of(call: Call, kind: str):
    """The newest suggestion of a kind, or None."""
    row = call.feed.filter(kind=kind).order_by("-id").first()
    return json.loads(row.body) if row else None


def is_held(call: Call) -> bool:
    """Whether the citizen waits on the line (保持)."""
    told = last_of(call, "held")
    return told is not None and told["on"]


def utterance_out(utterance) -> dict:
    return {
        "n": utterance.n,
        "leg": str(utterance.leg),
        "start": utterance.start,
        "end": utterance.end,
        "text": utterance.text,
        "marks": [dataclasses.asdict(mark) for mark in read(utterance.marks)],
        "language": utterance.language,
    }


def _iso(moment):
    return timezone.localtime(moment).isoformat() if moment else None
