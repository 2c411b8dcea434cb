"""What the ears' listeners are told, and how it reaches them."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor

from zhixi.assist.speech.events import Behind, Down, Up

log = logging.getLogger(__name__)

THREADS = 4  # listeners write to a database
LATE, IN_TIME = 3.0, 1.0  # seconds: a leg is behind from the one on, and well again below the other


class Teller:
    """Tells in a few threads: in order for one ear, and no slow listener holds up another."""

    def __init__(self):
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="told")
        self._lock = threading.Lock()

    def tell(self, ear, event) -> None:
        with self._lock:
            ear.untold.append(event)
            if len(ear.untold) > 1:
                return  # a thread is telling this ear's events now
        self._threads.submit(self._tell_all, ear)

    def close(self) -> None:
        """Everything is told before this returns."""
        self._threads.shutdown(wait=True)

    def _tell_all(self, ear) -> None:
        while True:
            try:
                ear.told(ear.untold[0])
            except Exception:  # the listener's own fault must not silence what comes next
                log.exception("a listener failed at %s", type(ear.untold[0]).__name__)
            with self._lock:
                ear.untold.popleft()
                if not ear.untold:
                    return


class Condition:
    """How the engine is, as all open ears are told it."""

    def __init__(self, ears: set, teller: Teller):
        self._ears, self._teller = ears, teller
        self._down = ""

    def opened(self, ear) -> None:
        if self._down:
            self._teller.tell(ear, Down(self._down))

    def down(self, reason: str) -> None:
        if reason != self._down:
            self._down = reason
            self._tell_all(Down(reason))

    def up(self) -> None:
        if self._down:
            self._down = ""
            self._tell_all(Up())

    def look_at_lateness(self, now: float) -> None:
        for ear in self._ears:
            age = now - ear.jobs[0].since if ear.jobs else 0.0
            if age > LATE and not ear.behind:
                ear.behind = True
                self._teller.tell(ear, Behind(round(age, 1)))
            elif age < IN_TIME and ear.behind:
                ear.behind = False
                self._teller.tell(ear, Behind(0.0))

    def _tell_all(self, event) -> None:
        for ear in self._ears:
            self._teller.tell(ear, event)
