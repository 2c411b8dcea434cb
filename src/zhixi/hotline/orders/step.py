"""The frame of every verb: permission → guard → change → event, in one transaction.

    with step("sign", actor=actor, order=order, now=now) as taking:
        taking.order.signed_at = now

The row is locked first and the chain's head last, in every verb, so that two verbs never wait for each other.
`order` is the order as the actor saw it: when its `version` is no longer the row's, somebody else was first.
"""

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Iterator

from django.db import transaction

from zhixi.errors import Conflict, NotFound
from zhixi.hotline.audit import actions as audit
from zhixi.hotline.deadlines import limits
from zhixi.hotline.orders import rules, snapshot
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.privacy.masking import mask_text


@dataclasses.dataclass
class Taking:
    """A step under way: the locked order to change, where it leads, and what the event will say.

    to: set it where the table leaves the state open (resume). data: JSON values, no personal ones in clear.
    """

    order: Order
    to: str
    reason: str = ""
    data: dict = dataclasses.field(default_factory=dict)


@contextlib.contextmanager
def step(verb: str, *, actor, order: Order, now: dt.datetime, reason: str = "") -> Iterator[Taking]:
    """Raises NotFound, NotAllowed, IllegalStep or Conflict before the body runs; the body raises its own."""
    with transaction.atomic():
        locked = lock(actor=actor, order=order)
        rule = rules.check(actor, locked, verb)
        if locked.version != order.version:
            raise Conflict(f"工单 {locked.number} 已被他人修改", cure="请刷新后再试")
        before, values = locked.state, snapshot.values_of(locked)
        taking = Taking(order=locked, to=rule.to or before, reason=reason)
        yield taking
        locked.state = taking.to
        limits.tidy(locked)
        locked.version += 1
        locked.save()
        audit.record(
            actor=actor,
            subject="order",
            key=locked.number,
            verb=verb,
            from_state=before,
            to_state=locked.state,
            reason=mask_text(taking.reason),
            data={**taking.data, "changed": snapshot.changes(values, locked)},
            at=now,
        )


def lock(*, actor, order: Order) -> Order:
    """The row, locked. A draft is its author's alone: to anybody else it is not there."""
    locked = Order.objects.select_for_update().filter(pk=order.pk).first()
    author = actor.pk if actor is not None else None
    if locked is None or (locked.state == State.DRAFT and locked.created_by_id != author):
        raise NotFound(f"没有工单 {order.number}", cure="请检查工单编号")
    return locked
