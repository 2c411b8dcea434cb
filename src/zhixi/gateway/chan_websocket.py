"""Asterisk chan_websocket: text for control, binary for sound, in the codec that MEDIA_START names.

MEDIA_START connection_id:… channel:… format:ulaw optimal_frame_size:160 ptime:20, or since 22.8 the same as JSON,
{"event": "MEDIA_START", …}; DTMF_END digit:7; MEDIA_XOFF, MEDIA_XON, STATUS and others steer what an application
sends, and a listener sends nothing. The socket closes with the channel. ?call=…&leg=… in the address (the dial
string's v(…)) join the legs of one call.
"""

import re

from zhixi.assist.talk import Leg
from zhixi.gateway.codecs import L16_LE, decode, encoding_of
from zhixi.gateway.events import Digit, Event, Opened, Sound, fields, key_of, leg_of, malformed, name_of
from zhixi.gateway.refusals import Refusal, Refused

SLIN = {"slin": 8_000, "slin12": 12_000, "slin16": 16_000, "slin24": 24_000, "slin32": 32_000, "slin44": 44_100,
        "slin48": 48_000, "slin96": 96_000, "slin192": 192_000}  # fmt: skip
COMMAND = re.compile(r"[A-Z][A-Z_]{2,40}\Z")


class ChanWebSocket:
    def __init__(self, query: dict[str, str]):
        self._name, self._leg = query.get("call", ""), leg_of(query.get("leg"), Leg.CALLER)
        self._encoding = ""

    def text(self, message: str) -> list[Event]:
        event, told = _read(message)
        if event == "MEDIA_START":
            return self._start(told)
        if event == "DTMF_END":
            return [Digit(key_of(told.get("digit")))] if self._encoding else []
        return []

    def binary(self, message: bytes) -> list[Event]:
        if not self._encoding:
            raise malformed("sound before MEDIA_START")
        return [Sound(None, decode(self._encoding, message))] if message else []

    def _start(self, told: dict) -> list[Event]:
        if self._encoding:
            raise malformed("a second MEDIA_START")
        codec = str(told.get("format", "")).lower()
        if codec not in SLIN and codec not in ("ulaw", "alaw"):
            raise Refused(Refusal.ENCODING, "encoding")
        name = name_of(self._name or told.get("connection_id"))
        self._encoding = L16_LE if codec in SLIN else encoding_of(codec)
        return [Opened(name, (self._leg,), SLIN.get(codec, 8_000))]


def _read(message: str) -> tuple[str, dict]:
    """Either form of a control message."""
    if message.lstrip().startswith("{"):
        told = fields(message)
        event = told.get("event")
    else:
        event, *words = message.split() or [""]
        told = dict(word.split(":", 1) for word in words if ":" in word)
    if not isinstance(event, str) or not COMMAND.match(event):
        raise malformed("no control message")
    return event, told
