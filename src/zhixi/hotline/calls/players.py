"""Talks that are played instead of telephoned: written ones and recordings, through the code of a live call.

A player waits until an agent answers, speaks at the speed of life (or as fast as it can), stops when the
agent hangs up, and gives a sign of life every few seconds, so that its death is noticed.
"""

import contextlib
import dataclasses
import datetime as dt
import time
from collections.abc import Callable, Iterator
from itertools import zip_longest

from django.utils import timezone

from zhixi.assist.speech import Heard, Listener, load_recogniser, read_sound
from zhixi.assist.talk import Leg, Utterance
from zhixi.hotline.calls import actions
from zhixi.hotline.calls.choices import CallState
from zhixi.hotline.calls.live import LiveCall
from zhixi.hotline.calls.models import Call
from zhixi.hotline.calls.scripts import Script

BLOCK = 0.2  # seconds of each leg in turn
LOOK = 0.2  # seconds between looks at the row while nobody has answered
SIGN = 5.0  # seconds between signs of life


@dataclasses.dataclass(slots=True)
class Stage:
    """How a talk is played. fast: do not wait for the clock. wait: seconds until the caller gives up."""

    fast: bool = False
    wait: float | None = None
    said: Callable[[Utterance], None] = lambda utterance: None


def play_script(script: Script, call: Call, stage: Stage) -> bool:
    """Play a written talk into a call that was offered. False when nobody answered."""
    with _played(call, stage) as answered:
        if not answered:
            return False
        live, pace = LiveCall.of(answered, started_at=script.started_at), _Pace(answered, stage)
        for turn in script.turns:
            if not pace.until(turn.end):
                break
            stage.said(live.heard(turn.leg, turn.start, turn.end, turn.text))
    return True


@dataclasses.dataclass(slots=True)
class Recording:
    """Sound files with a recogniser to hear them by; opened, and refused if bad, before a call is made of them.

    A file of one channel without an agent's file is MIXED; of two channels, left agent and right caller.
    """

    legs: dict[Leg, tuple]
    recogniser: object
    started_at: dt.datetime | None = None

    @classmethod
    def of(cls, caller: str, agent: str | None = None, *, threads: int = 1) -> "Recording":
        """Raises BadInput for what is not sound, Unavailable where there are no weights."""
        return cls(legs_of(caller, agent), load_recogniser(threads=threads))

    @property
    def seconds(self) -> float:
        return max(sound.seconds or 0.0 for sound, _ in self.legs.values())

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(text for sound, _ in self.legs.values() for text in sound.warnings))


def legs_of(caller, agent=None) -> dict[Leg, tuple]:
    """Leg → (sound, its channel or None for all of them)."""
    sound = read_sound(caller, block_seconds=BLOCK)
    if agent:
        return {Leg.AGENT: (read_sound(agent, block_seconds=BLOCK), None), Leg.CALLER: (sound, None)}
    if sound.channels == 2:
        return {Leg.AGENT: (sound, 0), Leg.CALLER: (sound, 1)}
    return {Leg.MIXED: (sound, None)}


def play_recording(recording: Recording, call: Call, stage: Stage) -> bool:
    """Play a recording into a call that was offered. False when nobody answered."""
    with _played(call, stage) as answered:
        if not answered:
            return False
        live, pace = LiveCall.of(answered, started_at=recording.started_at), _Pace(answered, stage)
        for at, heard in _hear(recording):
            if not pace.until(at):
                break
            for words in sorted(heard, key=lambda words: words.end):
                stage.said(
                    live.heard(
                        words.leg, words.start, words.end, words.text, words.confidence, words.language
                    )
                )
    return True


def _hear(recording: Recording) -> Iterator[tuple[float, list[Heard]]]:
    """(audio clock, utterances finished by then), both legs moving on together."""
    ears = [
        (Listener(recording.recogniser, leg=leg), sound.blocks(channel))
        for leg, (sound, channel) in recording.legs.items()
    ]
    at = 0.0
    for blocks in zip_longest(*(stream for _, stream in ears)):
        at += BLOCK
        pairs = zip(ears, blocks, strict=True)
        yield at, [words for (ear, _), block in pairs if block is not None for words in ear.push(block)]
    yield at, [words for ear, _ in ears for words in ear.flush()]


@contextlib.contextmanager
def _played(call: Call, stage: Stage) -> Iterator[Call | None]:
    """The call once it is answered, or None; whatever comes, it does not stay open behind a dead player."""
    try:
        yield _answered(call, stage)
        actions.end(call_id=call.pk, now=timezone.now())
    except BaseException as error:
        message = f"播放中断，通话已结束：{type(error).__name__}"
        actions.break_off(call_id=call.pk, message=message, now=timezone.now())
        raise


def _answered(call: Call, stage: Stage) -> Call | None:
    begun = signed = time.monotonic()
    while True:
        row = Call.objects.select_related("agent").get(pk=call.pk)
        if row.state == CallState.TALKING:
            return row
        now = time.monotonic()
        if row.state != CallState.WAITING or (stage.wait is not None and now - begun >= stage.wait):
            return None
        if now - signed >= SIGN:
            signed = now
            _sign(call)
        time.sleep(LOOK)


class _Pace:
    """The clock of a talk that is played, and the look whether somebody has hung up."""

    def __init__(self, call: Call, stage: Stage):
        self.call, self.fast = call, stage.fast
        self.begun = self.looked = self.signed = time.monotonic()

    def until(self, at: float) -> bool:
        """Wait until `at` seconds of the talk (fast: not at all). False when the call was hung up meanwhile."""
        while not self.fast and (left := self.begun + at - time.monotonic()) > 0:
            time.sleep(min(left, 0.5))
            if not self._going_on():
                return False
        return self._going_on()

    def _going_on(self) -> bool:
        now = time.monotonic()
        if now - self.signed >= SIGN:
            self.signed = now
            _sign(self.call)
        if now - self.looked < 0.5:
            return True
        self.looked = now
        return Call.objects.filter(pk=self.call.pk, state=CallState.TALKING).exists()


def _sign(call: Call) -> None:
    Call.objects.filter(pk=call.pk).update(alive_at=timezone.now())
