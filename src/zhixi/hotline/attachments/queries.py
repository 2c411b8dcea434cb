"""Reading the files of an order. Always within `visible_to`, but for `photos_of`, whose words name no file."""

import datetime as dt

from django.db.models import Q, QuerySet

from zhixi.hotline.accounts.choices import UNIT_SIDE
from zhixi.hotline.attachments.models import Attachment, hidden_q
from zhixi.hotline.callbacks.photos import Photo, Use


def of_order(viewer, order) -> QuerySet:
    """The files of an order, oldest first; for the centre also those of its master's replies, which answer it too.

    Units do not see what was withdrawn by others.
    """
    mine = Q(order=order)
    if order.master_id and viewer.in_centre:
        mine |= Q(order=order.master_id) & ~Q(reply=None)
    found = Attachment.objects.visible_to(viewer).filter(mine)
    if viewer.role in UNIT_SIDE:
        found = found.filter(Q(withdrawn_at=None) | Q(unit=viewer.unit_id))
    return found.select_related("order", "by", "unit", "withdrawn_by").order_by("attached_at", "pk")


def hidden_count(viewer, order) -> int:
    """How many are kept from this person, who may know that there are some."""
    if viewer.role not in UNIT_SIDE:
        return 0
    return order.attachments.attached().counted().filter(hidden_q()).count()


def waiting(viewer, order) -> QuerySet:
    """What this person uploaded for this order and did not add yet."""
    return Attachment.objects.filter(order=order, by=viewer, attached_at=None).order_by("pk")


def photos_of(reply) -> list[Photo]:
    """A reply's photos as the doubts see them, numbered as the gallery shows them."""
    rows = (
        reply.attachments.exclude(pixels="")
        .order_by("attached_at", "pk")
        .prefetch_related("reuses__earlier__order")
    )
    return [_photo(n, row) for n, row in enumerate(rows, start=1)]


def _photo(n: int, row: Attachment) -> Photo:
    uses = [
        Use(reuse.earlier.order.number, reuse.exact, same_order=reuse.earlier.order_id == row.order_id)
        for reuse in row.reuses.all()
    ]
    once = tuple({use.number: use for use in sorted(uses, key=lambda use: use.exact)}.values())
    return Photo(n, once, dt.datetime.fromisoformat(row.taken_at) if row.taken_at else None)
