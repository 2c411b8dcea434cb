"""The lessons of the office's orders, read anew each time from events and the rows beside them (派单样本).

Nothing is kept: a lesson that is written down could differ from what happened. The request's words are joined while
reading and go into memory alone. Rows come newest first, a thousand orders at a time.
"""

import dataclasses
import datetime as dt
import functools
from collections.abc import Iterator

from django.utils import timezone

from zhixi.hotline.dispatching.happened import pasts_of
from zhixi.hotline.dispatching.lessons import KNOWN_FROM, Lesson, lessons_of, mapped
from zhixi.hotline.dispatching.trusting import Request, for_people
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.units.models import Unit
from zhixi.hotline.units.queries import answering, parts

MOST = 100_000  # orders that are looked at, the newest
BATCH = 1_000
COLUMNS = (
    *("pk", "number", "title", "description", "category__code", "request_type", "district", "street"),
    *("community", "road", "accepted_at", "urgency", "confidential", "anonymous", "important"),
)
ACCEPTED, CATEGORY = COLUMNS.index("accepted_at"), COLUMNS.index("category__code")


@dataclasses.dataclass(frozen=True, slots=True)
class Taught:
    """One order with what it teaches. at: its acceptance. place: parts of the address, as `Recommender` takes them.

    for_machine: nothing that was known at its acceptance would have kept it for people.
    """

    number: str
    at: dt.datetime
    text: str
    category: str
    request_type: str
    place: dict[str, str]
    lessons: tuple[Lesson, ...]
    for_machine: bool = False

    @property
    def own(self) -> Lesson | None:
        """The lesson that speaks for a unit, if there is one."""
        return next((one for one in self.lessons if one.weight > 0), None)


def taught(*, until: dt.datetime | None = None, most: int = MOST) -> Iterator[Taught]:
    """The newest orders that were ever sent to a unit, accepted before `until`, each with its lessons."""
    today = timezone.localdate(until) if until else timezone.localdate()
    now = today_of(today)
    for rows in _batches(until, most):
        pasts = pasts_of({row[0]: row[1] for row in rows})
        for row in rows:
            of = functools.partial(now, category=row[CATEGORY] or "")
            lessons = tuple(mapped(lessons_of(pasts[row[0]]), of)) if row[0] in pasts else ()
            if lessons:
                yield _taught(row, lessons)


def today_of(today: dt.date):
    """(unit, category) → the unit that answers for it today: itself while open, else whoever took over, else ""
    (单位沿革). One that was split stays under its old code: whose its orders are is found out when they are learnt."""
    opened = {unit.code for unit in Unit.objects.all() if unit.open_on(today)} | parts(today).keys()
    after = answering(today)

    def now(code: str, category: str) -> str:
        code = after(code, category)
        return code if code in opened else ""

    return now


def _batches(until, most: int) -> Iterator[list[tuple]]:
    """By the mark of the last row: an offset would be walked again for each batch."""
    found = Order.objects.exclude(state=State.DRAFT).exclude(accepted_at=None).order_by("-accepted_at", "-pk")
    found = found.filter(accepted_at__lt=until) if until else found
    last, seen = None, 0
    while seen < most:
        rows = found if last is None else found.filter(accepted_at__lte=last[0]).exclude(pk__in=last[1])
        rows = list(rows.values_list(*COLUMNS)[: min(BATCH, most - seen)])
        if not rows:
            return
        yield rows
        seen += len(rows)
        end = rows[-1][ACCEPTED]
        same = {row[0] for row in rows if row[ACCEPTED] == end}
        last = (end, same | last[1] if last and last[0] == end else same)


def _taught(row: tuple, lessons: tuple[Lesson, ...]) -> Taught:
    told = dict(zip(COLUMNS, row, strict=True))
    text = f"{told['title']}\n{told['description']}".strip()
    place = {name: told[name] for name in ("district", "street", "community", "road")}
    kept = ("request_type", "urgency", "confidential", "anonymous", "important")
    request = Request(text, **{name: told[name] for name in kept})
    at = timezone.localtime(told["accepted_at"])
    category, kind = told["category__code"] or "", told["request_type"]
    return Taught(told["number"], at, text, category, kind, place, lessons, not for_people(request))


def known_units(orders: dict[int, str], today: dt.date) -> dict[int, str]:
    """Order's key → the unit that it turned out to be, where that is known well enough (`lessons.KNOWN_FROM`)."""
    now, found, split = today_of(today), {}, parts(today)
    categories = dict(Order.objects.filter(pk__in=orders).values_list("pk", "category__code"))
    for pk, past in pasts_of(orders).items():
        of = functools.partial(now, category=categories[pk] or "")
        own = next((one for one in mapped(lessons_of(past), of) if one.weight >= KNOWN_FROM), None)
        if own is not None and own.unit not in split:
            found[pk] = own.unit
    return found
