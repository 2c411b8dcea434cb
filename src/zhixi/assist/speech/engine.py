"""What every recogniser promises, whatever engine stands behind it."""

import dataclasses
import typing

import numpy as np


@dataclasses.dataclass(frozen=True, slots=True)
class Abilities:
    """What an engine can do; callers ask this and never the engine's name.

    languages: codes such as "zh". streaming: gives partial words before a stretch ends.
    hotwords: takes a city's names as a bias. punctuation: its text carries commas and stops.
    """

    languages: tuple[str, ...]
    streaming: bool = False
    hotwords: bool = False
    punctuation: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Recognised:
    """The words of one stretch: simplified characters, "" where nothing was said; confidence 0..1."""

    text: str
    confidence: float


class Recogniser(typing.Protocol):
    """A speech engine (语音识别引擎). One call at a time a recogniser; it keeps no state between calls."""

    abilities: Abilities

    def recognise(self, samples: np.ndarray) -> Recognised:
        """Words of one stretch. samples: mono float32 in -1..1 at 16 kHz, at most 30 s."""
        ...
