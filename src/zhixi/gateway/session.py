"""One call at the doors: its legs, the connections that bring them, and what the office is told of it.

Everything here happens in the event loop but what the ears tell, which comes from their threads and goes straight to
the teller.
"""

import dataclasses
import functools
import typing

from zhixi.assist.talk import Leg
from zhixi.errors import ZhixiError
from zhixi.gateway.events import Opened
from zhixi.gateway.line import Begin, End, Fault, Line, Trouble
from zhixi.gateway.refusals import Refusal, Refused
from zhixi.gateway.telling import Recorder, Teller
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
    """ears.open, office.begin and the rest are the switchboard's; `over` is called when all is told and closed."""

    def __init__(
        self, name: str, *, teller: Teller, recorder: Recorder, ears, begin, over, loop_call, now: float
    ):
        self.name, self.begun = name, now
        self.line: Line | None = None
        self.legs: dict[Leg, Bringer] = {}
        self.ending: End | None = None
        self.ended_at = 0.0
        self.answered = False
        self._teller, self._recorder, self._ears = teller, recorder, ears
        self._begin, self._over, self._loop_call = begin, over, loop_call
        self._early: list = []  # sound that came before the office took the call; the recorder thread's
        self._told_end = False

    @property
    def links(self) -> set[Link]:
        return {bringer.link for bringer in self.legs.values() if bringer.link}

    @property
    def waiting(self) -> int:
        """Things that the office has not been told yet."""
        return self._teller.waiting

    def join(self, opened: Opened, begin: Begin, link: Link, *, dead_seconds: float, now: float) -> None:
        """A connection brings legs. Raises Refused when one of them is brought by a connection that lives."""
        if self.ending:
            raise Refused(Refusal.DONE)
        for leg in opened.legs:
            self._check_free(leg, dead_seconds, now)
        first = not self.legs
        if first:
            self._tell(functools.partial(self._begin_line, begin))
        for leg in opened.legs:
            if leg in self.legs:
                self._take_over(self.legs[leg], opened, link)
            else:
                self._add(leg, opened, link, now)
                if not first:
                    self._tell_line(lambda line, leg=leg: line.joined(leg))

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
        self._tell_fault(Trouble.SOUND, "", bringer.track.leg, over=True)

    def _add(self, leg: Leg, opened: Opened, link: Link, now: float) -> None:
        track = Track(leg, opened.rate, begun=now, offset=now - self.begun, keep=self._keep, gap=self._gap)
        self.legs[leg] = Bringer(track, link)
        try:
            track.ear = self._ears.open(leg=leg, told=functools.partial(self._told, track))
        except ZhixiError as error:
            self._tell_fault(Trouble.ENGINE, f"{LEG_NAMES[leg]}的话不能识别：{error}", leg)

    def digit(self, leg: Leg, digit: str, now: float) -> None:
        at = now - self.begun
        self._tell_line(lambda line: line.digit(leg, at, digit))

    def left(self, link: Link, why: End | None, *, now: float) -> None:
        """A connection is gone. None: it broke, and may come back."""
        for leg, bringer in self.legs.items():
            if bringer.link is not link:
                continue
            bringer.link, bringer.since = None, now
            if why:
                self._finish(bringer)
            elif not self.ending:
                self._tell_fault(Trouble.SOUND, f"{LEG_NAMES[leg]}声音中断，正在等待话机系统重连", leg)
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
        self._recorder.put(lambda: self._tell(self._end_line))

    def _finish(self, bringer: Bringer) -> None:
        if not bringer.finished:
            bringer.finished = True
            bringer.track.finish()

    def _begin_line(self, begin: Begin) -> None:
        try:
            self.line = self._begin(begin)
        except ZhixiError as error:
            if error.status == 503:
                raise
            self._loop_call(functools.partial(self._refused, error))

    def _refused(self, error: ZhixiError) -> None:
        self.end(End.OVER, self.begun, Refusal.OFFICE)

    def _end_line(self) -> None:
        self._early_sound()
        if self.line:
            try:
                self.line.end(self.ending)
            except ZhixiError as error:
                if error.status == 503:
                    raise
        self._loop_call(self._over)

    def _told(self, track: Track, event) -> None:
        """From a thread of the ears."""
        if type(event).__name__ == "Done":
            track.heard_all = True
            self._loop_call(self.tell_end_if_heard)
        elif thing := for_line(event, track.leg, track.offset):
            self._tell_line(thing)

    def told_answered(self) -> None:
        if not self.answered:
            self.answered = True
            self._tell_line(lambda line: line.answered())

    def _gap(self, leg: Leg, at: float, seconds: float) -> None:
        self._tell_line(lambda line: line.gap(leg, at, seconds))

    def _keep(self, *block) -> None:
        self._recorder.put(functools.partial(self._keep_now, block))

    def _keep_now(self, block: tuple) -> None:
        """In the recorder's thread."""
        if self.line is None:
            self._early.append(block)
        else:
            self._early_sound()
            self.line.frames(*block)

    def _early_sound(self) -> None:
        early, self._early = self._early, []
        if self.line:
            for block in early:
                self.line.frames(*block)

    def _tell_fault(self, trouble: Trouble, message: str, leg: Leg, *, over: bool = False) -> None:
        self._tell_line(lambda line: line.fault(Fault(trouble, message, over, leg)))

    def _tell_line(self, thing) -> None:
        self._tell(lambda: thing(self.line) if self.line else None)

    def _tell(self, thing) -> None:
        self._teller.tell(thing)
