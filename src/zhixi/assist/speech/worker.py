"""A worker's side of the pool: one engine, loaded once, does one piece of work after another.

A worker is a process of its own (an engine that uses this machine's cores) or a thread (an engine on another
machine, for which we only wait). Both speak the same messages over a link:

    to the worker     Load, then Work after Work, each after the answer to the one before
    from the worker   Ready, then Words for each Work; Away when the engine cannot be had; Failed when it stumbles
"""

import dataclasses
import logging
import os
import queue
import signal
import sys
import threading
from multiprocessing.connection import Connection

import numpy as np

from zhixi.assist.speech.engine import Recognised, Stream
from zhixi.assist.speech.recognisers import load_recogniser
from zhixi.errors import ZhixiError

log = logging.getLogger(__name__)

NICE = 1  # the doors and the desk come first, by a little: words must not wait for every other program


@dataclasses.dataclass(frozen=True, slots=True)
class Load:
    name: str
    hotwords: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Work:
    """verb: `recognise` or `guess` a whole stretch; `push` to a stream or `finish` it (made where it is new).

    forget: streams that nobody will finish.
    """

    verb: str
    samples: np.ndarray
    stream: tuple = ()
    forget: tuple[tuple, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Ready:
    pass


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    words: Recognised | str


@dataclasses.dataclass(frozen=True, slots=True)
class Away:
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class Failed:
    reason: str


def serve(send, receive) -> None:
    """Load the engine and work until the other side goes away."""
    load = receive()
    try:
        recogniser = load_recogniser(load.name, threads=1, hotwords=load.hotwords)
    except ZhixiError as error:
        send(Away(str(error)))
        return
    send(Ready())
    streams: dict[tuple, Stream] = {}
    try:
        while True:
            send(_answer(recogniser, streams, receive()))
    finally:
        for stream in streams.values():
            stream.drop()


def _answer(recogniser, streams: dict[tuple, Stream], work: Work) -> Words | Away | Failed:
    for key in work.forget:
        if stream := streams.pop(key, None):
            stream.drop()
    try:
        if work.verb in ("recognise", "guess"):
            return Words(getattr(recogniser, work.verb)(work.samples))
        return Words(_stream(recogniser, streams, work))
    except ZhixiError as error:
        return Away(str(error))
    except Exception as error:  # the engine's own, of whatever kind: this stretch is at stake, not the worker
        log.exception("the recogniser stumbled over %.1f s of sound", len(work.samples) / 16_000)
        return Failed(type(error).__name__)


def _stream(recogniser, streams: dict[tuple, Stream], work: Work) -> Recognised | str:
    stream = streams.pop(work.stream, None) or recogniser.stream()
    try:
        words = stream.push(work.samples)
        if work.verb == "finish":
            return stream.finish()
    except BaseException:
        stream.drop()
        raise
    streams[work.stream] = stream
    return words


def serve_thread(link: Connection) -> None:
    """A worker that is a thread of the pool's process."""
    try:
        serve(link.send, link.recv)
    except (EOFError, OSError):
        link.close()


def main() -> None:
    """A worker that is a process; its argument is the number of an open socket."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the pool decides
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.nice(NICE)
    link = Connection(int(sys.argv[1]))
    came: queue.SimpleQueue = queue.SimpleQueue()
    threading.Thread(target=_read, args=(link, came), daemon=True).start()
    try:
        serve(link.send, came.get)
    except OSError:
        os._exit(0)


def _read(link: Connection, came: queue.SimpleQueue) -> None:
    """Read all the time, so that the pool's death is noticed in the middle of a long stretch too."""
    try:
        while True:
            came.put(link.recv())
    except (EOFError, OSError):
        os._exit(0)
