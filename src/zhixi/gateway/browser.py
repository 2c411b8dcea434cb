"""The browser's microphone (试呼): a start message in JSON, then linear sound, 16 bits, little endian.

→ {"kind": "start", "call": "a name of the page's own", "rate": 16000, "leg": "caller"}
← {"kind": "ready"}
→ binary …                       → {"kind": "digit", "digit": "1"}        → {"kind": "stop"}
"""

import json

from zhixi.assist.talk import Leg
from zhixi.gateway.codecs import L16_LE, decode, rate_of
from zhixi.gateway.events import (
    Closed,
    Digit,
    Event,
    Opened,
    Reply,
    Sound,
    fields,
    key_of,
    leg_of,
    malformed,
    name_of,
    seat_of,
)

READY = json.dumps({"kind": "ready"})


class Browser:
    """See the module. seat: who is signed in; the page cannot choose another."""

    def __init__(self, query: dict[str, str]):
        self._seat = seat_of(query.get("seat"))
        self._leg: Leg | None = None

    def text(self, message: str) -> list[Event]:
        body = fields(message)
        kind = body.get("kind")
        if kind == "start" and self._leg is None:
            self._leg = leg_of(body.get("leg"), Leg.CALLER)
            # A page's own names stand in a space of their own: nobody joins another call by naming it.
            name = f"browser-{self._seat}-{name_of(body.get('call'))[:64]}"
            opened = Opened(name, (self._leg,), rate_of(body.get("rate")), seat=self._seat)
            return [opened, Reply(READY)]
        if kind == "stop":
            return [Closed()]
        if kind == "digit" and self._leg:
            return [Digit(key_of(body.get("digit")), self._leg)]
        raise malformed("a message of an unknown kind")

    def binary(self, message: bytes) -> list[Event]:
        if self._leg is None:
            raise malformed("sound before the start message")
        return [Sound(self._leg, decode(L16_LE, message))] if message else []
