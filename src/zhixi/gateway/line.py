"""How a door speaks with the office: what it tells of a call, and what an office must be able to take.

The office implements `Office` and `Line` (`hotline/calls/reception.py`, `office_line.py`); the gateway knows nothing of what is
behind them. All times are seconds since the call's `Begin.started_at`; an office that goes on with a call that was
broken off adds what had passed before.
"""

import collections.abc
import dataclasses
import datetime as dt
import enum
import typing

import numpy as np

from zhixi.assist.speech import Heard
from zhixi.assist.talk import Leg


@dataclasses.dataclass(frozen=True, slots=True)
class Begin:
    """A call's sound has come to a door.

    name: the telephone system's own name of the call (a UUID, a channel's id); two connections of one name are one
    call, and a name whose call is still open goes on with it. door: the wire format. seat: the extension or the
    user name of the agent who has it; "" while it waits. The numbers are "" where the network withholds them.
    """

    name: str
    door: str
    legs: tuple[Leg, ...]
    started_at: dt.datetime
    calling_number: str = dataclasses.field(default="", repr=False)
    called_number: str = dataclasses.field(default="", repr=False)
    seat: str = ""


class Standing(enum.Enum):
    """How the office sees a call."""

    WAITING = "waiting"
    TALKING = "talking"
    OVER = "over"  # hung up at the desk, or unknown: the door closes


class End(enum.Enum):
    """Why a call's sound ended."""

    HUNG_UP = "hung_up"  # the telephone system said so
    LOST = "lost"  # the connection died and did not come back
    SILENT = "silent"  # no frame for too long
    TOO_LONG = "too_long"
    OVER = "over"  # the office had ended it
    BAD = "bad"  # what came was no longer the format that it began with
    STOPPING = "stopping"  # the gateway stops; the call may go on when it is back


class Trouble(enum.Enum):
    """What is wrong while a call goes on."""

    ENGINE = "engine"  # the recogniser is away; words come later
    BEHIND = "behind"  # the words come late
    SOUND = "sound"  # a connection broke; it may come back
    WORDS = "words"  # somebody spoke, and no words can be had of it


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """A trouble, or that it is over. message: for the desk, in Chinese. leg: None for the whole call."""

    trouble: Trouble
    message: str = ""
    over: bool = False
    leg: Leg | None = None


class Line(typing.Protocol):
    """One call on its way into the office.

    All methods but `frames` are called one at a time and in order, from changing threads, and may wait for the
    database. One that raises `errors.Unavailable` is called again with the same, later; other errors are logged.
    """

    def joined(self, leg: Leg, seat: str) -> None:
        """A further leg has come, on a connection of its own; seat: as `Begin`'s, and often told only by this one."""

    def answered(self) -> None:
        """`Office.look` has told TALKING for the first time."""

    def heard(self, heard: Heard) -> None:
        """A finished utterance."""

    def partial(self, leg: Leg, start: float, text: str) -> None:
        """Words of an utterance that is still being spoken; "" takes them back."""

    def fault(self, fault: Fault) -> None: ...

    def digit(self, leg: Leg, at: float, digit: str) -> None:
        """A key was pressed (DTMF): 0–9, *, #, A–D. Several may be an identity number: personal."""

    def gap(self, leg: Leg, at: float, seconds: float) -> None:
        """Sound is missing here; silence stands in its place."""

    def frames(self, leg: Leg, at: float, samples: np.ndarray, rate: int) -> None:
        """Sound for the recording: int16 mono, half a second at a time, without holes, in order a leg.

        Called from one thread for all calls, beside the other methods: it must not wait for the database.
        """

    def end(self, reason: End) -> None:
        """The last call of all; every word and every frame has been told."""


class Office(typing.Protocol):
    """Both methods are called from threads, and may wait for the database."""

    def begin(self, begin: Begin) -> Line:
        """Offer the call, or go on with the open call of this name. Raises `Unavailable` to be asked again,
        any other ZhixiError to have the connection closed."""

    def look(self, names: collections.abc.Collection[str]) -> collections.abc.Mapping[str, Standing]:
        """Asked each second for all open calls at once: also their sign of life."""
