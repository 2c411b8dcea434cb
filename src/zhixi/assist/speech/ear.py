"""One leg that a pool listens to: its sound on the way in, its stretches in order on the way out."""

import collections
import threading
from collections.abc import Callable

import numpy as np

from zhixi.assist.speech.activity import RATE, Activity, Limits, Stretch
from zhixi.assist.speech.events import Done, Lost, Partial
from zhixi.assist.speech.jobs import Job
from zhixi.assist.speech.listening import utterance
from zhixi.assist.talk import Leg
from zhixi.errors import BadInput

CLOSED = None  # stands at the end of the sound


class Ear:
    """Given by `Pool.open`. push and close may be called from any thread, and never wait."""

    def __init__(self, key: int, leg: Leg, told: Callable, wake: Callable, limits: Limits | None):
        self.key, self.leg, self.told = key, leg, told
        self.untold: collections.deque = collections.deque()  # events; the teller's
        self._wake, self._lock = wake, threading.Lock()
        self._came: collections.deque[np.ndarray | None] = collections.deque()
        self._came_samples = 0
        self._closed = False
        self._activity = Activity(limits)  # the listening thread's
        self._shown_at: float | None = None  # when the growing stretch was last handed on, while one grows
        self._foreseen: tuple | None = None  # what `foresee` told last
        self._heard_samples = 0
        # what follows is the minding thread's
        self.jobs: collections.deque[Job] = collections.deque()  # in order, until they are told
        self.early: Job | None = (
            None  # begun in the silence that may end it; nothing of it is told before that
        )
        self.growing: Stretch | None = None
        self.fresh = False  # whether the growing stretch has sound that no worker was given
        self.given_at = 0.0
        self.partial = ""
        self.shown: float | None = None  # the stretch whose words in the making were told last
        self.behind = self.ended = False

    def push(self, samples: np.ndarray) -> None:
        """Take mono float32 samples in -1..1 at 16 kHz, any number of them. After `close` they are dropped."""
        samples = np.array(samples, np.float32)  # a copy: the caller may use its buffer again
        if samples.ndim != 1:
            raise BadInput(f"sound of {samples.ndim} dimensions", cure="push one channel")
        with self._lock:
            if self._closed or not len(samples):
                return
            self._came.extend(samples[start : start + RATE] for start in range(0, len(samples), RATE))
            self._came_samples += len(samples)
        self._wake()

    def close(self) -> None:
        """The leg has ended. What is still being said is told, and then Done."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._came.append(CLOSED)
        self._wake()

    @property
    def backlog(self) -> float:
        """Seconds of sound that are not told yet: who reads a file waits while it is long."""
        return self._came_samples / RATE + sum(job.seconds for job in tuple(self.jobs) if not job.settled)

    def listen(self) -> tuple[list[Stretch], bool]:
        """Hear a second of what has come: the stretches that ended, and whether the leg did.

        For the listening thread, which must come to the other ears soon.
        """
        sound, closed = self._take()
        found = self._activity.push(sound)
        if closed:
            found += self._activity.flush()
        return found, closed

    def _take(self) -> tuple[np.ndarray, bool]:
        taken, samples, closed = [np.zeros(0, np.float32)], 0, False
        with self._lock:
            while self._came and samples < RATE and not closed:
                block = self._came.popleft()
                closed = block is CLOSED
                if not closed:
                    taken.append(block)
                    samples += len(block)
            self._came_samples -= samples
            if self._came:
                self._wake()
        self._heard_samples += samples
        return np.nan_to_num(np.concatenate(taken), copy=False, posinf=1.0, neginf=-1.0), closed

    def show(self, every: float) -> tuple[bool, Stretch | None]:
        """Whether there is news of the growing stretch, at most once in `every` seconds of sound; the stretch."""
        at = self._heard_samples / RATE
        if not self._activity.speaking:
            news, self._shown_at = self._shown_at is not None, None
            return news, None
        if self._shown_at is not None and at - self._shown_at < every:
            return False, None
        first, self._shown_at = self._shown_at is None, at
        return (False, None) if first else (True, self._activity.so_far())

    def foresee(self) -> tuple[bool, Stretch | None]:
        """Whether there is news of a stretch that ends if the silence goes on; the stretch, None where it does not."""
        ending = self._activity.ending
        if ending == self._foreseen:
            return False, None
        self._foreseen = ending
        return True, self._activity.so_far() if ending else None

    def job_of(self, stretch: Stretch, now: float) -> Job:
        """The stretch has ended. Its work may have been begun in the silence behind it, or be done already."""
        job, self.early = self.early, None
        if job is None or not job.is_of(stretch):
            job = Job(self, stretch, since=now)
        job.since = now
        self.jobs.append(job)
        self.growing, self.fresh, self.partial = None, False, ""
        return job

    def settle(self) -> list:
        """The events that can be told now, in the order in which people spoke."""
        events = []
        while self.jobs and self.jobs[0].settled:
            job = self.jobs.popleft()
            stretch = job.stretch
            if job.lost:
                events.append(Lost(self.leg, round(stretch.start, 2), round(stretch.end, 2), job.lost))
            elif heard := utterance(self.leg, stretch, job.words):
                events.append(heard)
            elif self.shown == stretch.first:  # what was shown turns out to be no words at all
                events.append(Partial(self.leg, round(stretch.start, 2), ""))
        if self.ended and not self.jobs:
            events.append(Done())
        return events
