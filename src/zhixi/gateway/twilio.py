"""Media streams in JSON, as Twilio defined them and others speak them: sound as base64 within text frames.

connected → start {callSid, tracks, mediaFormat, customParameters} → media {track, timestamp, payload} … → dtmf, mark → stop

Track inbound is the caller, outbound the agent. Timestamps are milliseconds of the stream: the one format with a clock.
"""

import base64
import binascii

from zhixi.assist.talk import Leg
from zhixi.gateway.codecs import decode, encoding_of, rate_of
from zhixi.gateway.events import (
    Closed,
    Digit,
    Event,
    Opened,
    Sound,
    fields,
    key_of,
    malformed,
    name_of,
    number_of,
    seat_of,
)

TRACKS = {"inbound": Leg.CALLER, "outbound": Leg.AGENT}
LONGEST = 24 * 3600.0  # seconds; a clock beyond is none


class MediaStreams:
    def __init__(self, query: dict[str, str]):
        self._name = query.get("call", "")
        self._legs: tuple[Leg, ...] = ()
        self._encoding = ""

    def binary(self, message: bytes) -> list[Event]:
        raise malformed("a binary frame")

    def text(self, message: str) -> list[Event]:
        body = fields(message)
        event = body.get("event")
        if event == "media" and self._legs:
            return self._media(_part(body, "media"))
        if event == "start" and not self._legs:
            return self._start(_part(body, "start"))
        if event == "dtmf" and self._legs:
            dtmf = _part(body, "dtmf")
            return [Digit(key_of(dtmf.get("digit")), self._leg(dtmf.get("track", "inbound")))]
        if event == "stop":
            return [Closed()]
        if event in ("connected", "mark"):
            return []
        raise malformed("an event of an unknown kind")

    def _start(self, start: dict) -> list[Event]:
        told = start.get("customParameters") or start.get("custom_parameters") or {}
        form = start.get("mediaFormat") or start.get("media_format")
        tracks = start.get("tracks") or ["inbound"]
        if not isinstance(told, dict) or not isinstance(form, dict) or not isinstance(tracks, list):
            raise malformed("start says neither tracks nor format")
        self._encoding = encoding_of(form.get("encoding"))
        rate = rate_of(form.get("sampleRate") or form.get("sample_rate"))
        legs = tuple(dict.fromkeys(TRACKS.get(str(track).removesuffix("_track")) for track in tracks))
        if None in legs:
            raise malformed("a track of an unknown kind")
        call = told.get("call") or self._name or start.get("callSid") or start.get("call_control_id")
        numbers = number_of(told.get("calling_number")), number_of(told.get("called_number"))
        opened = Opened(name_of(call), legs, rate, *numbers, seat_of(told.get("seat")))
        self._legs = legs
        return [opened]

    def _media(self, media: dict) -> list[Event]:
        try:
            payload = base64.b64decode(media.get("payload"), validate=True)
        except (TypeError, ValueError, binascii.Error) as error:
            raise malformed("a payload that is not base64") from error
        leg = self._leg(media.get("track", "inbound"))
        return (
            [Sound(leg, decode(self._encoding, payload), _clock(media.get("timestamp")))] if payload else []
        )

    def _leg(self, track: object) -> Leg:
        leg = TRACKS.get(str(track).removesuffix("_track"))
        if leg not in self._legs:
            raise malformed("a track that start did not name")
        return leg


def _part(body: dict, name: str) -> dict:
    part = body.get(name)
    if not isinstance(part, dict):
        raise malformed(f"{name} without its fields")
    return part


def _clock(timestamp: object) -> float | None:
    """Milliseconds, as text or number → seconds."""
    text = str(timestamp)
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        return None
    seconds = int(text) / 1000
    return seconds if seconds < LONGEST else None
