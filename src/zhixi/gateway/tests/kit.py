"""The other sides of the gateway, as its tests need them: an office that keeps what it is told, and free ears."""

import asyncio
import concurrent.futures

import numpy as np

from zhixi.assist.speech import Heard
from zhixi.assist.speech.events import Done
from zhixi.errors import Unavailable
from zhixi.gateway.guards import Guard, Limits
from zhixi.gateway.line import Begin, End, Standing
from zhixi.gateway.switchboard import Switchboard


class KeptLine:
    def __init__(self, begin: Begin):
        self.begin, self.told, self.sound, self.ended = begin, [], {}, None

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *what: self.told.append((name, *what))

    def frames(self, leg, at, samples, rate):
        self.sound.setdefault(leg, []).append((at, samples, rate))

    def end(self, reason: End):
        self.ended = reason

    def samples(self, leg) -> np.ndarray:
        """The whole recording of a leg; it must have no hole."""
        laid = []
        for at, samples, rate in self.sound.get(leg, []):
            count = sum(map(len, laid))
            assert abs(at - self.sound[leg][0][0] - count / rate) < 1e-6
            laid.append(samples)
        return np.concatenate(laid) if laid else np.zeros(0, np.int16)

    def of(self, kind) -> list:
        return [what[1:] for what in self.told if what[0] == kind]


class KeepingOffice:
    """away: how many times `begin` finds the office away first. refusal: what it raises instead of a line."""

    def __init__(self, *, away: int = 0, refusal: Exception | None = None):
        self.lines: list[KeptLine] = []
        self.away, self.refusal = away, refusal
        self.standings: dict[str, Standing] = {}

    def begin(self, begin: Begin) -> KeptLine:
        if self.away:
            self.away -= 1
            raise Unavailable("数据库暂时不可用")
        if self.refusal:
            raise self.refusal
        self.lines.append(KeptLine(begin))
        return self.lines[-1]

    def look(self, names) -> dict[str, Standing]:
        return {name: self.standings.get(name, Standing.TALKING) for name in names}

    def line(self) -> KeptLine:
        (line,) = self.lines
        return line


class FreeEar:
    """Hears one utterance, as long as all of its sound, when it closes."""

    def __init__(self, leg, told, thread):
        self.leg, self.count, self.open = leg, 0, True
        self._told, self._thread = told, thread

    def push(self, samples):
        assert samples.dtype == np.float32 and self.open
        self.count += len(samples)

    def close(self):
        self.open = False
        heard = Heard(self.leg, 0.0, self.count / 16_000, "喂", 1.0)
        self._thread.submit(lambda: (self._told(heard), self._told(Done())))


class FreeEars:
    """A recogniser that costs nothing, and speaks from a thread of its own."""

    def __init__(self):
        self.ears: list[FreeEar] = []
        self._thread = concurrent.futures.ThreadPoolExecutor(1, "free-ears")

    def open(self, *, leg, told):
        self.ears.append(FreeEar(leg, told, self._thread))
        return self.ears[-1]

    def close(self):
        self._thread.shutdown()


class Scene:
    """A switchboard with its office and ears. `async with Scene(…) as scene:`; nothing may be left when it ends."""

    def __init__(self, *, office=None, guard: Guard = Guard(), ears=None, **limits):  # noqa: B008
        self.office, self.ears = office or KeepingOffice(), ears or FreeEars()
        self.board = Switchboard(office=self.office, ears=self.ears, guard=guard, limits=Limits(**limits))

    async def __aenter__(self):
        await self.board.start()
        return self

    async def __aexit__(self, *exception):
        await self.board.stop()
        self.ears.close()
        if not any(exception):
            assert not self.board.sessions and not self.board.connections
            assert not any(getattr(ear, "open", False) for ear in self.ears.ears)


async def until(true, seconds: float = 5.0):
    """Wait until true() holds; TimeoutError after so many seconds."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)
