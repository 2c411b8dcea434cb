"""Looking behind a mask, with a purpose (查看个人信息)."""

from django.db import transaction

from zhixi.errors import BadInput, NotFound
from zhixi.hotline.audit import actions as audit
from zhixi.hotline.orders.models import Order
from zhixi.hotline.privacy import rules
from zhixi.hotline.privacy.masking import mask_text
from zhixi.hotline.privacy.models import Reveal

SHORTEST_PURPOSE = 2


def reveal(*, actor, order, field: str, purpose: str, now) -> str:
    """The value of one personal field; leaves a Reveal and an event before it is given."""
    purpose = purpose.strip()
    with transaction.atomic():
        seen = Order.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=order.pk).first()
        if seen is None:
            raise NotFound(f"没有工单 {order.number}", cure="请检查工单编号")
        rules.check_reveal(actor, seen, field)
        if len(purpose) < SHORTEST_PURPOSE:
            raise BadInput("请填写查看目的", cure="例如：回访市民", field="purpose")
        purpose = mask_text(purpose)
        Reveal.objects.create(
            at=now, actor=actor, subject="order", key=seen.number, field=field, purpose=purpose[:200]
        )
        audit.record(
            actor=actor,
            subject="order",
            key=seen.number,
            verb="reveal",
            from_state=seen.state,
            to_state=seen.state,
            reason=purpose,
            data={"field": field},
            at=now,
        )
    return getattr(seen, field)
