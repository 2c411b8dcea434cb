"""One connection: its format's events, guarded and counted, on their way to its call. Knows no sockets."""

import logging

from zhixi.assist.talk import Leg
from zhixi.gateway.events import Closed, Digit, Event, Opened, Reply, Sound, malformed
from zhixi.gateway.guards import Meter
from zhixi.gateway.line import End
from zhixi.gateway.refusals import Refusal
from zhixi.gateway.session import Bringer, Link, Session
from zhixi.gateway.switchboard import Switchboard

BAD = (Refusal.MALFORMED, Refusal.TOO_LARGE, Refusal.TOO_FAST, Refusal.ENCODING)
log = logging.getLogger(__name__)


class Connection:
    """door: the format's name. announced: what was told of it beforehand, if anything."""

    def __init__(self, switchboard: Switchboard, door: str, link: Link):
        self.switchboard, self.door, self._link = switchboard, door, link
        self.session: Session | None = None
        self.since = switchboard.now()
        self._bringers: dict[Leg | None, Bringer] = {}
        self._meter = Meter(switchboard.limits, self.since)
        switchboard.connections += 1
        self._gone = False

    def count(self, size: int, *, frame: bool = True) -> None:
        """Before a message, or a piece of a stream, is looked at. Raises Refused."""
        self._meter.count(size, self.switchboard.now(), frame=frame)

    def take(self, events: list[Event]) -> list[str]:
        """Pass on what came; what to send back. Raises Refused. A `Closed` ends it: `closed` is then True."""
        replies = []
        for event in events:
            if type(event) is Sound:
                self._sound(event)
            elif isinstance(event, Opened):
                self._open(event)
            elif isinstance(event, Digit):
                self._digit(event)
            elif isinstance(event, Reply):
                replies.append(event.text)
            elif isinstance(event, Closed):
                self.gone(End.HUNG_UP)
                return replies
        return replies

    @property
    def closed(self) -> bool:
        return self._gone

    def gone(self, why: End | None) -> None:
        """The socket is closed, by whomever; None: it broke, and may come back. Said twice it does nothing more."""
        if self._gone:
            return
        self._gone = True
        self.switchboard.connections -= 1
        if self.session and not self.session.ending:
            self.session.left(self._link, why, now=self.switchboard.now())

    def refused(self, refusal: Refusal, what: str) -> None:
        """Log a refusal. A call whose format broke in the middle is not waited for."""
        log.warning("%s: refused: %s", self.door, what)
        self.gone(End.BAD if refusal in BAD else None)

    def _open(self, opened: Opened) -> None:
        if self.session:
            raise malformed("a second beginning")
        opened = self.switchboard.announcements.told(opened)
        self.session = self.switchboard.join(self.door, opened, self._link)
        self._bringers = {leg: self.session.legs[leg] for leg in opened.legs}
        self._bringers[None] = self._bringers[opened.legs[0]]

    def _sound(self, sound: Sound) -> None:
        session = self.session
        if session is None or session.ending:
            return
        bringer = self._bringers[sound.leg]
        if bringer.link is self._link:
            self.switchboard.frames += 1
            bringer.track.take(sound.samples, sound.at, self.switchboard.now())

    def _digit(self, event: Digit) -> None:
        if self.session and not self.session.ending:
            leg = self._bringers[event.leg].track.leg
            self.session.digit(leg, event.digit, self.switchboard.now())
