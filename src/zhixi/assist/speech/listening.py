"""A leg's sound becomes utterances: voice activity, recogniser, text. Live calls and files both pass here."""

import dataclasses

import numpy as np

from zhixi.assist.speech.activity import Activity, Limits, Stretch
from zhixi.assist.speech.engine import Recognised, Recogniser
from zhixi.assist.speech.inventing import is_invented
from zhixi.assist.talk import Leg


@dataclasses.dataclass(frozen=True, slots=True)
class Heard:
    """A finished utterance of one leg. start, end: seconds from the start of the leg's sound.

    language: the language or dialect that the engine heard; "" where it does not tell. The caller numbers it into an `Utterance`: legs are merged in the order in which utterances end.
    """

    leg: Leg
    start: float
    end: float
    text: str
    confidence: float
    language: str = ""


def utterance(leg: Leg, stretch: Stretch, words: Recognised) -> Heard | None:
    """What a stretch became; None where nothing was said, or nobody can have said it."""
    start, end = round(stretch.start, 2), round(stretch.end, 2)
    if not words.text or is_invented(words.text, words.confidence, end - start):
        return None
    return Heard(leg, start, end, words.text, words.confidence, words.language)


class Listener:
    """Hears one leg (声道). Push sound as it comes; finished utterances come back."""

    def __init__(self, recogniser: Recogniser, *, leg: Leg, limits: Limits | None = None):
        self._recogniser, self._leg = recogniser, leg
        self._activity = Activity(limits)

    @property
    def speaking(self) -> bool:
        """Whether somebody is speaking now; their words come when they pause."""
        return self._activity.speaking

    def push(self, samples: np.ndarray) -> list[Heard]:
        """Take mono float32 samples in -1..1 at 16 kHz, any number; 20 ms at a time from a live call."""
        return self._hear(self._activity.push(samples))

    def flush(self) -> list[Heard]:
        """The leg has ended: what was still being said."""
        return self._hear(self._activity.flush())

    def _hear(self, stretches: list[Stretch]) -> list[Heard]:
        heard = (
            utterance(self._leg, stretch, self._recogniser.recognise(stretch.samples))
            for stretch in stretches
        )
        return [one for one in heard if one]
