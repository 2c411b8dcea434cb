"""An office, ears and an engine that cost nothing, for benchmarks/gateway.py."""

import time

import numpy as np

from zhixi.assist.speech.engine import Abilities, Recognised
from zhixi.assist.speech.events import Done
from zhixi.assist.speech.listening import Heard
from zhixi.assist.speech.pool import Pool
from zhixi.gateway.line import Standing

SAMPLES, HELD_BACK = 160, 60  # of a frame at 8 kHz; samples at 16 kHz that the filter may hold back


class Line:
    """An office that costs nothing."""

    def __init__(self):
        self.kept = 0

    def __getattr__(self, name):
        return lambda *what: None

    def frames(self, leg, at, samples, rate):
        self.kept += len(samples)


class Office:
    def __init__(self):
        self.lines = []

    def begin(self, begin):
        self.lines.append(Line())
        return self.lines[-1]

    def look(self, names):
        return dict.fromkeys(names, Standing.TALKING)


class Ear:
    """Notes when each frame came, and passes it to an ear of the pool, if there is one."""

    def __init__(self, told, most: int, ear):
        self.came, self.count, self.frames = np.zeros(most), 0, 0
        self.told, self.ear = told, ear

    def push(self, samples):
        if self.ear:
            self.ear.push(samples)
        self.count += len(samples)
        now, done = time.monotonic(), (self.count + HELD_BACK) // (2 * SAMPLES)
        self.came[self.frames : done] = now
        self.frames = done

    def close(self):
        if self.ear:
            self.ear.close()
        else:
            self.told(Done())


class Ears:
    """pool: the sound passes the pool of the product, whose engine is the one below."""

    def __init__(self, most: int, pool: bool):
        self.ears, self.most, self.stretches = [], most, 0
        self.pool = Pool(f"python:{__name__}") if pool else None
        while pool and not self.pool.ready:
            time.sleep(0.05)

    def open(self, *, leg, told):
        def count(event):
            self.stretches += isinstance(event, Heard)
            told(event)

        self.ears.append(Ear(told, self.most, self.pool and self.pool.open(leg=leg, told=count)))
        return self.ears[-1]

    @property
    def spent(self) -> float:
        """Processor seconds of the thread that listens to all legs."""
        if not self.pool:
            return 0.0
        clock = time.pthread_getcpuclockid(self.pool._threads[0].ident)
        return time.clock_gettime(clock)


class Engine:
    def recognise(self, samples):
        return Recognised("好的", 0.9)


def abilities(where: str) -> Abilities:
    return Abilities(("zh",))


def load(where: str, *, threads: int, hotwords: tuple[str, ...]) -> Engine:
    return Engine()
