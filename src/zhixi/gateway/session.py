"""One call at the doors: its legs, the connections that bring them, and what the office is told of it.

Everything here happens in the event loop but what the ears tell, which comes from their threads.
"""

import dataclasses
import functools
import typing

from zhixi.assist.speech.events import Done
from zhixi.assist.talk import Leg
from zhixi.errors import ZhixiError
from zhixi.gateway.ears import Ears
from zhixi.gateway.events import Opened
from zhixi.gateway.line import Begin, End, Trouble
from zhixi.gateway.refusals import Refusal, Refused
from zhixi.gateway.report import Report
from zhixi.gateway.track import Track
from zhixi.gateway.words import for_line

LEG_NAMES = {Leg.CALLER: "市民", Leg.AGENT: "坐席", Leg.MIXED: "通话"}


class Link(typing.Protocol):
    """A connection as a call sees it."""

    def hang_up(self, refusal: Refusal) -> None:
        """Close it; `Session.left` is not called back for this."""


@dataclasses.dataclass(slots=True)
class Bringer:
    """Who brings a leg. link: None while its connection is broken and may come back, since `since`."""

    track: Track
    link: Link | None
    since: float = 0.0
    finished: bool = False


class Session:
    """report: what the office is told. over: called when all is told and closed. soon: calls back in the loop."""

    def __init__(self, name: str, *, report: Report, ears: Ears, over, soon, now: float):
        self.name, self.begun, self.report = name, now, report
        self.legs: dict[Leg, Bringer] = {}
        self.ending: End | None = None
        self.ended_at = 0.0
        self.answered = False
        self._ears, self._over, self._soon = ears, over, soon
        self._told_end = False

    @property
    def links(self) -> set[Link]:
        return {bringer.link for bringer in self.legs.values() if bringer.link}

    def join(self, opened: Opened, begin: Begin, link: Link, *, dead_seconds: float, now: float) -> None:
        """A connection brings legs. Raises Refused when one of them is brought by a connection that lives."""
        if self.ending:
            raise Refused(Refusal.DONE)
        for leg in opened.legs:
            self._check_free(leg, dead_seconds, now)
        first = not self.legs
        if first:
            self.report.begin(begin, self._refused)
        for leg in opened.legs:
            if leg in self.legs:
                self._take_over(self.legs[leg], opened, link)
            else:
                self._add(leg, opened, link, now)
                if not first:
                    self.report.tell(lambda line, leg=leg: line.joined(leg, begin.seat))

    def _check_free(self, leg: Leg, dead_seconds: float, now: float) -> None:
        other = self.legs.get(leg)
        if other is None:
            return
        alive = other.link is not None and now - other.track.timeline.last < dead_seconds
        if alive or other.finished:
            raise Refused(Refusal.LEG_TAKEN)

    def _take_over(self, bringer: Bringer, opened: Opened, link: Link) -> None:
        if bringer.track.rate != opened.rate:
            raise Refused(Refusal.ENCODING, "the leg has another rate than before")
        old, bringer.link = bringer.link, link
        if old and old not in self.links:
            old.hang_up(Refusal.LEG_TAKEN)
        self.report.fault(Trouble.SOUND, "", bringer.track.leg, over=True)

    def _add(self, leg: Leg, opened: Opened, link: Link, now: float) -> None:
        track = Track(
            leg, opened.rate, begun=now, offset=now - self.begun, keep=self.report.keep, gap=self._gap
        )
        self.legs[leg] = Bringer(track, link)
        try:
            track.ear = self._ears.open(leg=leg, told=functools.partial(self._told, track))
        except ZhixiError as error:
            self.report.fault(Trouble.ENGINE, f"{LEG_NAMES[leg]}的话不能识别：{error}", leg)

    def digit(self, leg: Leg, digit: str, now: float) -> None:
        at = now - self.begun
        self.report.tell(lambda line: line.digit(leg, at, digit))

    def left(self, link: Link, why: End | None, *, now: float) -> None:
        """A connection is gone. None: it broke, and may come back."""
        for leg, bringer in self.legs.items():
            if bringer.link is not link:
                continue
            bringer.link, bringer.since = None, now
            if why:
                self._finish(bringer)
            elif not self.ending:
                self.report.fault(Trouble.SOUND, f"{LEG_NAMES[leg]}声音中断，正在等待话机系统重连", leg)
        if all(bringer.finished for bringer in self.legs.values()):
            self.end(why or End.HUNG_UP, now)

    def idle(self, now: float) -> None:
        for bringer in self.legs.values():
            if not bringer.finished:
                bringer.track.idle(now)

    def end(self, reason: End, now: float, refusal: Refusal = Refusal.DONE) -> None:
        """The call is over at this side: connections close, ears are flushed, then the office is told."""
        if self.ending:
            return
        self.ending, self.ended_at = reason, now
        links = self.links
        for bringer in self.legs.values():
            bringer.link = None
            self._finish(bringer)
        for link in links:
            link.hang_up(refusal)
        self.tell_end_if_heard()

    def tell_end_if_heard(self, *, anyway: bool = False) -> None:
        """When every ear has said its last word (or shall be waited for no longer), the office hears the end.

        It goes behind all sound, through the recorder's thread, and behind all words.
        """
        waiting = any(b.track.ear and not b.track.heard_all for b in self.legs.values())
        if self._told_end or not self.ending or (waiting and not anyway):
            return
        self._told_end = True
        self.report.end(self.ending, self._over)

    def _finish(self, bringer: Bringer) -> None:
        if not bringer.finished:
            bringer.finished = True
            bringer.track.finish()

    def _told(self, track: Track, event) -> None:
        """From a thread of the ears."""
        if isinstance(event, Done):
            track.heard_all = True
            self._soon(self.tell_end_if_heard)
        elif thing := for_line(event, track.leg, track.offset):
            self.report.tell(thing)

    def told_answered(self) -> None:
        if not self.answered:
            self.answered = True
            self.report.tell(lambda line: line.answered())

    def _gap(self, leg: Leg, at: float, seconds: float) -> None:
        self.report.tell(lambda line: line.gap(leg, at, seconds))

    def _refused(self) -> None:
        self.end(End.OVER, self.begun, Refusal.OFFICE)
