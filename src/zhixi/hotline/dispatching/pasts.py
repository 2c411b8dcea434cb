"""The lessons of the office's orders, read anew each time from events and the rows beside them (派单样本).

Nothing is kept: a lesson that is written down could differ from what happened. The request's words are joined while
reading and go into memory alone. Rows come newest first, a thousand orders at a time.
"""

import collections
import dataclasses
import datetime as dt
import functools
from collections.abc import Iterator

from django.utils import timezone

from zhixi.hotline.audit.models import Event
from zhixi.hotline.callbacks.models import Callback
from zhixi.hotline.dispatching.choices import Verdict
from zhixi.hotline.dispatching.lessons import (
    KNOWN_FROM,
    How,
    Lesson,
    Past,
    Reached,
    Ruled,
    Sent,
    lessons_of,
    mapped,
)
from zhixi.hotline.dispatching.models import Decision
from zhixi.hotline.dispatching.trusting import Request, for_people
from zhixi.hotline.orders.choices import Ruling, Satisfaction, State
from zhixi.hotline.orders.models import Order, Return
from zhixi.hotline.units.models import Unit
from zhixi.hotline.units.queries import answering, parts

MOST = 200_000  # orders that are looked at, the newest
BATCH = 1_000
PLEASED = (Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED, Satisfaction.BASICALLY_SATISFIED)
SENDS = {
    "dispatch": How.CHOSEN,
    "auto_dispatch": How.MACHINE,
    "uphold_return": How.RULED,
    "bind": How.BOUND,
    "change_lead": How.SWAPPED,
    "import": How.IMPORTED,
    "transfer": How.SWAPPED,
}
GOT = {"sign": Reached.SIGNED, "reply": Reached.REPLIED, "share_reply": Reached.REPLIED}
GOT |= {"conclude": Reached.CONCLUDED, "archive": Reached.CONCLUDED}
# An order of the old system says by its state how far it got there.
IMPORTED = {State.SIGNED: Reached.SIGNED, State.HANDLING: Reached.SIGNED, State.REPLIED: Reached.REPLIED}
IMPORTED |= {State.REPLY_REVIEWED: Reached.REPLIED, State.CALLBACK: Reached.REPLIED}
IMPORTED |= {State.CONCLUDED: Reached.CONCLUDED, State.ARCHIVED: Reached.CONCLUDED}
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
        pasts = _pasts({row[0]: row[1] for row in rows})
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
    for pk, past in _pasts(orders).items():
        of = functools.partial(now, category=categories[pk] or "")
        own = next((one for one in mapped(lessons_of(past), of) if one.weight >= KNOWN_FROM), None)
        if own is not None and own.unit not in split:
            found[pk] = own.unit
    return found


def _pasts(orders: dict[int, str]) -> dict[int, Past]:
    """Order's key → what happened to it. orders: key → number; those that no unit ever had are left out."""
    keys = list(orders)
    ruled, pleased, named = _ruled(keys), _pleased(keys), _named(keys)
    sent: dict[int, list[Sent]] = collections.defaultdict(list)
    reached: dict[int, Reached] = {}
    codes = dict(Unit.objects.values_list("pk", "code"))
    by_number = {number: pk for pk, number in orders.items()}
    wanted = Event.objects.filter(subject="order", key__in=list(by_number), verb__in=(*SENDS, *GOT))
    for key, verb, to, at, data in wanted.order_by("n").values_list("key", "verb", "to_state", "at", "data"):
        pk = by_number[key]
        if verb in GOT:
            reached[pk] = max(reached.get(pk, Reached.SENT), GOT[verb])
            continue
        if one := _sent(verb, at, data, codes, named.get(pk)):
            sent[pk].append(one)
            reached[pk] = IMPORTED.get(to, Reached.SENT) if verb == "import" else Reached.SENT
    return {
        pk: Past(
            tuple(sent[pk]), tuple(ruled[pk]), _far(reached.get(pk, Reached.SENT), pleased.get(pk, False))
        )
        for pk in orders
        if sent[pk] or ruled[pk]
    }


def _far(reached: Reached, pleased: bool) -> Reached:
    return Reached.PLEASED if pleased and reached >= Reached.REPLIED else reached


def _sent(verb: str, at, data: dict, codes: dict[int, str], named: tuple | None) -> Sent | None:
    changed = data.get("changed", {})
    unit = data.get("unit") or codes.get(changed.get("unit_id"), "")
    if not unit or (verb == "transfer" and "unit_id" not in changed):
        return None  # a helper's office went over, the lead stayed
    if verb == "import" and (then := changed.get("dispatched_at")):
        at = dt.datetime.fromisoformat(then)
    if verb != "dispatch" or named is None or named[1] > at:
        return Sent(unit, at, SENDS[verb])
    return Sent(unit, at, How.TAKEN if named[0] == unit else How.CHOSEN, named[0])


def _ruled(keys: list[int]) -> dict[int, list[Ruled]]:
    found: dict[int, list[Ruled]] = collections.defaultdict(list)
    returns = Return.objects.filter(order__in=keys).exclude(ruling=Ruling.OPEN).order_by("at", "pk")
    for pk, unit, ruling, at in returns.values_list("order", "unit__code", "ruling", "ruled_at"):
        found[pk].append(Ruled(unit, at, ruling == Ruling.REFUSED))
    judged = Decision.objects.filter(order__in=keys).exclude(verdict="").order_by("judged_at")
    columns = ("order", "unit__code", "truth__code", "verdict", "judged_at")
    for pk, unit, truth, verdict, at in judged.values_list(*columns):
        if verdict == Verdict.WRONG and unit:
            found[pk].append(Ruled(unit, at, right=False, judged=True))
        if truth:
            found[pk].append(Ruled(truth, at, right=True, judged=True))
    return found


def _pleased(keys: list[int]) -> dict[int, bool]:
    """By the last time that the citizen was reached."""
    asked = Callback.objects.filter(order__in=keys, reached=True).order_by("at", "pk")
    return {
        pk: bool(solved) and satisfaction in PLEASED
        for pk, solved, satisfaction in asked.values_list("order", "solved", "satisfaction")
    }


def _named(keys: list[int]) -> dict[int, tuple[str, dt.datetime]]:
    rows = Decision.objects.filter(order__in=keys, unit__isnull=False)
    return {pk: (unit, at) for pk, unit, at in rows.values_list("order", "unit__code", "at")}
