"""What was dispatched since the model was learnt: the next recommendation is corrected by it (近期派单)."""

import datetime as dt
import threading

from django.db.models import F

from zhixi.assist.dispatch import Recommender
from zhixi.assist.dispatch.recent import Recent
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order

MOST = 1_000  # orders followed, the newest: to read them takes some seconds once, after a start
COLUMNS = ("pk", "dispatched_at", "title", "description", "unit__code", "category__code")


class Lately:
    """Follows the dispatched orders for one recommender. Before each recommendation it reads what is new: one query by
    index. Words go into memory as hashed features alone."""

    def __init__(self, recommender: Recommender, since: dt.datetime):
        self._recommender = recommender
        self._seen = since
        self._lessons: dict[int, tuple] = {}  # order → (when and to whom, lesson), the newest last
        self._recent = Recent()
        self._lock = threading.Lock()

    def now(self, without: int | None = None) -> Recent:
        """without: an order that is not to be told by its own dispatch."""
        with self._lock:
            self._read()
            if without not in self._lessons:
                return self._recent
            return Recent([lesson for pk, (_, lesson) in self._lessons.items() if pk != without])

    def _read(self) -> None:
        new = [row for row in self._rows() if self._lessons.get(row["pk"], (None,))[0] != _mark(row)]
        new.reverse()
        sent = [
            (f"{row['title']}\n{row['description']}", row["unit__code"], row["category__code"] or "")
            for row in new
        ]
        for row, lesson in zip(new, self._recommender.lessons(sent), strict=True):
            self._seen = row["dispatched_at"]
            self._lessons.pop(row["pk"], None)
            if lesson:
                self._lessons[row["pk"]] = (_mark(row), lesson)
        if new:
            self._lessons = dict(list(self._lessons.items())[-MOST:])
            self._recent = Recent([lesson for _, lesson in self._lessons.values()])

    def _rows(self):
        """What the machine sent teaches nothing here: it would confirm itself. Nor does what a unit sent back."""
        found = Order.objects.filter(dispatched_at__gte=self._seen, unit__isnull=False)
        found = found.exclude(decision__dispatched=True, unit=F("decision__unit"))
        found = found.exclude(state=State.RETURNED).order_by("-dispatched_at", "-id")
        return found.values(*COLUMNS)[:MOST]


def _mark(row: dict) -> tuple:
    return row["dispatched_at"], row["unit__code"]
