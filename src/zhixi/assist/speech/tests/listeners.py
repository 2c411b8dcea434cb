"""Somebody who listens to an ear, for tests: keeps what is told, and waits for what is to come."""

import threading

from zhixi.assist.speech.events import Done
from zhixi.assist.speech.listening import Heard

PATIENCE = 60  # seconds; only a test that fails waits so long


class Notes:
    """Give it as `told`. Events in the order in which they came."""

    def __init__(self):
        self.events: list = []
        self._came = threading.Condition()

    def __call__(self, event) -> None:
        with self._came:
            self.events.append(event)
            self._came.notify_all()

    def wait_for(self, kind, count: int = 1) -> list:
        """The events of a kind, once there are `count` of them."""
        with self._came:
            assert self._came.wait_for(lambda: len(self.of(kind)) >= count, PATIENCE), self.events
            return self.of(kind)

    def of(self, kind) -> list:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def texts(self) -> list[str]:
        return [heard.text for heard in self.of(Heard)]

    def all_texts(self) -> list[str]:
        """The texts of the whole leg, once it is done."""
        self.wait_for(Done)
        assert isinstance(self.events[-1], Done) and len(self.of(Done)) == 1
        return self.texts
