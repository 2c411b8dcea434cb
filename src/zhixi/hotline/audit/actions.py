"""Appending to the chain. Nothing else writes events.

Call it as the last act of the transaction that made the change: whoever appends holds the chain's head until
that transaction ends, so the head is always locked after the thing that changed, never before.
"""

import dataclasses
import json
from collections.abc import Iterable

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from zhixi.hotline import bulk
from zhixi.hotline.audit import chain
from zhixi.hotline.audit.models import ChainHead, Event


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One step to be recorded. data: JSON values; personal ones sealed by the caller (privacy.sealing.seal)."""

    actor: object | None
    subject: str
    key: str
    verb: str
    at: object
    from_state: str = ""
    to_state: str = ""
    reason: str = ""
    data: dict = dataclasses.field(default_factory=dict)


def record(*, actor, subject, key, verb, at, from_state="", to_state="", reason="", data=None) -> Event:
    """Append one event. actor: a User, or None for the clock."""
    entry = Entry(
        actor=actor,
        subject=subject,
        key=str(key),
        verb=verb,
        at=at,
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        data=data or {},
    )
    return record_many([entry])[0]


def record_many(entries: Iterable[Entry]) -> list[Event]:
    """Append events in order under one lock of the head: for imports of many rows."""
    with transaction.atomic():
        head, _ = ChainHead.objects.select_for_update().get_or_create(pk=1)
        events = []
        for entry in entries:
            event = _linked(entry, head.n + 1, head.hash)
            events.append(event)
            head.n, head.hash = event.n, event.hash
        bulk.insert(events)
        head.save()
    return events


def _linked(entry: Entry, n: int, previous: str) -> Event:
    event = Event(
        n=n,
        at=entry.at,
        actor=entry.actor,
        actor_role=entry.actor.role if entry.actor else "",
        subject=entry.subject,
        key=entry.key,
        verb=entry.verb,
        from_state=entry.from_state,
        to_state=entry.to_state,
        reason=entry.reason,
        data=_as_stored(entry.data),
        previous=previous,
    )
    event.hash = chain.link(previous, event.as_row())
    return event


def _as_stored(data: dict) -> dict:
    """The data as it will come back from the database, so that the hash can be made again from the row."""
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder))
