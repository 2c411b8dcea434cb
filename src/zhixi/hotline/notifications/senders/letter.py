"""What a sender gets and what it answers: plain values, no rows."""

import dataclasses

from zhixi.hotline.notifications.choices import Outcome


@dataclasses.dataclass(frozen=True, slots=True)
class Door:
    """Where a message leaves (see `models.Route` for the fields). timeout: seconds for each answer of the other side."""

    address: str
    account: str
    secret: str
    options: dict
    timeout: float


@dataclasses.dataclass(frozen=True, slots=True)
class Letter:
    """One message. id: the same whenever it is tried again, so that a gateway can tell it from another."""

    id: str
    to: str
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What came of it. said: the other side's words, cut short; never the text or the number."""

    outcome: Outcome
    said: str = ""


def sent(said: str = "") -> Answer:
    return Answer(Outcome.SENT, said[:300])


def later(said: str) -> Answer:
    """It did not leave: nothing was connected, or the other side said so."""
    return Answer(Outcome.LATER, said[:300])


def refused(said: str) -> Answer:
    """It will not leave however often it is tried."""
    return Answer(Outcome.REFUSED, said[:300])


def doubtful(said: str) -> Answer:
    """It was handed over, and the answer is missing: to try again might tell twice."""
    return Answer(Outcome.DOUBTFUL, said[:300])
