"""What a pool tells of one leg while its sound comes, beside the finished utterances (`listening.Heard`)."""

import dataclasses

from zhixi.assist.talk import Leg


@dataclasses.dataclass(frozen=True, slots=True)
class Partial:
    """Words of an utterance that is still being spoken; the next one, or its `Heard`, takes its place.

    "": it was no word after all.
    """

    leg: Leg
    start: float
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Behind:
    """The words come late: the oldest stretch has waited `seconds`. 0: they come in time again."""

    seconds: float


@dataclasses.dataclass(frozen=True, slots=True)
class Down:
    """The engine, or a part of it, is away. Nothing is lost; the words come later. reason: for the desk."""

    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class Up:
    """The whole engine is back."""


@dataclasses.dataclass(frozen=True, slots=True)
class Lost:
    """Somebody spoke here, and no words can be had of it; the sound is all that there is. reason: for the desk."""

    leg: Leg
    start: float
    end: float
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class Done:
    """The leg was closed and everything that was said on it has been told. The last event of an ear."""
