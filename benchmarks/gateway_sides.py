"""An office and ears that cost nothing, for benchmarks/gateway.py."""

import threading
import time

import numpy as np

from zhixi.assist.speech.activity import Activity
from zhixi.assist.speech.events import Done
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
    """Notes when each frame came. voice: its sound passes voice activity, in a thread for all ears as in the pool."""

    def __init__(self, told, most: int, voice: bool):
        self.came, self.count, self.frames = np.zeros(most), 0, 0
        self.told, self.closed = told, False
        self.activity, self.waiting = Activity() if voice else None, []

    def push(self, samples):
        self.count += len(samples)
        now, done = time.monotonic(), (self.count + HELD_BACK) // (2 * SAMPLES)
        self.came[self.frames : done] = now
        self.frames = done
        if self.activity:
            self.waiting.append(samples)

    def close(self):
        self.told(Done())


class Ears:
    def __init__(self, most: int, voice: bool, every: float = 0.02):
        self.round = every
        self.ears, self.most, self.voice, self.spent = [], most, voice, 0.0
        self.stretches = 0
        if voice:
            threading.Thread(target=self.listen, daemon=True).start()

    def open(self, *, leg, told):
        self.ears.append(Ear(told, self.most, self.voice))
        return self.ears[-1]

    def listen(self):
        while True:
            for ear in list(self.ears):
                sound, ear.waiting = ear.waiting, []
                if sound:
                    self.stretches += len(ear.activity.push(np.concatenate(sound)))
            self.spent = time.thread_time()
            time.sleep(self.round)
