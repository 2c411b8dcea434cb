"""Voice activity (语音端点检测): where somebody speaks, found while the sound comes.

The same code hears a file and a live call, so that a recording played again gives the same stretches.
How likely each frame is speech comes from `voice`.
"""

import dataclasses

import numpy as np

from zhixi.assist.speech.voice import FRAME, RATE, Voice


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """When speech starts and stops. Seconds, except for the two probabilities.

    enter, leave: speech begins at or above `enter` and goes on until it stays below `leave`.
    pause: silence that ends a stretch. shortest: less speech than this is a click, not a word.
    longest: a stretch is cut at its quietest place before it grows longer than this, so that a
    recogniser's window still has room behind it. margin: sound kept on either side, since words begin and end softly.
    """

    enter: float = 0.5
    leave: float = 0.35
    pause: float = 0.5
    shortest: float = 0.15
    longest: float = 18.0
    margin: float = 0.4


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """One stretch of speech. start, end: of the speech itself, seconds from the start of the sound.

    samples: at 16 kHz, with the margin on either side; first: the time of the first of them.
    """

    start: float
    end: float
    first: float
    samples: np.ndarray


class Activity:
    """Push sound as it comes, get the stretches that have ended. One object a leg."""

    def __init__(self, limits: Limits | None = None):
        self._limits = limits or Limits()
        self._voice = Voice()
        self._rest = np.zeros(0, np.float32)  # samples that do not fill a frame yet
        self._frames: list[np.ndarray] = []  # what may still become part of a stretch
        self._chances: list[float] = []  # their speech probabilities
        self._first = 0  # number of the oldest frame kept
        self._start: int | None = None  # first frame of speech, while somebody speaks
        self._quiet = 0  # frames of silence since the last speech

    @property
    def speaking(self) -> bool:
        return self._start is not None

    def so_far(self) -> Stretch | None:
        """The stretch that is still being spoken. Its `first` stays the same until it ends.

        When it ends it has all of this sound, unless it grew too long and was cut further back.
        """
        return None if self._start is None else self._cut(self._start, self._next - self._quiet)

    @property
    def ending(self) -> tuple[int, int] | None:
        """Set while it is silent for so long that `so_far` is, sample for sample, what ends if nobody goes on."""
        end = self._next - self._quiet
        if self._start is None or self._quiet < _frames(self._limits.margin):
            return None
        return (self._start, end) if end - self._start >= _frames(self._limits.shortest) else None

    def push(self, samples: np.ndarray) -> list[Stretch]:
        """Take mono float32 samples at 16 kHz, any number of them."""
        sound = np.concatenate([self._rest, np.asarray(samples, np.float32)])
        whole = len(sound) // FRAME
        self._rest = sound[whole * FRAME :]
        if not whole:
            return []
        frames = sound[: whole * FRAME].reshape(whole, FRAME)
        found = []
        for frame, chance in zip(frames, self._voice.chances(frames), strict=True):
            found += self._step(frame, float(chance))
        return found

    def flush(self) -> list[Stretch]:
        """The sound has ended: what is still being said becomes a stretch."""
        found = self.push(np.zeros(-len(self._rest) % FRAME, np.float32)) if len(self._rest) else []
        if self._start is not None:
            found += self._close(self._next - self._quiet)
        return found

    @property
    def _next(self) -> int:
        return self._first + len(self._frames)

    def _step(self, frame: np.ndarray, chance: float) -> list[Stretch]:
        self._frames.append(frame)
        self._chances.append(chance)
        if self._start is None:
            if chance >= self._limits.enter:
                self._start, self._quiet = self._next - 1, 0
            else:
                self._forget(self._next - _frames(self._limits.margin))
            return []
        self._quiet = 0 if chance >= self._limits.leave else self._quiet + 1
        if self._quiet >= _frames(self._limits.pause):
            return self._close(self._next - self._quiet)
        if self._next - self._start >= _frames(self._limits.longest) - 2 * _frames(self._limits.margin):
            return self._split()
        return []

    def _close(self, end: int) -> list[Stretch]:
        """End the stretch at frame `end`, the first that is not speech."""
        start, self._start, self._quiet = self._start, None, 0
        found = [self._cut(start, end)] if end - start >= _frames(self._limits.shortest) else []
        self._forget(max(end, self._next - _frames(self._limits.margin)))
        return found

    def _split(self) -> list[Stretch]:
        """Cut a long stretch where its second half is quietest; the rest goes on as a new one."""
        half = (self._start + self._next) // 2
        where = half + int(np.argmin(self._chances[half - self._first : -1]))
        found = [self._cut(self._start, where + 1, after=0)]
        self._start = where + 1
        self._quiet = min(self._quiet, self._next - self._start)
        self._forget(self._start)
        return found

    def _cut(self, start: int, end: int, after: int | None = None) -> Stretch:
        margin = _frames(self._limits.margin)
        first = max(start - margin, self._first)
        last = min(end + (margin if after is None else after), self._next)
        samples = np.concatenate(self._frames[first - self._first : last - self._first])
        second = FRAME / RATE
        return Stretch(start=start * second, end=end * second, first=first * second, samples=samples)

    def _forget(self, before: int) -> None:
        """Drop frames that no stretch can need, so that hours of silence cost no memory."""
        drop = max(before - self._first, 0)
        del self._frames[:drop], self._chances[:drop]
        self._first += drop


def _frames(seconds: float) -> int:
    return round(seconds * RATE / FRAME)
