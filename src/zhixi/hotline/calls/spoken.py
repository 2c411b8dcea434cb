"""Words while they are spoken (随说随显): shown to whoever has the call open, and kept nowhere.

They go past the database, through the channel layer. Without Redis they reach the desks of this process alone.
"""

import time

from zhixi.assist.talk import Leg
from zhixi.hotline.calls.feed import send

LEAST = 0.34  # seconds between two pushes of one leg


def group(call_id) -> str:
    return f"seat.call.{call_id}"


class Spoken:
    """What is being said on one call. Used by one thread at a time."""

    def __init__(self, call_id):
        self._call, self._told = str(call_id), {}

    def tell(self, leg: Leg, start: float, text: str) -> None:
        """start: seconds of the call. "" takes the words back, and always goes through; others at most three a second."""
        now = time.monotonic()
        if text and now - self._told.get(leg, -LEAST) < LEAST:
            return
        self._told[leg] = now
        body = {"leg": str(leg), "start": round(start, 2), "text": text}
        send(group(self._call), {"type": "seat.partial", "call": self._call, "body": body})
