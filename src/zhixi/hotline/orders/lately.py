"""What was dispatched since the model was learnt: the next recommendation is corrected by it (近期派单)."""

import datetime as dt
import threading

from django.db.models import F

from zhixi.assist.dispatch import Recommender
from zhixi.assist.dispatch.recent import Recent
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order

MOST = 1_000  # orders followed, the newest
AT_ONCE = 100  # of them one recommendation reads, a second or so; after a start the next ones read the others
MARKS = ("pk", "dispatched_at", "unit__code")


class Lately:
    """Follows the dispatched orders for one recommender. Before each recommendation it reads what is new: one query by
    index. Words go into memory as hashed features alone."""

    def __init__(self, recommender: Recommender, since: dt.datetime):
        self._recommender = recommender
        self._seen = since
        self._waiting: dict[int, None] = {}  # orders that are still to be read, the newest last
        self._lessons: dict[int, tuple] = {}  # order → (when and to whom, lesson or None), the newest last
        self._recent = Recent()
        self._lock = threading.Lock()

    def now(self, without: int | None = None) -> Recent:
        """without: an order that is not to be told by its own dispatch."""
        with self._lock:
            self._read()
            if without not in self._lessons:
                return self._recent
            return self._without(without)

    def _without(self, order: int | None) -> Recent:
        return Recent([lesson for pk, (_, lesson) in self._lessons.items() if lesson and pk != order])

    def _read(self) -> None:
        new = _teaching().filter(dispatched_at__gte=self._seen).order_by("-dispatched_at", "-id")[:MOST]
        for row in reversed(new.values(*MARKS)):
            self._seen = row["dispatched_at"]
            if self._lessons.get(row["pk"], (None,))[0] != _mark(row):
                self._waiting.pop(row["pk"], None)
                self._waiting[row["pk"]] = None
        if self._waiting:
            self._learn(list(self._waiting)[-AT_ONCE:])

    def _learn(self, keys: list[int]) -> None:
        rows = list(_teaching().filter(pk__in=keys).values(*MARKS, "title", "description", "category__code"))
        sent = [
            (f"{row['title']}\n{row['description']}", row["unit__code"], row["category__code"] or "")
            for row in rows
        ]
        for row, lesson in zip(rows, self._recommender.lessons(sent), strict=True):
            self._lessons[row["pk"]] = (_mark(row), lesson)
        for key in keys:
            del self._waiting[key]
        self._lessons = dict(sorted(self._lessons.items(), key=lambda item: item[1][0])[-MOST:])
        self._recent = self._without(None)


def _teaching():
    """What the machine sent teaches nothing here: it would confirm itself. Nor does what a unit sent back."""
    sent = Order.objects.filter(dispatched_at__isnull=False, unit__isnull=False)
    return sent.exclude(decision__dispatched=True, unit=F("decision__unit")).exclude(state=State.RETURNED)


def _mark(row: dict) -> tuple:
    return row["dispatched_at"], row["unit__code"]
