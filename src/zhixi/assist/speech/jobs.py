"""Pieces of work on their way through the pool."""

import dataclasses
import typing
from collections.abc import Iterable

from zhixi.assist.speech.activity import RATE, Stretch
from zhixi.assist.speech.engine import Recognised


@dataclasses.dataclass(eq=False, slots=True)
class Job:
    """A finished stretch on its way to words, or one that seems to be finished (`Ear.early`).

    since: when it began to wait. tag: its turn (see `turns`). given: an early one is a worker's, or was.
    """

    ear: typing.Any
    stretch: Stretch
    since: float
    tag: float = 0.0
    tries: int = 0
    given: bool = False
    words: Recognised | None = None
    lost: str = ""

    @property
    def seconds(self) -> float:
        return len(self.stretch.samples) / RATE

    @property
    def key(self) -> tuple:
        return self.ear.key, self.stretch.first

    def is_of(self, stretch: Stretch) -> bool:
        """Whether this is the stretch that has ended."""
        mine = self.stretch
        return (mine.first, mine.end, len(mine.samples)) == (stretch.first, stretch.end, len(stretch.samples))

    @property
    def settled(self) -> bool:
        return self.words is not None or bool(self.lost)


@dataclasses.dataclass(eq=False, slots=True)
class Piece:
    """What a growing stretch has so far, on its way to partial words."""

    ear: typing.Any
    stretch: Stretch

    @property
    def key(self) -> tuple:
        return self.ear.key, self.stretch.first


def growing_ears(ears: Iterable) -> list:
    """Those whose stretch grows and has sound that no worker was given, who waits longest first."""
    return sorted((ear for ear in ears if ear.fresh and not ear.early), key=lambda ear: ear.given_at)


def early_jobs(ears: Iterable) -> list[Job]:
    """Those that no worker has. Not of a leg that has much before them: a file's can wait until they have ended."""
    waiting = [ear.early for ear in ears if ear.early and not ear.early.given and not ear.early.settled]
    ready = (job for job in waiting if sum(not other.settled for other in job.ear.jobs) < 2)
    return sorted(ready, key=lambda job: job.since)
