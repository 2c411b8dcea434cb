"""What a list of orders may be narrowed by, and how: one schema for pages, saved views and exports."""

import datetime as dt
import re
from typing import Annotated, Literal

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from ninja import Schema
from pydantic import ConfigDict, Field

from zhixi.errors import BadInput
from zhixi.hotline.accounts.choices import CENTRE
from zhixi.hotline.callbacks.models import Callback
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.http import Line
from zhixi.hotline.orders import search
from zhixi.hotline.orders.choices import Satisfaction, State
from zhixi.hotline.orders.due import COLUMN, RUNNING, overdue_q
from zhixi.hotline.orders.models import Order, units_of
from zhixi.hotline.units.models import Category, Unit

Stage = Literal["accepted", "dispatched", "signed", "replied", "concluded", "archived"]
EXACT = ("request_type", "urgency", "channel", "district")
FLAGS = ("important", "held", "confidential", "answered_on_the_spot", "callback_wanted", "bound")
COUNTED = ("reopened", "returned")
NUMBER = re.compile(r"\d{8}(-\d*)?")


class OrderFilter(Schema):
    """from, to and the other pairs are local days, both counted in.

    q: words of the title, the request, the answer or the place, parted by blanks, all of which must be there; or
    the beginning of a number. Never a phone: a caller's orders are asked for by POST. category takes the nodes
    below it, unit with `below` the units below it. stage: orders that reached it between the two days, newest
    there first. clock: orders under that clock, with `due_from` and `due_to` those whose limit lies there.
    agent: the id of the person who took the request.
    """

    model_config = ConfigDict(populate_by_name=True, extra="forbid")

    box: Line = "all"
    state: list[State] = []
    request_type: Line = ""
    urgency: Line = ""
    channel: Line = ""
    category: Line = ""
    unit: Line = ""
    below: bool = False
    district: Line = ""
    q: Line = ""
    first: Annotated[dt.date | None, Field(alias="from")] = None
    last: Annotated[dt.date | None, Field(alias="to")] = None
    stage: Stage | None = None
    stage_from: dt.date | None = None
    stage_to: dt.date | None = None
    clock: Clock | None = None
    due_from: dt.date | None = None
    due_to: dt.date | None = None
    overdue: bool | None = None
    satisfaction: list[Satisfaction] = []
    solved: bool | None = None
    reopened: bool | None = None
    returned: bool | None = None
    important: bool | None = None
    held: bool | None = None
    confidential: bool | None = None
    answered_on_the_spot: bool | None = None
    callback_wanted: bool | None = None
    bound: bool | None = None
    agent: Annotated[int | None, Field(ge=1, le=2**62)] = None


def narrow(found: QuerySet, wanted: OrderFilter, user, now: dt.datetime) -> tuple[QuerySet, str]:
    """The orders of `found` that hold what is wanted (but for the box), and what the person should know of it."""
    for name in EXACT:
        if value := getattr(wanted, name):
            found = found.filter(**{name: value})
    if wanted.state:
        found = found.filter(state__in=[state.value for state in wanted.state])
    if wanted.category:
        found = found.filter(category__in=categories_below(wanted.category))
    if wanted.unit:
        found = found.filter(unit__in=units_below(wanted.unit, wanted.below))
    if wanted.agent:
        found = found.filter(created_by=wanted.agent)
    for name in FLAGS:
        if (value := getattr(wanted, name)) is not None:
            found = found.filter(**{name: value})
    for name in COUNTED:
        if (value := getattr(wanted, name)) is not None:
            found = found.filter(**{f"{name}__gt" if value else name: 0})
    found = _by_callback(_by_clock(found, wanted, now), wanted)
    found = within(found, "created_at", wanted.first, wanted.last)
    if wanted.stage:
        name = f"{wanted.stage}_at"
        found = within(found.exclude(**{name: None}), name, wanted.stage_from, wanted.stage_to)
    return _by_words(found, wanted, user) if wanted.q else (found, "")


def categories_below(code: str) -> list[int]:
    """Ids, not a join: so the database knows beforehand how many orders there are."""
    below = Category.objects.filter(Q(code=code) | Q(code__startswith=f"{code}."))
    return list(below.values_list("pk", flat=True))


