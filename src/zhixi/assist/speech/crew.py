"""The pool's side of its workers: started, given work, watched, killed, and started again with patience."""

import logging
import os
import socket
import struct
import subprocess
import sys
import threading
from multiprocessing.connection import Connection

from zhixi.assist.speech.jobs import Job, Piece
from zhixi.assist.speech.worker import Load, Work, serve_thread

log = logging.getLogger(__name__)

LOADING = 120.0  # seconds that an engine may need to load
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # seconds before a worker that went away is started again
SEND = 5  # seconds in which an idle worker must take its work
# One thread a worker: the workers are as many as the cores. Fewer arenas: hours of work leave less behind.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
}
_CODE = "from zhixi.assist.speech.worker import main; main()"


class Worker:
    """One worker. Only the pool's minding thread touches it.

    job: what it works on. ready: the engine is loaded. well: it was never lost, or is back.
    streams: the growing stretches whose state it holds, and how many samples of each it has.
    """

    def __init__(self, load: Load, *, remote: bool):
        self._load, self._remote = load, remote
        self.link: Connection | None = None
        self.process: subprocess.Popen | None = None
        self.job = None
        self.ready, self.well = False, True
        self.streams: dict[tuple, int] = {}
        self.forget: list[tuple] = []
        self.due = 0.0  # when it is to be started again
        self.overdue = 0.0  # when it counts as hung
        self._losses = 0

    @property
    def idle(self) -> bool:
        return self.ready and self.job is None

    def start(self, now: float) -> None:
        self.overdue = now + LOADING
        try:
            self.link = self._thread() if self._remote else self._process()
            self.link.send(self._load)
        except OSError as error:  # no processes or files left: as if it had died
            log.error("a recogniser cannot be started: %s", error)
            self.lose(now)

    def came_up(self) -> None:
        self.ready = self.well = True

    def give(self, job: Job | Piece, *, streaming: bool, overdue: float) -> bool:
        """Hand it a piece of work; False when it is dead."""
        self.job, self.overdue = job, overdue
        work = self._work(job, "push" if streaming else "guess", "finish" if streaming else "recognise")
        try:
            self.link.send(work)
        except OSError:
            return False
        return True

    def _work(self, job: Job | Piece, growing: str, final: str) -> Work:
        samples = job.stretch.samples
        if self.streams.get(job.key, 0) > len(samples):
            self.drop(job.key)  # it has heard what now belongs to the next stretch
        had = self.streams.pop(job.key, 0)
        verb = final if isinstance(job, Job) else growing
        if verb == "push":
            self.streams[job.key] = len(samples)
        forget, self.forget = tuple(self.forget), []
        return Work(verb, samples[had:], job.key, forget)

    def done(self) -> object:
        """It has answered: the job that it had."""
        job, self.job = self.job, None
        self._losses = 0
        return job

    def drop(self, key: tuple) -> None:
        """Nobody will finish this stretch, or it begins anew."""
        if self.streams.pop(key, None) is not None:
            self.forget.append(key)

    def lose(self, now: float) -> object:
        """End it, to be started again later: the job that it had."""
        self.end()
        job, self.job = self.job, None
        self.ready = self.well = False
        self.streams.clear()
        self.forget.clear()
        self.due = now + min(FIRST_WAIT * 2**self._losses, LONGEST_WAIT)
        self._losses += 1
        return job

    def end(self) -> None:
        if self.link is not None:
            self.link.close()
            self.link = None
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _thread(self) -> Connection:
        ours, theirs = _links()
        threading.Thread(target=serve_thread, args=(Connection(theirs.detach()),), daemon=True).start()
        return Connection(ours.detach())

    def _process(self) -> Connection:
        """A new interpreter, not a copy of this one: copies of a process with threads hang sooner or later."""
        ours, theirs = _links()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _CODE, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        return Connection(ours.detach())


def _links() -> tuple[socket.socket, socket.socket]:
    ours, theirs = socket.socketpair()
    # A stopped process reads nothing: a write must come to an end all the same.
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND, 0))
    return ours, theirs


def worker_for(key: tuple, idle: list[Worker], workers: list[Worker]) -> Worker | None:
    """The worker that knows the stretch's beginning, if there is one; else the one with least at hand."""
    for worker in workers:
        if key in worker.streams:
            return worker if worker in idle else None
    return min(idle, key=lambda worker: len(worker.streams), default=None)


def answer_of(worker: Worker) -> object | None:
    """The message that has come, or None when the worker is dead."""
    try:
        return worker.link.recv()
    except (EOFError, OSError):
        return None
