"""What every recogniser promises, whatever engine stands behind it."""

import dataclasses
import typing

import numpy as np


@dataclasses.dataclass(frozen=True, slots=True)
class Abilities:
    """What an engine can do; callers ask this and never the engine's name.

    languages: codes such as "zh". streaming: gives partial words before a stretch ends.
    hotwords: takes a city's names as a bias. punctuation: its text carries commas and stops.
    guesses: has cheap words, `guess(samples) -> str`, for a stretch that still grows.
    remote: another machine does the work, and many stretches may wait for it at once.
    """

    languages: tuple[str, ...]
    streaming: bool = False
    hotwords: bool = False
    punctuation: bool = False
    guesses: bool = False
    remote: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Recognised:
    """The words of one stretch: simplified characters, "" where nothing was said.

    confidence: 0..1; 1 where the engine does not tell how sure it is.
    language: the language or dialect (方言) that the engine heard, "zh", "yue", …; "" where it does not tell.
    alternatives: other texts that it thought of, the likeliest first.
    """

    text: str
    confidence: float
    language: str = ""
    alternatives: tuple[str, ...] = ()


class Stream(typing.Protocol):
    """One stretch that is recognised while it grows."""

    def push(self, samples: np.ndarray) -> str:
        """Take what follows; the words so far."""
        ...

    def finish(self) -> Recognised:
        """The stretch has ended."""
        ...

    def drop(self) -> None:
        """Nobody wants its words any more."""
        ...


class Recogniser(typing.Protocol):
    """A speech engine (语音识别引擎). One call at a time a recogniser; it keeps no state between calls."""

    abilities: Abilities

    def recognise(self, samples: np.ndarray) -> Recognised:
        """Words of one stretch. samples: mono float32 in -1..1 at 16 kHz, at most 30 s."""
        ...


class Streaming(Recogniser, typing.Protocol):
    """A recogniser whose abilities say `streaming`. Several streams may be open, used in turn by one thread."""

    def stream(self) -> Stream: ...
