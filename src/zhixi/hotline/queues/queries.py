"""What the queue's events say of a call: how long it waited, was talked, stood on hold."""

import dataclasses
import datetime as dt
from collections.abc import Iterable

from zhixi.hotline.queues.choices import Happening

STARTS, STOPS = Happening.HELD, frozenset({Happening.RESUMED, Happening.ENDED, Happening.ABANDONED})


@dataclasses.dataclass(frozen=True, slots=True)
class Times:
    """Seconds; None where the events do not tell. holds: each hold, in order (保持)."""

    waited: float | None
    talked: float | None
    holds: tuple[float, ...]


def times(events: Iterable) -> Times:
    """Pure: rows with `happening` and `at`, in any order. The first of a kind counts; a hold left open ends with the call."""
    rows = sorted(events, key=lambda row: row.at)
    first: dict[str, dt.datetime] = {}
    holds, since = [], None
    for row in rows:
        first.setdefault(row.happening, row.at)
        if row.happening == STARTS and since is None:
            since = row.at
        elif row.happening in STOPS and since is not None:
            holds.append((row.at - since).total_seconds())
            since = None
    offered, answered = first.get(Happening.OFFERED), first.get(Happening.ANSWERED)
    over = first.get(Happening.ENDED) or first.get(Happening.ABANDONED)
    return Times(_between(offered, answered or over), _between(answered, over), tuple(holds))


def _between(one: dt.datetime | None, other: dt.datetime | None) -> float | None:
    return None if one is None or other is None else max((other - one).total_seconds(), 0.0)
