"""What the lead unit does: sign, handle, reply (签收, 办理, 反馈)."""

from django.conf import settings
from django.db import transaction

from zhixi.hotline.attachments.actions.attaching import add_to_reply
from zhixi.hotline.deadlines import limits
from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.orders import guards
from zhixi.hotline.orders.actions import following
from zhixi.hotline.orders.models import Order, Reply
from zhixi.hotline.orders.step import step
from zhixi.hotline.privacy.sealing import seal


def sign(*, actor, order, now) -> Order:
    """Take the order (签收). The clock has been running since dispatch; from now on the signer answers for it."""
    with step("sign", actor=actor, order=order, now=now) as taking:
        taking.order.signed_at = now
        taking.order.responsible_unit = None
    return taking.order


def handle(*, actor, order, now, note: str = "") -> Order:
    """Begin the work (开始办理)."""
    with step("handle", actor=actor, order=order, now=now, reason=note) as taking:
        pass
    return taking.order


def reply(*, actor, order, now, text: str, contacted: bool = False, uploads=()) -> Order:
    """Say what was done and what the citizen is told (办理反馈). Every reply is kept; merged orders get it too.

    uploads: ids of files received for this order, beside those that the unit added before.
    """
    with transaction.atomic():
        with step("reply", actor=actor, order=order, now=now) as taking:
            waiting = following.waiting(taking.order)
            said = _reply(taking, actor, text, contacted, now)
            add_to_reply(taking, actor, said, uploads, now)
        following.share_reply(actor=actor, master=taking.order, orders=waiting, now=now)
    return taking.order


def _reply(taking, actor, text: str, contacted: bool, now) -> Reply:
    text = guards.has_text(text, "text", "反馈内容")
    guards.helpers_heard(
        still_asked=[h.unit for h in taking.order.helpers.filter(replied_at=None).select_related("unit")],
        required=bool(settings.ORDER_ASSISTS_FIRST),
    )
    said = Reply.objects.create(
        order=taking.order, unit=actor.unit, by=actor, at=now, text=text, contacted=contacted
    )
    taking.order.replied_at = now
    limits.start(taking.order, Clock.CALLBACK, now)
    taking.data.update(text=seal(text), contacted=contacted)
    return said
