"""Asterisk AudioSocket over TCP: a byte of kind, two of length (big endian), a payload.

0x00 hang-up · 0x01 the call's UUID, 16 bytes · 0x03 a key, one ASCII byte · 0x10–0x18 signed linear sound, 16 bits,
little endian, of the rate that the kind tells · 0xff a fault of the sender. It carries the sound of one channel and
says nothing else of the call: what is known of it beforehand comes by its UUID (`guards.Announced`); where nothing
is, it is the caller's.
"""

import struct
import uuid

from zhixi.assist.talk import Leg
from zhixi.gateway.codecs import L16_LE, decode
from zhixi.gateway.events import Closed, Digit, Event, Opened, Sound, key_of, malformed

HANG_UP, NAME, KEY, ERROR = 0x00, 0x01, 0x03, 0xFF
RATES = dict(enumerate((8_000, 12_000, 16_000, 24_000, 32_000, 44_100, 48_000, 96_000, 192_000), start=0x10))
HEAD = struct.Struct(">BH")


class AudioSocket:
    """Bytes in, in any pieces; events out. `Opened` comes with the first sound, whose kind tells the rate."""

    def __init__(self):
        self.name = ""
        self._rest, self._rate, self._closed = b"", 0, False

    def feed(self, data: bytes) -> list[Event]:
        """Raises Refused; nothing is read after a hang-up."""
        data = self._rest + data if self._rest else data
        events, at = [], 0
        while len(data) - at >= HEAD.size and not self._closed:
            kind, length = HEAD.unpack_from(data, at)
            self._check(kind, length)
            if len(data) - at - HEAD.size < length:
                break
            at += HEAD.size
            events += self._message(kind, data[at : at + length])
            at += length
        self._rest = b"" if self._closed else data[at:]
        return events

    def _check(self, kind: int, length: int) -> None:
        """Refuse by the head alone: a wrong length must not make us wait for 64 KiB that never come."""
        if kind in RATES or kind == ERROR:
            return
        if {HANG_UP: 0, NAME: 16, KEY: 1}.get(kind) != length and kind != HANG_UP:
            raise malformed(f"kind {kind:#04x} of {length} bytes")

    def _message(self, kind: int, payload: bytes) -> list[Event]:
        if kind in RATES:
            return self._sound(RATES[kind], payload)
        if kind == KEY:
            return [Digit(key_of(payload.decode("latin-1")))]
        if kind == NAME:
            if self.name:
                raise malformed("a second UUID")
            self.name = str(uuid.UUID(bytes=payload))
            return []
        self._closed = True
        return [Closed(failed=kind == ERROR)]

    def _sound(self, rate: int, payload: bytes) -> list[Event]:
        if not self.name:
            raise malformed("sound before the UUID")
        if rate != self._rate and self._rate:
            raise malformed("another rate in the middle of the call")
        opened = [] if self._rate else [Opened(self.name, (Leg.CALLER,), rate)]
        self._rate = rate
        return [*opened, Sound(None, decode(L16_LE, payload))] if payload else opened