def units_below(code: str, below: bool) -> list[int]:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        return []
    return list(unit.with_descendants().values_list("pk", flat=True)) if below else [unit.pk]


def within(found: QuerySet, name: str, first: dt.date | None, last: dt.date | None) -> QuerySet:
    """Rows whose moment `name` lies on the local days from `first` to `last`."""
    zone = timezone.get_current_timezone()
    if first:
        found = found.filter(**{f"{name}__gte": dt.datetime.combine(first, dt.time(), zone)})
    if last and last < dt.date.max:
        next_day = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone)
        found = found.filter(**{f"{name}__lt": next_day})
    return found


def _by_clock(found: QuerySet, wanted: OrderFilter, now: dt.datetime) -> QuerySet:
    if wanted.overdue is not None:
        late = overdue_q(now)
        found = found.filter(late) if wanted.overdue else found.exclude(late)
    if wanted.clock is None:
        return found
    states = [state for state, clocks in RUNNING.items() if wanted.clock in clocks]
    found = found.filter(state__in=states).exclude(**{COLUMN[wanted.clock]: None})
    return within(found, COLUMN[wanted.clock], wanted.due_from, wanted.due_to)


def _by_callback(found: QuerySet, wanted: OrderFilter) -> QuerySet:
    """By what a citizen said at any callback of the order."""
    if wanted.satisfaction:
        said = Callback.objects.filter(satisfaction__in=[value.value for value in wanted.satisfaction])
        found = found.filter(pk__in=said.values("order"))
    if wanted.solved is not None:
        found = found.filter(pk__in=Callback.objects.filter(solved=wanted.solved).values("order"))
    return found


def _by_words(found: QuerySet, wanted: OrderFilter, user) -> tuple[QuerySet, str]:
    if NUMBER.fullmatch(wanted.q):
        return _by_number(found, wanted.q)
    hits = search.ask(wanted.q, facets(wanted, user))
    matching = Q(pk__among=hits.ids)
    if wanted.q.isascii() and wanted.q.isprintable():
        matching |= Q(number__startswith=wanted.q)
    notice = ""
    if not hits.all:
        notice = f"含有这些词的工单很多，只列出最新的{len(hits.ids)}条中符合条件的，请增加条件"
    if hits.behind:
        notice = f"检索索引正在更新，还差{hits.behind}步，结果可能不全"
    return found.filter(matching), notice


def _by_number(found: QuerySet, start: str) -> tuple[QuerySet, str]:
    """Keys first: a day's orders lie together, and a database that expects them everywhere walks the whole list."""
    most = settings.SEARCH_HITS
    # Sorted by an expression, for the index that finds beginnings is not the one that sorts.
    numbered = Order.objects.filter(number__startswith=start).order_by(Coalesce("number", "number").desc())
    keys = list(numbered.values_list("pk", flat=True)[: most + 1])
    notice = f"编号以此开头的工单很多，只列出其中{most}条，请写全编号" if len(keys) > most else ""
    return found.filter(pk__among=keys[:most]), notice


def facets(wanted: OrderFilter, user) -> list[list[str]]:
    """What the index can narrow by: the same conditions once more, so that its newest hits are the right ones."""
    said = [[f"{name}:{value}".replace(" ", "_")] for name in EXACT if (value := getattr(wanted, name))]
    if wanted.state:
        said.append([f"state:{state.value}" for state in wanted.state])
    if wanted.category:
        said.append([f"category:{pk}" for pk in categories_below(wanted.category)])
    if wanted.unit:
        said.append([f"lead:{pk}" for pk in units_below(wanted.unit, wanted.below)])
    if wanted.agent:
        said.append([f"by:{wanted.agent}"])
    if user.role not in CENTRE:
        said.append([f"u:{pk}" for pk in units_of(user)])
    return said


def read(told: dict) -> OrderFilter:
    """Filters as they were kept in a saved view or sent with an export; BadInput names the wrong one."""
    try:
        return OrderFilter.model_validate(told)
    except ValueError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else "filters"
        raise BadInput(f"筛选条件“{field}”有误", cure="请改正后重试", field=field) from error


def written(wanted: OrderFilter) -> dict:
    """Filters as they are kept: only what was set, by the names of the address."""
    return wanted.model_dump(mode="json", by_alias=True, exclude_defaults=True)
