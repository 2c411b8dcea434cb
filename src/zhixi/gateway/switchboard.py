"""All calls at the doors: they begin, are joined, looked after ten times a second, and end."""

import asyncio
import concurrent.futures
import datetime as dt
import logging
import threading
import time

from zhixi.errors import ZhixiError
from zhixi.gateway.ears import Ears
from zhixi.gateway.events import Opened
from zhixi.gateway.guards import Announcements, Guard, Limits
from zhixi.gateway.line import Begin, End, Office, Standing
from zhixi.gateway.refusals import Refusal, Refused
from zhixi.gateway.report import Report
from zhixi.gateway.session import Link, Session
from zhixi.gateway.telling import Recorder, Teller

ROUND = 0.1  # seconds between looks at all legs
LOOK = 1.0  # seconds between questions to the office
LAST_WORDS = 30.0  # seconds that an ear may take for its last words after the call
THREADS = 8  # that speak with the office
log = logging.getLogger(__name__)


class Switchboard:
    """Used from one event loop, between `start` and `stop`."""

    def __init__(self, *, office: Office, ears: Ears, guard: Guard, limits: Limits, now=time.monotonic):
        self.office, self.ears, self.guard, self.limits, self.now = office, ears, guard, limits, now
        self.sessions: dict[str, Session] = {}
        self.announcements = Announcements(now)
        self.connections = 0  # open sockets; the servers count them
        self.frames = 0
        self._stopping = threading.Event()
        self._rounds: asyncio.Task | None = None

    @property
    def running(self) -> bool:
        return self._rounds is not None

    async def start(self) -> None:
        self._stopping.clear()
        self._loop = asyncio.get_running_loop()
        self._threads = concurrent.futures.ThreadPoolExecutor(THREADS, "gateway-office")
        self._recorder = Recorder()
        self._rounds = asyncio.create_task(self._go_round())

    async def stop(self) -> None:
        """Calls are not ended in the office: they go on when their connections come back."""
        rounds, self._rounds = self._rounds, None
        if rounds is None:
            return
        rounds.cancel()
        for session in list(self.sessions.values()):
            session.end(End.STOPPING, self.now(), Refusal.STOPPING)
        until = time.monotonic() + 5.0
        while self.sessions and time.monotonic() < until:
            await asyncio.sleep(0.02)
        self._stopping.set()
        await asyncio.to_thread(self._recorder.stop)
        await asyncio.to_thread(self._threads.shutdown)

    def check_room(self) -> None:
        """Before a connection is taken. Raises Refused."""
        if not self.running:
            raise Refused(Refusal.STOPPING)
        if self.connections >= self.limits.connections:
            raise Refused(Refusal.TOO_MANY)

    def join(self, door: str, opened: Opened, link: Link) -> Session:
        """A connection brings legs of a call. Raises Refused."""
        self.check_room()
        now = self.now()
        session = self.sessions.get(opened.name)
        if session is None and len(self.sessions) >= self.limits.calls:
            raise Refused(Refusal.TOO_MANY)
        if session is None:
            session = self._session(opened.name, now)
        begin = Begin(
            opened.name, door, opened.legs, dt.datetime.now(dt.UTC),
            opened.calling_number, opened.called_number, opened.seat,
        )  # fmt: skip
        session.join(opened, begin, link, dead_seconds=self.limits.dead_seconds, now=now)
        self.sessions[opened.name] = session
        return session

    def _session(self, name: str, now: float) -> Session:
        def over() -> None:
            self.sessions.pop(name, None)

        teller = Teller(self._threads, self._stopping)
        report = Report(teller, self._recorder, take=self.office.begin, soon=self._soon)
        return Session(name, report=report, ears=self.ears, over=over, soon=self._soon, now=now)

    def _soon(self, thing) -> None:
        """From any thread, into the loop; a loop that is gone needs nothing more."""
        try:
            self._loop.call_soon_threadsafe(thing)
        except RuntimeError:
            log.debug("the loop is closed")

    async def _go_round(self) -> None:
        looked, looking = self.now(), None
        while True:
            await asyncio.sleep(ROUND)
            now = self.now()
            for session in list(self.sessions.values()):
                self._look_after(session, now)
            if now - looked >= LOOK and (looking is None or looking.done()):
                looked, looking = now, asyncio.ensure_future(self._ask())

    def _look_after(self, session: Session, now: float) -> None:
        if session.ending:
            if now - session.ended_at > LAST_WORDS:
                session.tell_end_if_heard(anyway=True)
            return
        session.idle(now)
        limits = self.limits
        if now - session.begun > limits.call_seconds:
            return self._end(session, End.TOO_LONG, Refusal.TOO_LONG)
        going = [bringer for bringer in session.legs.values() if not bringer.finished]
        if not any(b.link for b in going) and now - max(b.since for b in going) > limits.grace_seconds:
            return session.end(End.LOST, now)
        first = not any(b.track.frames for b in session.legs.values())
        if now - max(b.track.timeline.last for b in going) > (
            limits.first_seconds if first else limits.silence_seconds
        ):
            self._end(session, End.SILENT, Refusal.SILENT)

    def _end(self, session: Session, reason: End, refusal: Refusal) -> None:
        log.warning("a call was ended at the door: %s", refusal.reason)
        session.end(reason, self.now(), refusal)

    async def _ask(self) -> None:
        names = frozenset(
            name for name, session in self.sessions.items() if session.report.line and not session.ending
        )
        if not names:
            return
        try:
            found = await self._loop.run_in_executor(self._threads, self.office.look, names)
        except ZhixiError as error:
            log.warning("the office could not be asked: %s", error)
            return
        for name, standing in found.items():
            session = self.sessions.get(name)
            if session is None or session.ending:
                continue
            if standing is Standing.OVER:
                session.end(End.OVER, self.now())
            elif standing is Standing.TALKING:
                session.told_answered()
