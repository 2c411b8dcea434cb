"""FreeSWITCH mod_audio_stream and mod_audio_fork: binary frames of linear sound, 16 bits, little endian.

uuid_audio_stream UUID start ws://…/gateway/mod_audio_stream stereo 8k {"call": "…", "mix": "stereo", "rate": "8k", …}

The last word is sent first, as a text frame; the format itself says neither rate nor mix, so both stand there or in
the address: ?call=…&mix=mono|mixed|stereo&rate=8k&leg=caller|agent. Stereo: the channel's own side left, the other
right. Numbers belong into the text frame and not into the address, which others log.
"""

from zhixi.assist.talk import Leg
from zhixi.gateway.codecs import L16_BE, L16_LE, decode, encoding_of, rate_of
from zhixi.gateway.events import (
    Digit,
    Event,
    Opened,
    Sound,
    fields,
    key_of,
    leg_of,
    malformed,
    name_of,
    number_of,
    seat_of,
)
from zhixi.gateway.refusals import Refusal, Refused

OTHER = {Leg.CALLER: Leg.AGENT, Leg.AGENT: Leg.CALLER}
IN_ADDRESS = ("call", "mix", "rate", "leg", "encoding")


class ModAudioStream:
    def __init__(self, query: dict[str, str]):
        self._told: dict = {key: query[key] for key in IN_ADDRESS if key in query}
        self._legs: tuple[Leg, ...] = ()
        self._encoding = L16_LE

    def text(self, message: str) -> list[Event]:
        if not self._legs:
            return self._open(fields(message))
        if message.lstrip().startswith("{"):
            return _digit(fields(message))
        return []  # what a dial plan sends by send_text is not for us

    def binary(self, message: bytes) -> list[Event]:
        opened = [] if self._legs else self._open({})
        samples = decode(self._encoding, message)
        if len(self._legs) == 1:
            return [*opened, Sound(None, samples)] if message else opened
        if len(samples) % 2:
            raise malformed("one side of a stereo frame is longer")
        sounds = [Sound(leg, samples[side::2]) for side, leg in enumerate(self._legs)]
        return [*opened, *sounds] if message else opened

    def _open(self, told: dict) -> list[Event]:
        told = self._told | told
        self._encoding = encoding_of(told.get("encoding", "l16"))
        if self._encoding not in (L16_LE, L16_BE):
            raise Refused(Refusal.ENCODING, "encoding")
        legs = _legs(told)
        opened = Opened(
            name_of(told.get("call") or told.get("uuid")),
            legs,
            rate_of(told.get("rate", "8k")),
            number_of(told.get("calling_number")),
            number_of(told.get("called_number")),
            seat_of(told.get("seat")),
        )
        self._legs = legs
        return [opened]


def _legs(told: dict) -> tuple[Leg, ...]:
    mix = told.get("mix", "mono")
    leg = leg_of(told.get("leg"), Leg.CALLER)
    if mix == "mono":
        return (leg,)
    if mix == "mixed":
        return (Leg.MIXED,)
    if mix == "stereo" and leg in OTHER:
        return leg, OTHER[leg]
    raise malformed("mix is mono, mixed or stereo")


def _digit(told: dict) -> list[Event]:
    """{"digit": "7"}, as a dial plan may send it when a key is pressed."""
    return [Digit(key_of(told["digit"]))] if "digit" in told else []
