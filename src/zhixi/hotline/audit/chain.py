"""The arithmetic of the chain, pure: what a row's hash is made of (SM3, GB/T 32905).

hash = SM3(previous hash + canonical JSON of the row), as 64 hex signs. Canonical: keys sorted, no spaces,
UTF-8, the moment in UTC with six digits of a second. Anyone can recompute it from an export.
"""

import datetime as dt
import json
from json.encoder import encode_basestring as said

from zhixi.hotline.privacy.sealing import sm3

FIRST = "0" * 64
FIELDS = ("n", "actor", "actor_role", "subject", "key", "verb", "from_state", "to_state", "reason", "data")
written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(row: dict) -> bytes:
    """The bytes that are hashed. row: FIELDS, and `at`, an aware datetime; actor is an id or None."""
    told = {name: row[name] for name in FIELDS if name != "data"}
    return line(**told, at=moment(row["at"]), data=written(row["data"])).encode()


def line(
    *, n, actor, actor_role, subject, key, verb, from_state, to_state, reason, at: str, data: str
) -> str:
    """The canonical JSON of a row whose moment and data are written already: `written` of the whole, in a third of the
    time, for there is one for every event."""
    return (
        f'{{"actor":{"null" if actor is None else actor},"actor_role":{said(actor_role)},"at":"{at}","data":{data},'
        f'"from_state":{said(from_state)},"key":{said(key)},"n":{n},"reason":{said(reason)},'
        f'"subject":{said(subject)},"to_state":{said(to_state)},"verb":{said(verb)}}}'
    )


def moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def link(previous: str, row: dict) -> str:
    """The hash of a row that follows the row whose hash is `previous`."""
    return linked(previous, canonical(row))


def linked(previous: str, body: bytes) -> str:
    """The hash of a row's canonical JSON behind the hash before it."""
    return sm3(previous.encode() + body).hex()
