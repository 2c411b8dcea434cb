"""The arithmetic of the chain, pure: what a row's hash is made of (SM3, GB/T 32905).

hash = SM3(previous hash + canonical JSON of the row), as 64 hex signs. Canonical: keys sorted, no spaces,
UTF-8, the moment in UTC with six digits of a second. Anyone can recompute it from an export.
"""

import datetime as dt
import json

from zhixi.hotline.privacy.sealing import sm3

FIRST = "0" * 64
FIELDS = ("n", "actor", "actor_role", "subject", "key", "verb", "from_state", "to_state", "reason", "data")


def canonical(row: dict) -> bytes:
    """The bytes that are hashed. row: FIELDS, and `at`, an aware datetime; actor is an id or None."""
    body = {name: row[name] for name in FIELDS}
    body["at"] = row["at"].astimezone(dt.UTC).isoformat(timespec="microseconds")
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def link(previous: str, row: dict) -> str:
    """The hash of a row that follows the row whose hash is `previous`."""
    return sm3(previous.encode(), canonical(row)).hex()
