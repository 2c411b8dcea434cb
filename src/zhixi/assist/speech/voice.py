"""How likely it is that somebody speaks in each 32 ms: the Silero network, with the state of one leg.

The network comes inside faster-whisper; it carries its state from one frame to the next, and gives the same
probabilities frame by frame as over a whole file. A leg on which nothing sounds need not be asked about: half of a
call is that (measured: docs/measurements/gateway.md).
"""

import functools

import numpy as np

RATE = 16_000
FRAME = 512  # samples; what the network was trained on: 32 ms
CONTEXT = 64  # samples of the frame before that the network wants to see
FLOOR = 16 / 32_768  # no sample beyond this: digital silence, and the steps around nought of G.711
SETTLED = 128  # still frames (4 s) that the network sees before it is left alone: its state takes so long to come to rest
CALM = 0.1  # nor is it left alone while it thinks of speech


class Voice:
    def __init__(self):
        self._h = np.zeros((1, 1, 128), np.float32)
        self._c = np.zeros((1, 1, 128), np.float32)
        self._context = np.zeros((1, CONTEXT), np.float32)
        self._still = 0  # frames of stillness up to now
        self._last = 1.0  # the last probability

    def chances(self, frames: np.ndarray) -> np.ndarray:
        """Speech probabilities (n,) of frames (n, 512) that follow those of the last call."""
        still = (np.abs(frames).max(axis=1) <= FLOOR).tolist()
        parts, at = [], 0
        while at < len(frames):
            if self._still >= SETTLED and self._last < CALM and still[at]:
                end = _end_of_stillness(still, at)
                parts.append(np.full(end - at, self._last, np.float32))
                self._context = frames[end - 1 : end, -CONTEXT:]
            else:
                end = self._until_settled(still, at)
                parts.append(self._asked(frames[at:end]))
                self._last = float(parts[-1][-1])
            at = end
        return np.concatenate(parts)

    def _until_settled(self, still: list[bool], at: int) -> int:
        """Up to where the network has to be asked at once."""
        for end in range(at, len(still)):
            self._still = self._still + 1 if still[end] else 0
            if self._still >= SETTLED:
                return end + 1
        return len(still)

    def _asked(self, frames: np.ndarray) -> np.ndarray:
        before = np.concatenate([self._context, frames[:-1, -CONTEXT:]])
        self._context = frames[-1:, -CONTEXT:]
        inputs = {"input": np.concatenate([before, frames], axis=1), "h": self._h, "c": self._c}
        chances, self._h, self._c = _network().run(None, inputs)
        return np.ravel(chances)


@functools.cache
def _network():
    """Shared by all legs of the process. Loaded at the first sound, by who listens: who opens a leg must not wait."""
    from faster_whisper.vad import get_vad_model

    return get_vad_model().session


def _end_of_stillness(still: list[bool], at: int) -> int:
    return next((end for end in range(at, len(still)) if not still[end]), len(still))
