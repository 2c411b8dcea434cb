"""What is told to the office, one thing after another a call, without the sockets ever waiting for it.

Words go through a few threads shared by all calls; sound for the recordings through one thread of its own, so that a
slow database never keeps sound from the disk.
"""

import collections
import concurrent.futures
import logging
import queue
import threading
import time
from collections.abc import Callable

from zhixi.errors import Unavailable, ZhixiError

FIRST_WAIT, LONGEST_WAIT = 0.5, 5.0  # seconds before a thing is told again to an office that is away
log = logging.getLogger(__name__)


class Teller:
    """One call's things, in order. `tell` is called from any thread."""

    def __init__(self, threads: concurrent.futures.Executor, stopping: threading.Event):
        self._threads, self._stopping = threads, stopping
        self._lock, self._waiting, self._running = threading.Lock(), collections.deque(), False

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def tell(self, thing: Callable[[], None]) -> None:
        with self._lock:
            self._waiting.append(thing)
            if self._running:
                return
            self._running = True
        self._threads.submit(self._run)

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._running = False
                    return
                thing = self._waiting.popleft()
            self._until_told(thing)

    def _until_told(self, thing: Callable[[], None]) -> None:
        """An office that is away is asked again; a thing that it will not have is logged and left."""
        wait = FIRST_WAIT
        while True:
            try:
                return thing()
            except Unavailable as error:
                log.warning("the office is away, and is told again in %.1f s: %s", wait, error)
                if self._stopping.wait(wait):
                    return None
                wait = min(2 * wait, LONGEST_WAIT)
            except ZhixiError as error:
                log.warning("the office refused what it was told: %s", error)
                return None
            except Exception:
                log.exception("the office could not be told")
                return None


class Recorder:
    """One thread that hands sound on to be kept, in the order in which it came."""

    def __init__(self):
        self._queue: queue.SimpleQueue = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="gateway-sound", daemon=True)
        self._thread.start()

    def put(self, thing: Callable[[], None]) -> None:
        self._queue.put((time.monotonic(), thing))

    def stop(self) -> None:
        """Return when all that was put is handed on."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            try:
                item[1]()
            except Exception:
                log.exception("sound could not be kept")
