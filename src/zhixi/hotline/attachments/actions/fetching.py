"""Looking at a file (查阅附件): each look leaves a record, with its purpose where the caller is to be kept unknown."""

import datetime as dt

from django.db import transaction

from zhixi.errors import BadInput, NotAllowed, NotFound
from zhixi.hotline.attachments.models import Attachment, Fetch
from zhixi.hotline.audit import actions as audit
from zhixi.hotline.privacy.actions import SHORTEST_PURPOSE
from zhixi.hotline.privacy.masking import mask_text
from zhixi.hotline.privacy.models import Reveal

GUARDED = "市民要求保密或匿名，查看其提供的附件须填写目的"


def fetch(*, actor, order, pk: int, now: dt.datetime) -> Attachment:
    """A file that may be looked at plainly."""
    row = seen(actor, order, pk)
    if row.guarded:
        raise NotAllowed(GUARDED, cure="请点“查看”并填写目的")
    Fetch.objects.create(attachment=row, by=actor, at=now)
    return row


def reveal(*, actor, order, pk: int, purpose: str, now: dt.datetime) -> Attachment:
    """A file of a caller to be kept unknown; leaves a Reveal and an event before it is given."""
    row = seen(actor, order, pk)
    purpose = mask_text(purpose.strip())[:200]
    if len(purpose) < SHORTEST_PURPOSE:
        raise BadInput("请填写查看目的", cure="例如：核实现场情况", field="purpose")
    with transaction.atomic():
        Fetch.objects.create(attachment=row, by=actor, at=now, purpose=purpose)
        field = f"attachment:{row.pk}"
        Reveal.objects.create(
            at=now, actor=actor, subject="order", key=order.number, field=field, purpose=purpose
        )
        audit.record(
            actor=actor,
            subject="order",
            key=order.number,
            verb="reveal",
            from_state=order.state,
            to_state=order.state,
            reason=purpose,
            data={"field": field},
            at=now,
        )
    return row


def seen(actor, order, pk: int) -> Attachment:
    row = Attachment.objects.visible_to(actor).select_related("order").filter(order=order, pk=pk).first()
    if row is None:
        raise NotFound("没有这个附件", cure="请刷新后再试")
    return row
