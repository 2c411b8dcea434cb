"""A pool of workers that hears many legs at once, and shares the cores fairly among them.

    pool = Pool()                                   # ZHIXI_RECOGNISER, a worker a core
    ear = pool.open(leg=Leg.CALLER, told=print)     # from any thread
    ear.push(samples)                               # mono float32, 16 kHz; never waits
    ear.close()                                     # and at last told(Done())

Sound passes voice activity in one thread for all ears. Finished stretches go to the workers: finals before
partials, the legs in turn. A stretch goes to an idle worker even before the silence behind it has ended it; if the
speaker goes on, that work was for nothing. `told` is called from the pool's threads, for one ear in order, with
`listening.Heard` and the events of `events`. Words may come late, and Behind says so; they are not dropped.
A worker that dies or hangs is started again, and its stretch goes to another.
"""

import itertools
import os
import threading
import time
from collections.abc import Callable

from zhixi.assist.speech.activity import Limits
from zhixi.assist.speech.crew import Worker
from zhixi.assist.speech.ear import Ear
from zhixi.assist.speech.minding import Minder
from zhixi.assist.speech.recognisers import abilities_of, recogniser_name
from zhixi.assist.speech.telling import Teller
from zhixi.assist.speech.worker import Load
from zhixi.assist.talk import Leg
from zhixi.errors import BadInput, Unavailable

REMOTE_WORKERS = 64  # threads at most that wait for an engine elsewhere; they are started as they are needed
ROUND = 0.02  # seconds between two rounds of listening: a frame is 32 ms
# Many legs take turns: several frames of a leg at once cost less than one by one, and a round stays short, so that the
# doors, which share the interpreter, come to run (measured: docs/measurements/gateway.md).
LEGS_A_ROUND, MOST_ROUNDS = 40, 5
GUESS_EVERY, STREAM_EVERY = 1.2, 0.3  # seconds of sound between two looks at a growing stretch
HUNG, HUNG_REMOTE = 20.0, 60.0  # seconds that any stretch may take, beside three times its length


class Pool:
    """See the module. Close it, or use it in a `with`; its workers end with the process in any case."""

    def __init__(
        self,
        name: str | None = None,
        *,
        workers: int | None = None,
        hotwords: tuple[str, ...] = (),
        partials: bool = True,
        hung: float | None = None,
    ):
        """workers: None for one a core, or for an engine elsewhere as many as are needed.

        hotwords: names that are likely here. hung: seconds that a stretch may take, beside
        three times its length, before its worker counts as hung.
        Raises BadInput for a wrong name. An engine that cannot be had now is told to the ears as Down.
        """
        name = name or recogniser_name()
        self.abilities = abilities_of(name)
        most = workers or (REMOTE_WORKERS if self.abilities.remote else cores())
        if most < 1:
            raise BadInput(f"{most} workers", cure="give 1 or more")
        load, remote = Load(name, tuple(hotwords)), self.abilities.remote
        hung = hung or (HUNG_REMOTE if remote else HUNG)
        self._teller = Teller()
        self._minder = Minder(
            (lambda: Worker(load, remote=remote), most), self.abilities, self._teller, hung=hung
        )
        self._every = STREAM_EVERY if self.abilities.streaming else GUESS_EVERY
        self._shows = partials and (self.abilities.streaming or self.abilities.guesses)
        self._keys = itertools.count()
        self._ears: dict[int, Ear] = {}
        self._woken, self._closing = threading.Event(), False
        self._stopped = False
        self._threads = [
            threading.Thread(target=run, name=f"speech-{run.__name__}", daemon=True)
            for run in (self._listen, self._minder.run)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def ready(self) -> bool:
        """Whether every worker has loaded its engine."""
        return all(worker.ready for worker in self._minder.workers)

    def open(self, *, leg: Leg, told: Callable[[object], None], limits: Limits | None = None) -> Ear:
        """An ear for one leg. told must not raise; it may take its time, the ear does not wait for it."""
        if self._closing:
            raise Unavailable("语音识别正在停止", cure="请稍后再试")
        ear = Ear(next(self._keys), leg, told, self._woken.set, limits)
        self._minder.unfinished.add(ear.key)
        self._minder.post(self._minder.on_open, ear)
        self._ears[ear.key] = ear
        return ear

    def close(self, *, patience: float = 10.0) -> None:
        """Close all ears; words that do not come within `patience` seconds are told as Lost, then Done."""
        if self._closing:
            return
        self._closing = True
        for ear in tuple(self._ears.values()):
            ear.close()
        until = time.monotonic() + patience
        while self._minder.unfinished and time.monotonic() < until:
            time.sleep(ROUND)
        self._stopped = True
        self._woken.set()
        listening, minding = self._threads
        listening.join()
        self._minder.post(self._minder.on_stop)
        minding.join()
        self._minder.close()
        self._teller.close()

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *exception) -> None:
        self.close(patience=0.0 if exception[0] else 10.0)

    def _listen(self) -> None:
        number = 0
        while not self._stopped:
            self._woken.wait()
            self._woken.clear()
            number += 1
            for ear in self._turn(number):
                self._listen_to(ear)
            time.sleep(ROUND)

    def _turn(self, number: int) -> list[Ear]:
        """The legs that are heard in this round: all, or where they are many each in its turn."""
        ears = list(self._ears.values())
        rounds = min(1 + len(ears) // LEGS_A_ROUND, MOST_ROUNDS)
        if rounds > 1:
            self._woken.set()  # what the others bring is not forgotten
        return [ear for ear in ears if ear.key % rounds == number % rounds]

    def _listen_to(self, ear: Ear) -> None:
        stretches, ended = ear.listen()
        for stretch in stretches:
            self._minder.post(self._minder.on_stretch, ear, stretch)
        if not self.abilities.streaming:
            news, ending = ear.foresee()
            if news:
                self._minder.post(self._minder.on_ending, ear, ending)
        if self._shows:
            news, growing = ear.show(self._every)
            if news:
                self._minder.post(self._minder.on_growing, ear, growing)
        if ended:
            del self._ears[ear.key]
            self._minder.post(self._minder.on_end, ear)


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
