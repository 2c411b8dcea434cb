"""Whose stretch is next: fair among the legs, whatever each of them brings (start-time fair queueing).

A stretch's tag is the moment, in seconds of sound served to each leg, at which its turn comes. A leg that
speaks now and then gets the present moment, and so is next; a file that brings an hour at once gets tags far
ahead, and each live leg passes before it.
"""

from zhixi.assist.speech.jobs import Job


class Turns:
    """Finished stretches that wait for a worker. most: seconds of sound kept."""

    def __init__(self, *, most: float):
        self._most = most
        self._waiting: list[Job] = []
        self._served = 0.0  # tag of the last stretch that was begun
        self._last: dict[object, float] = {}  # leg -> tag of the stretch that it may bring next

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, job: Job) -> list[Job]:
        """Those that have to go because there are too many; first of the leg that brought most."""
        job.tag = max(self._served, self._last.get(job.ear, 0.0))
        self._last[job.ear] = job.tag + job.seconds
        self._waiting.append(job)
        dropped = []
        while sum(job.seconds for job in self._waiting) > self._most:
            dropped.append(max(self._waiting, key=lambda job: job.tag))
            self._waiting.remove(dropped[-1])
        return dropped

    def add_again(self, job: Job) -> None:
        """Its worker failed it; it keeps its turn."""
        self._waiting.append(job)

    def in_order(self) -> list[Job]:
        return sorted(self._waiting, key=lambda job: job.tag)

    def begin(self, job: Job) -> None:
        self._waiting.remove(job)
        self._served = max(self._served, job.tag)

    def forget(self, ear) -> None:
        """The leg is done."""
        self._last.pop(ear, None)
