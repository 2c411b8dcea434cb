"""Keeping the index beside the rows: made whole once, then after the events (see the package)."""

import pathlib

from django.conf import settings
from django.db.models import QuerySet

from zhixi.hotline.audit.chain import FIRST
from zhixi.hotline.audit.models import ChainHead, Event
from zhixi.hotline.orders.models import Assisting, Meeting, Order
from zhixi.hotline.orders.search import store
from zhixi.hotline.orders.search.documents import document

CHUNK = 2000


def rebuild(told=lambda done: None) -> int:
    """A new index from all rows, put in place of the old one when it is whole. told: hears how many are done."""
    head = ChainHead.objects.filter(pk=1).first() or ChainHead(pk=1)
    folder, done = store.fresh(), 0
    made = store.opened(folder).writer(heap_size=256_000_000, num_threads=1)
    last = 0
    # By steps of the key: a cursor over a million wide rows would hold a transaction open for minutes.
    while orders := list(Order.objects.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        _add(made, orders)
        last, done = orders[-1].pk, done + len(orders)
        told(done)
    made.commit()
    made.wait_merging_threads()
    store.put_mark(folder, head.n, head.hash)
    store.forget_others(folder)
    return done


def follow(limit: int | None = None) -> int:
    """Take in what changed since; returns how many events are still ahead (0: the index is as the rows are).

    limit: at most so many events now. Where there is no index, or one of another database, a small office's is
    made at once and a large one's is left to `zhixi index rebuild`: then -1.
    """
    folder = store.current()
    if folder is None or not _same_chain(folder):
        if (
            Order.objects.order_by()[: settings.SEARCH_BUILD_AT_ONCE + 1].count()
            > settings.SEARCH_BUILD_AT_ONCE
        ):
            return -1
        rebuild()
        return 0
    n, _ = store.mark_of(folder)
    if not _events(n).exists():
        return 0
    with store.writer(folder) as made:
        if made is not None:
            n = _take_in(folder, made, limit)
    return _events(n).count()


def _take_in(folder: pathlib.Path, made, limit: int | None) -> int:
    n, digest = store.mark_of(folder)  # read again under the lock: another may have been here
    while rows := list(_events(n).values_list("n", "hash", "subject", "key")[: min(CHUNK, limit or CHUNK)]):
        keys = {key for _, _, subject, key in rows if subject == "order"}
        orders = list(Order.objects.filter(number__in=keys))
        for order in orders:
            made.delete_documents_by_term("pk", order.pk)
        _add(made, orders)
        made.commit()
        n, digest = rows[-1][:2]
        store.put_mark(folder, n, digest)
        if limit is not None and (limit := limit - len(rows)) <= 0:
            break
    return n


def _add(made, orders: list[Order]) -> None:
    units: dict[int, set[int]] = {order.pk: {order.unit_id, order.responsible_unit_id} for order in orders}
    for model, unit in ((Assisting, "unit"), (Meeting, "participants")):
        for pk, other in model.objects.filter(order__in=units).values_list("order", unit):
            units[pk].add(other)
    for order in orders:
        made.add_document(document(order, units[order.pk] - {None}))


def _events(after: int) -> QuerySet:
    return Event.objects.filter(n__gt=after).order_by("n")


def _same_chain(folder: pathlib.Path) -> bool:
    n, digest = store.mark_of(folder)
    if n == 0:
        return digest == FIRST and not Order.objects.exists() or not Event.objects.exists()
    return Event.objects.filter(n=n, hash=digest).exists()
