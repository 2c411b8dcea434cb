"""One leg of a call: its sound laid in time, kept for the recording, brought to 16 kHz, heard."""

import numpy as np

from zhixi.assist.talk import Leg
from zhixi.gateway.ears import Ear
from zhixi.gateway.resampling import resampler
from zhixi.gateway.timeline import Piece, Timeline

BLOCK = 0.5  # seconds of sound handed to the recording at once: the most that a kill can lose of it


class Track:
    """offset: seconds from the call's beginning to this leg's. keep(leg, at, samples, rate), gap(leg, at, seconds).

    ear: None where no words can be had; the sound is kept all the same.
    """

    def __init__(self, leg: Leg, rate: int, *, begun: float, offset: float, keep, gap):
        self.leg, self.rate, self.offset = leg, rate, offset
        self.ear: Ear | None = None
        self.heard_all = False  # whether the ear has said Done
        self.frames = 0
        self.timeline = Timeline(rate, begun)
        self._keep, self._gap = keep, gap
        self._resampler = resampler(rate)
        self._block: list[np.ndarray] = []
        self._block_at = self._block_count = 0

    def take(self, samples: np.ndarray, at: float | None, now: float) -> None:
        self.frames += 1
        self._pass_on(self.timeline.place(samples, at, now))

    def idle(self, now: float) -> None:
        self._pass_on(self.timeline.idle(now))

    def finish(self) -> None:
        """No more sound comes: all of it is handed on, and the ear closes."""
        self._pass_on(self.timeline.end())
        self._keep_block()
        if self.ear:
            self.ear.push(self._resampler.flush())
            self.ear.close()

    def _pass_on(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            if piece.filled:
                self._told_of_gap(piece)
            if self.ear:
                self.ear.push(self._resampler.push(piece.samples))
            self._block.append(piece.samples)
            self._block_count += len(piece.samples)
            if self._block_count >= BLOCK * self.rate:
                self._keep_block()

    def _told_of_gap(self, piece: Piece) -> None:
        seconds = len(piece.samples) / self.rate
        at = self._block_at / self.rate + self._block_count / self.rate
        self._gap(self.leg, self.offset + at, seconds)

    def _keep_block(self) -> None:
        if not self._block_count:
            return
        samples = np.concatenate(self._block)
        self._keep(self.leg, self.offset + self._block_at / self.rate, samples, self.rate)
        self._block_at += self._block_count
        self._block, self._block_count = [], 0
