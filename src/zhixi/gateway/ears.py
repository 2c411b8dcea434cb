"""What the gateway wants of a recogniser: an ear for each leg (`assist.speech.Pool` gives them)."""

import typing
from collections.abc import Callable

import numpy as np

from zhixi.assist.talk import Leg


class Ear(typing.Protocol):
    """Neither method ever waits, and both may be called from any thread."""

    def push(self, samples: np.ndarray) -> None:
        """Mono float32 in -1..1 at 16 kHz."""
        ...

    def close(self) -> None:
        """What is still being said is told, and then Done."""
        ...


class Ears(typing.Protocol):
    def open(self, *, leg: Leg, told: Callable[[object], None]) -> Ear:
        """Raises ZhixiError where no words can be had; the sound is then kept without them."""
        ...
