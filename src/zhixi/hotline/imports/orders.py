"""Past orders (历史工单), many at a time: rows with one chained event each, all or none.

The file's number is the key: the same file again changes nothing. An order that has gone on in this office
since is left as it is here, and counted.
"""

import dataclasses
import itertools
import pathlib
from collections.abc import Callable

from django.db import transaction

from zhixi.errors import BadInput
from zhixi.hotline.audit.actions import Entry, record_many
from zhixi.hotline.audit.models import Event
from zhixi.hotline.callbacks.models import Callback
from zhixi.hotline.deadlines.limits import start
from zhixi.hotline.imports.columns import Line, Table
from zhixi.hotline.imports.keeping import Kept
from zhixi.hotline.imports.order_columns import PLAIN, contradiction, order_columns, order_of
from zhixi.hotline.orders.choices import ReturnReason, Ruling, State
from zhixi.hotline.orders.models import Order, Reply, Return
from zhixi.hotline.orders.numbers import keep_clear_of
from zhixi.hotline.orders.rules import BEFORE_UNIT, WITH_UNIT
from zhixi.hotline.orders.snapshot import changes, values_of

BATCH = 1000


@transaction.atomic
def import_orders(
    path: pathlib.Path, *, actor, now, chosen=None, told: Callable[[BadInput], None] | None = None
) -> Kept:
    """Orders of a file. told: is given each bad row, which is then passed over; without it the first one raises.

    Memory holds one batch of rows and the numbers seen, whatever the file's size.
    """
    table = Table(path, order_columns(), chosen)
    kept, seen, last = Kept("orders"), {}, {}
    lines = table.lines(told)
    while batch := list(itertools.islice(lines, BATCH)):
        good = [line for line in batch if _good(table, line, seen, told)]
        _keep(good, kept, actor=actor, now=now)
        for line in good:
            day = line.values["number"].partition("-")[0]
            last[day] = max(last.get(day, ""), line.values["number"], key=lambda n: (len(n), n))
    for number in last.values():
        keep_clear_of(number)
    return kept


def _good(table: Table, line: Line, seen: dict[str, int], told) -> bool:
    number = line.values["number"]
    error = None
    if number in seen:
        error = table.wrong(
            line.number, "number", f"the same as row {seen[number]}", "delete one of the two rows"
        )
    elif wrong := contradiction(order_of(line.values, None)):
        error = table.wrong(line.number, *wrong)
    seen.setdefault(number, line.number)
    return _no_error(error, told)


def _no_error(error: BadInput | None, told) -> bool:
    if error is None:
        return True
    if told is None:
        raise error
    told(error)
    return False


def _keep(lines: list[Line], kept: Kept, *, actor, now) -> None:
    numbers = [line.values["number"] for line in lines]
    present = {
        o.number: o for o in Order.objects.filter(number__in=numbers).select_related("unit", "category")
    }
    lived = set(
        Event.objects.filter(subject="order", key__in=list(present))
        .exclude(verb="import")
        .values_list("key", flat=True)
    )
    fresh, stale = [], []
    for line in lines:
        order = present.get(line.values["number"])
        if order is None:
            fresh.append((line, order_of(line.values, actor)))
            continue
        names = _differing(order, line, actor)
        if not names:
            kept.same += 1
        elif order.number in lived:
            kept.living += 1  # only its actions may change it now
        else:
            stale.append((line, order, names))
    _add(fresh, kept, actor, now)
    _change(stale, kept, actor, now)


def _differing(order: Order, line: Line, actor) -> list[str]:
    wanted = order_of(line.values, order.created_by)
    told = [name for name in PLAIN if name in line.values]
    return [name for name in told if getattr(order, name) != getattr(wanted, name)]


def _add(fresh: list[tuple[Line, Order]], kept: Kept, actor, now) -> None:
    for _, order in fresh:
        _set_limits(order)
    Order.objects.bulk_create([order for _, order in fresh], batch_size=500)
    beside = [row for line, order in fresh for row in _beside(line.values, order, actor)]
    for model in (Reply, Return, Callback):
        model.objects.bulk_create([row for row in beside if isinstance(row, model)], batch_size=500)
    blank = values_of(Order())
    record_many(_entry(order, actor, now, line, changes(blank, order)) for line, order in fresh)
    kept.added += len(fresh)


def _change(stale: list[tuple[Line, Order, list[str]]], kept: Kept, actor, now) -> None:
    entries = []
    for line, order, _ in stale:
        wanted = order_of(line.values, order.created_by)
        for field in dataclasses.fields(_Kept):
            setattr(wanted, field.name, getattr(order, field.name))
        wanted.version += 1
        _set_limits(wanted)
        wanted.save()
        entries.append(_entry(wanted, actor, now, line, changes(values_of(order), wanted)))
    record_many(entries)
    kept.changed += len(stale)


@dataclasses.dataclass
class _Kept:
    """What a changed order keeps of the row that it replaces."""

    pk: int
    version: int
    created_by_id: int
    reopened: int


def _set_limits(order: Order) -> None:
    """The clocks of an order that is still open; a closed one's have stopped."""
    if order.state in BEFORE_UNIT:
        start(order, "dispatch", order.accepted_at)
    elif order.state in WITH_UNIT | {State.RETURNED} and order.dispatched_at:
        start(order, "handle", order.dispatched_at)
        if order.state == State.DISPATCHED:
            start(order, "sign", order.dispatched_at)
    elif order.state in (State.REPLIED, State.REPLY_REVIEWED, State.CALLBACK) and order.replied_at:
        start(order, "callback", order.replied_at)


def _beside(values: dict, order: Order, actor):
    """The rows beside an order that its line speaks of. Who did them the old system knew, and the file does not."""
    at = order.replied_at or order.dispatched_at or order.created_at
    if values.get("reply") and order.unit:
        accepted = None if order.state == State.REPLIED else True
        yield Reply(
            order=order,
            unit=order.unit,
            by=actor,
            at=at,
            text=values["reply"],
            contacted=True,
            accepted=accepted,
        )
    sent = order.dispatched_at or order.created_at
    note = "历史数据：首次派往该单位后退单"
    if first := values.get("returned_from"):
        yield Return(
            order=order, unit=first, by=actor, at=sent, reason=ReturnReason.NOT_OUR_DUTY, note=note,
            believed_unit=order.unit, ruling=Ruling.UPHELD, ruled_by=actor, ruled_at=sent,
        )  # fmt: skip
    if order.state == State.RETURNED:
        yield Return(
            order=order,
            unit=order.unit,
            by=actor,
            at=sent,
            reason=ReturnReason.NOT_OUR_DUTY,
            note="历史数据：待裁定",
        )
    satisfied, solved = values.get("satisfied") or "", values.get("solved")
    if satisfied or solved is not None:
        solved = bool(solved) if solved is not None else None
        yield Callback(
            order=order, by=actor, at=at, attempt=1, reached=True, solved=solved, satisfaction=satisfied
        )


def _entry(order: Order, actor, now, line: Line, changed: dict) -> Entry:
    """changed: what the order's events rebuild it from (`orders.replay`), personal values sealed."""
    data = {"row": line.number, "changed": changed}
    return Entry(
        actor=actor, subject="order", key=order.number, verb="import", to_state=order.state, data=data, at=now
    )
