"""Engines for the pool's tests, chosen by `python:zhixi.assist.speech.tests.engines`.

The nothing engine costs nothing and says how long each stretch was. What it does beside that stands in the
environment, so that its worker processes read it: ZHIXI_TEST_ENGINE is a JSON object of

    slow: seconds a stretch          die, hang, fail, linger: a path; if it is there it is taken away, and it happens once
    linger: it happens until a path of this name and `.over` is there
    always_fail: lengths in seconds that it fails at, always         away: a path; no engine while it is there
    streaming: words while they are spoken
    note: a path; a line is added to it for each stretch that is begun
    wordless: a finished stretch turns out to hold no words
"""

import json
import os
import pathlib
import signal
import time

import numpy as np

from zhixi.assist.speech.engine import Abilities, Recognised
from zhixi.errors import Unavailable


def abilities(where: str) -> Abilities:
    wish = _wish()
    return Abilities(
        ("zh",),
        streaming=wish.get("streaming", False),
        guesses=not wish.get("streaming", False),
        remote=wish.get("remote", False),
    )


def load(where: str, *, threads: int, hotwords: tuple[str, ...]) -> "Nothing":
    _look_whether_away()
    return Nothing()


class Lengths:
    """The words are the length of the sound."""

    def recognise(self, samples: np.ndarray) -> Recognised:
        return Recognised(f"{len(samples) / 16_000:.2f}秒", 0.9)


class Nothing(Lengths):
    def recognise(self, samples: np.ndarray) -> Recognised:
        _look_whether_away()
        _note(f"{len(samples) / 16_000:.2f}")
        wish, seconds = _wish(), len(samples) / 16_000
        if _once("die"):
            os.kill(os.getpid(), signal.SIGKILL)
        if _once("hang"):
            os.kill(os.getpid(), signal.SIGSTOP)
        if _once("fail") or round(seconds) in wish.get("always_fail", []):
            raise ArithmeticError("the engine's own fault")
        if _once("linger"):
            while not pathlib.Path(f"{wish['linger']}.over").exists():
                time.sleep(0.02)
        time.sleep(wish.get("slow", 0))
        if wish.get("wordless"):
            return Recognised("", 0.9)
        return super().recognise(samples)

    def guess(self, samples: np.ndarray) -> str:
        return f"{len(samples) / 16_000:.1f}秒…"

    def stream(self) -> "Growing":
        return Growing(self)


class Growing:
    """Counts the sound that it was given, and so tells whether any was given twice or never."""

    def __init__(self, engine: Nothing):
        self._engine, self._sound = engine, np.zeros(0, np.float32)

    def push(self, samples: np.ndarray) -> str:
        self._sound = np.concatenate([self._sound, samples])
        return self._engine.guess(self._sound)

    def finish(self) -> Recognised:
        return self._engine.recognise(self._sound)

    def drop(self) -> None:
        self._sound = None


def _wish() -> dict:
    return json.loads(os.environ.get("ZHIXI_TEST_ENGINE", "{}"))


def _once(what: str) -> bool:
    path = _wish().get(what)
    if not path:
        return False
    try:
        pathlib.Path(path).unlink()
    except FileNotFoundError:
        return False
    return True


def _note(line: str) -> None:
    if path := _wish().get("note"):
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"{line}\n")


def _look_whether_away() -> None:
    path = _wish().get("away")
    if path and pathlib.Path(path).exists():
        raise Unavailable("the engine is not there")
