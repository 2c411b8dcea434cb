"""Two requests in one call: linked orders, each with its own life (拆分诉求)."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhixi.hotline.attachments.actions.attaching import copy_to_parts
from zhixi.hotline.audit import actions as audit
from zhixi.hotline.deadlines import limits
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.orders import guards, snapshot
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.fields import EDITABLE, check_fields, set_fields
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.numbers import next_number
from zhixi.hotline.orders.step import step

PART = frozenset({"title", "demand", "description", "request_type", "category", "urgency"})
# What was said of the first demand says nothing of the second.
ITS_OWN = frozenset({"title", "demand", "related_order"})


def split(*, actor, order, now, parts: list[dict], note: str = "", with_files: bool = False) -> Order:
    """Make an order of each further demand of the same call (拆分诉求); the citizen's time counts from the first.

    parts: PART → value; what a part does not say is as in the order that it comes from. `title` is needed.
    with_files: what the citizen gave goes along with each.
    """
    with transaction.atomic():
        with step("split", actor=actor, order=order, now=now, reason=note) as taking:
            root = taking.order.split_from or taking.order
            guards.splittable(parts, already=root.parts.count(), most=settings.ORDER_SPLIT_MOST)
            made = [_part(taking.order, root, fields, now) for fields in parts]
            taking.data["parts"] = [part.number for part in made]
            if with_files:
                copy_to_parts(taking.order, made)
        for part in made:
            _record(actor, part, taking.order, now)
    return taking.order


def _part(order: Order, root: Order, fields: dict, now) -> Order:
    fields = {name: value for name, value in fields.items() if value is not None}
    part = Order(
        number=next_number(timezone.localtime(now).date()),
        state=State.ACCEPTED,
        created_by=order.created_by,
        created_at=order.created_at,
        accepted_at=order.accepted_at,
        calling_number=order.calling_number,
        split_from=root,
        important=order.important,
        evidence={name: told for name, told in order.evidence.items() if name not in PART},
    )
    same = {name: getattr(order, name) for name in EDITABLE - ITS_OWN}
    given = check_fields({name: value for name, value in fields.items() if name in PART})
    set_fields(part, same | {"related_order": order} | given)
    guards.ready_to_accept(part)
    limits.start(part, Clock.DISPATCH, part.accepted_at)
    part.save()
    return part


def _record(actor, part: Order, order: Order, now) -> None:
    audit.record(
        actor=actor,
        subject="order",
        key=part.number,
        verb="split_off",
        to_state=part.state,
        data={"from": order.number, "changed": snapshot.changes(snapshot.values_of(Order()), part)},
        at=now,
    )
