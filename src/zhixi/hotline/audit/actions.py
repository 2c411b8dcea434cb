"""Appending to the chain. Nothing else writes events.

Call it as the last act of the transaction that made the change: whoever appends holds the chain's head until
that transaction ends, so the head is always locked after the thing that changed, never before.
"""

import dataclasses
import json
from collections.abc import Iterable, Iterator

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from zhixi.hotline import bulk
from zhixi.hotline.audit import chain
from zhixi.hotline.audit.models import ChainHead, Event

COLUMNS = (
    *("n", "at", "actor_id", "actor_role", "subject", "key"),
    *("verb", "from_state", "to_state", "reason", "data", "previous", "hash"),
)


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
    with transaction.atomic():
        head, _ = ChainHead.objects.select_for_update().get_or_create(pk=1)
        event = _linked(entry, head.n + 1, head.hash)
        event.save(force_insert=True)
        head.n, head.hash = event.n, event.hash
        head.save()
    return event


def record_many(entries: Iterable[Entry]) -> int:
    """Append many events in order under one lock of the head; how many."""
    with transaction.atomic():
        head, _ = ChainHead.objects.select_for_update().get_or_create(pk=1)
        entries = list(entries)  # all of them: a query in the middle of a COPY would wait for itself
        bulk.insert(Event, COLUMNS, _rows(entries, head))
        head.save()
    return len(entries)


def _rows(entries: Iterable[Entry], head: ChainHead) -> Iterator[tuple]:
    """What the table holds of each, the head moved on with them. The data is stored as it was hashed."""
    moments = _Moments()
    for entry in entries:
        actor, role = (entry.actor.pk, entry.actor.role) if entry.actor else (None, "")
        hashed, stored = moments[entry.at]
        data = _written(entry.data)
        n, previous = head.n + 1, head.hash
        told = chain.line(
            n=n,
            actor=actor,
            actor_role=role,
            subject=entry.subject,
            key=entry.key,
            verb=entry.verb,
            from_state=entry.from_state,
            to_state=entry.to_state,
            reason=entry.reason,
            at=hashed,
            data=data,
        )
        head.n, head.hash = n, chain.linked(previous, told.encode())
        step = entry.verb, entry.from_state, entry.to_state, entry.reason
        yield n, stored, actor, role, entry.subject, entry.key, *step, data, previous, head.hash


class _Moments(dict):
    """A moment as it is hashed and as it is stored; many events share one."""

    def __missing__(self, at):
        told = self[at] = chain.moment(at), bulk.moment(at)
        return told


def _written(data: dict) -> str:
    """The data as canonical JSON. Where all of it is plain text already, the way over `_as_stored` changes nothing."""
    plain = all(type(name) is str and type(value) is str for name, value in data.items())
    return chain.written(data if plain else _as_stored(data))


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
