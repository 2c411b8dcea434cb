"""What the wire formats tell: every format turns its bytes into these, and nothing else passes further in."""

import collections.abc
import dataclasses
import json
import typing

import numpy as np

from zhixi.assist.talk import Leg
from zhixi.gateway.refusals import Refusal, Refused

NAME_MOST, NUMBER_MOST = 128, 32


@dataclasses.dataclass(frozen=True, slots=True)
class Opened:
    """The first thing of a connection: whose sound it brings. rate: of its samples, Hz."""

    name: str
    legs: tuple[Leg, ...]
    rate: int
    calling_number: str = dataclasses.field(default="", repr=False)
    called_number: str = dataclasses.field(default="", repr=False)
    seat: str = ""


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Samples of one leg, int16 mono. leg: None where the connection has but one.

    at: seconds by the sender's clock, None where the format has none.
    """

    leg: Leg | None
    samples: np.ndarray
    at: float | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Digit:
    """A pressed key. leg: None where the format does not say whose."""

    digit: str
    leg: Leg | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Closed:
    """The sender says that this is all. failed: it reports a fault of its own."""

    failed: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Reply:
    """Something to send back, as text."""

    text: str


Event = Opened | Sound | Digit | Closed | Reply
Events = collections.abc.Iterable[Event]
KEYS = frozenset("0123456789*#ABCD")


class Dialect(typing.Protocol):
    """A WebSocket format. Made from the connection's query; raises `Refused` for what it does not know."""

    def text(self, message: str) -> list[Event]: ...

    def binary(self, message: bytes) -> list[Event]: ...


def fields(message: str) -> dict:
    """The fields of a JSON object. Raises Refused for anything else."""
    try:
        body = json.loads(message)
    except (ValueError, RecursionError) as error:
        raise malformed("not JSON") from error
    if not isinstance(body, dict):
        raise malformed("not a JSON object")
    return body


def malformed(what: str) -> Refused:
    return Refused(Refusal.MALFORMED, what)


def name_of(value: object) -> str:
    """A call's name: printable, not long, without blanks. Raises Refused."""
    if not isinstance(value, str) or not 0 < len(value) <= NAME_MOST:
        raise malformed("the call's name is absent or too long")
    if not value.isascii() or not value.isprintable() or " " in value:
        raise malformed("the call's name has odd characters")
    return value


def number_of(value: object) -> str:
    """A telephone number as a telephone system writes it, or ""; letters and odd signs make it ""."""
    text = value.strip() if isinstance(value, str) else ""
    digits = text.removeprefix("+")
    good = digits.isascii() and digits.replace("-", "").isdigit() and len(text) <= NUMBER_MOST
    return text.replace("-", "") if good else ""


def seat_of(value: object) -> str:
    """An extension or user name, or ""."""
    text = value.strip() if isinstance(value, str) else ""
    return text if len(text) <= NUMBER_MOST and text.isprintable() else ""


def leg_of(value: object, otherwise: Leg) -> Leg:
    if value in (None, ""):
        return otherwise
    if not isinstance(value, str) or value not in {leg.value for leg in Leg}:
        raise malformed("leg is caller, agent or mixed")
    return Leg(value)


def key_of(value: object) -> str:
    text = value.upper() if isinstance(value, str) else ""
    if text not in KEYS:
        raise malformed("no such key")
    return text
