"""Where each piece of a leg's sound stands in time: jitter evened, holes filled with silence, doubles left out.

Pure: the clock is a parameter. Frames come late and in bursts; that alone makes no hole. A hole is one when the
sender's own clock says so, or, where the format has no clock, when nothing has come for `PATIENCE` seconds. Silence
is then laid as time goes on, not when sound is back: whoever waits for the end of an utterance must hear the pause.
"""

import collections
import dataclasses

import numpy as np

PATIENCE = 0.4  # seconds without a frame before it counts as silence
SLACK = 0.9  # of a frame: how far a sender's clock may be from its samples; from there on one is missing
HELD = 3  # frames kept back while one before them is missing
JUMP = 60.0  # seconds; a sender's clock that is further off was set anew


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Samples that follow those of the piece before. filled: silence in place of `gap` seconds that never came."""

    samples: np.ndarray
    filled: bool = False


class Timeline:
    """One leg. begun: when its connection opened, by the clock that `place` and `idle` are given."""

    def __init__(self, rate: int, begun: float):
        self.rate, self.begun = rate, begun
        self.count = 0  # samples laid so far
        self.last = begun  # when the last frame came
        self.doubles = self.late = 0
        self._zero: float | None = None  # the sender's clock at our second 0
        self._held: list[tuple[float, np.ndarray]] = []
        self._seen: collections.deque[float] = collections.deque(maxlen=16)

    @property
    def seconds(self) -> float:
        return self.count / self.rate

    def place(self, samples: np.ndarray, at: float | None, now: float) -> list[Piece]:
        """Take a frame; what can be told now, in order."""
        self.last = now
        if at is None:
            return [self._lay(samples)]
        if at in self._seen:
            self.doubles += 1
            return []
        self._seen.append(at)
        if self._zero is None:
            self._zero = at - self.seconds
        if not self._held and abs(at - self._zero - self.seconds) <= self._slack(samples):
            return [self._lay(samples)]
        self._held.append((at, samples))
        self._held.sort(key=lambda held: held[0])
        return self._release(len(self._held) > HELD)

    def idle(self, now: float) -> list[Piece]:
        """Called a few times a second: frames held back too long, and silence where nothing came."""
        if now - self.last < PATIENCE:
            return []
        pieces = self._release(True) if self._held else []
        missing = int((now - self.begun - PATIENCE) * self.rate) - self.count
        if missing > 0:
            pieces.append(self._silence(missing))
        return pieces

    def end(self) -> list[Piece]:
        return self._release(True) if self._held else []

    def _release(self, all_of_them: bool) -> list[Piece]:
        """Held frames whose turn it is; all_of_them: wait no longer for what is missing before them."""
        pieces = []
        while self._held:
            at, samples = self._held[0]
            off, slack = at - self._zero - self.seconds, self._slack(samples)
            if off > slack and not all_of_them:
                break
            del self._held[0]
            if slack < off <= JUMP:
                pieces.append(self._silence(round(off * self.rate)))
            elif abs(off) > slack:
                self.late += (
                    1  # its place is taken by what came instead; it is heard all the same, from now on
                )
                self._zero = at - self.seconds
            pieces.append(self._lay(samples))
        return pieces

    def _slack(self, samples: np.ndarray) -> float:
        return SLACK * len(samples) / self.rate

    def _lay(self, samples: np.ndarray) -> Piece:
        self.count += len(samples)
        return Piece(samples)

    def _silence(self, count: int) -> Piece:
        self.count += count
        return Piece(np.zeros(count, np.int16), filled=True)
