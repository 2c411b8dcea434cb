"""What tests of the pool share: a talk, what one listener alone hears of it, and the workers' processes."""

import functools
import os
import pathlib
import time

import numpy as np

from zhixi.assist.speech import Listener
from zhixi.assist.speech.tests.engines import Lengths
from zhixi.assist.speech.tests.listeners import PATIENCE
from zhixi.assist.speech.tests.sounds import silence, voice
from zhixi.assist.talk import Leg

ENGINE = "python:zhixi.assist.speech.tests.engines"
TALK = np.concatenate([silence(1), voice(3), silence(1), voice(1), silence(1), voice(2), silence(1)])
TURNS = 3


def children(of: int | None = None) -> list[int]:
    found = []
    for about in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            number, rest = about.read_text().split(" (", 1)
        except (FileNotFoundError, ProcessLookupError):
            continue
        state, parent = rest.rsplit(") ", 1)[1].split()[:2]
        if int(parent) == (of or os.getpid()) and state != "Z" and is_worker(int(number)):
            found.append(int(number))
    return found


def is_worker(number: int) -> bool:
    return b"speech.worker" in pathlib.Path(f"/proc/{number}/cmdline").read_bytes()


def alone(sound=TALK) -> list[str]:
    """What one listener hears of it, without any pool."""
    return list(_alone(sound.tobytes()))


@functools.cache
def _alone(sound: bytes) -> tuple[str, ...]:
    listener = Listener(Lengths(), leg=Leg.CALLER)
    sound = np.frombuffer(sound, np.float32)
    return tuple(heard.text for heard in listener.push(sound) + listener.flush())


def wait_until(true) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)
