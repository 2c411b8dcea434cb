"""What the office is told of one call: its beginning first, its words and troubles in order, its sound, its end last."""

import functools
from collections.abc import Callable

from zhixi.assist.talk import Leg
from zhixi.errors import ZhixiError
from zhixi.gateway.line import Begin, End, Fault, Line, Trouble
from zhixi.gateway.telling import Recorder, Teller


class Report:
    """All methods return at once. take: `Office.begin`. soon: calls back in the loop, from any thread."""

    def __init__(self, teller: Teller, recorder: Recorder, *, take: Callable[[Begin], Line], soon: Callable):
        self.line: Line | None = None
        self._teller, self._recorder, self._take, self._soon = teller, recorder, take, soon
        self._early: list[
            tuple
        ] = []  # sound that came before the office took the call; the recorder's thread's

    @property
    def waiting(self) -> int:
        """Things that the office has not been told yet."""
        return self._teller.waiting

    def begin(self, begin: Begin, refused: Callable[[], None]) -> None:
        def take() -> None:
            try:
                self.line = self._take(begin)
            except ZhixiError as error:
                if error.status == 503:
                    raise
                self._soon(refused)

        self._teller.tell(take)

    def tell(self, thing: Callable[[Line], None]) -> None:
        """For an office that has refused the call there is nothing to tell."""
        self._teller.tell(lambda: thing(self.line) if self.line else None)

    def fault(self, trouble: Trouble, message: str, leg: Leg, *, over: bool = False) -> None:
        self.tell(lambda line: line.fault(Fault(trouble, message, over, leg)))

    def keep(self, *block) -> None:
        """leg, at, samples, rate: as `Line.frames`."""
        self._recorder.put(functools.partial(self._keep, block))

    def end(self, reason: End, over: Callable[[], None]) -> None:
        """Behind all sound, through the recorder's thread, and behind all words."""

        def last() -> None:
            self._keep_early()
            if self.line:
                try:
                    self.line.end(reason)
                except ZhixiError as error:
                    if error.status == 503:
                        raise
            self._soon(over)

        self._recorder.put(lambda: self._teller.tell(last))

    def _keep(self, block: tuple) -> None:
        if self.line is None:
            self._early.append(block)
        else:
            self._keep_early()
            self.line.frames(*block)

    def _keep_early(self) -> None:
        early, self._early = self._early, []
        if self.line:
            for block in early:
                self.line.frames(*block)
