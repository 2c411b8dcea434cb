"""Adding files to an order and taking them back (添加附件, 提交佐证, 撤回附件)."""

from django.conf import settings
from django.db.models import Sum

from zhixi.errors import BadInput, NotFound
from zhixi.hotline.attachments import matching, rules
from zhixi.hotline.attachments.choices import FileSource
from zhixi.hotline.attachments.models import Attachment
from zhixi.hotline.orders import guards
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.step import step
from zhixi.hotline.privacy.sealing import seal


def attach(*, actor, order, now, uploads, note: str = "", shareable: bool = False) -> Order:
    """Add what a citizen gave, or what a ruling or meeting rests on (添加附件). uploads: ids of received files.

    shareable: units see it even where the caller is to be kept from them.
    """
    with step("attach", actor=actor, order=order, now=now, reason=note) as taking:
        _some(uploads)
        add(taking, actor, uploads, now, note=note, shareable=shareable)
    return taking.order


def attach_evidence(*, actor, order, now, uploads, note: str = "") -> Order:
    """Add a unit's evidence of what it did, or of its opinion (提交佐证); the next reply takes it along."""
    with step("attach_evidence", actor=actor, order=order, now=now, reason=note) as taking:
        _some(uploads)
        add(taking, actor, uploads, now, note=note)
    return taking.order


def withdraw_attachment(*, actor, order, now, attachment: int, reason: str) -> Order:
    """Take a file back (撤回附件): the row stays, marked, and the centre can still look at it."""
    with step("withdraw_attachment", actor=actor, order=order, now=now, reason=reason) as taking:
        reason = guards.has_reason(reason, label="撤回理由")
        found = Attachment.objects.visible_to(actor).filter(pk=attachment, order=taking.order)
        row = found.select_for_update(of=("self",)).first()
        if row is None:
            raise NotFound("本单没有这个附件", cure="请刷新后再试")
        rules.check_withdrawal(actor, taking.order, row)
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = now, actor, reason
        row.save()
        taking.data["attachments"] = [_told(row)]
    return taking.order


def add(taking, actor, uploads, now, *, note: str = "", shareable: bool = False) -> list[Attachment]:
    """Shared by every verb that takes files along: those that this person uploaded for this order."""
    wanted = set(uploads)
    waiting = Attachment.objects.filter(pk__in=wanted, order=taking.order, by=actor, attached_at=None)
    rows = list(waiting.select_for_update().order_by("pk"))
    if len(rows) != len(wanted):
        raise BadInput("有附件已失效", cure="请重新添加附件", field="uploads")
    held = taking.order.attachments.attached().counted()
    rules.has_room(
        count=held.count(),
        total=held.aggregate(total=Sum("size"))["total"] or 0,
        adding=len(rows),
        size=sum(row.size for row in rows),
        most=settings.ATTACHMENTS_MOST,
        most_bytes=settings.ATTACHMENTS_BYTES,
    )
    for row in rows:
        row.attached_at, row.note, row.shareable = now, note.strip(), shareable
        row.source, row.round = rules.source_of(actor, taking.order), taking.order.reopened
        row.save()
    if rows:
        taking.data["attachments"] = [_told(row) for row in rows]
    return rows


def add_to_reply(taking, actor, reply, uploads, now) -> None:
    """A reply's own files, and what its unit brought before it since its last one; held against earlier replies."""
    add(taking, actor, uploads, now)
    loose = taking.order.attachments.attached().counted()
    loose.filter(unit=reply.unit, source=FileSource.EVIDENCE, reply=None).update(reply=reply)
    for photo in reply.attachments.exclude(pixels=""):
        matching.remember(photo)


def copy_to_parts(order: Order, parts: list[Order]) -> None:
    """What the citizen gave goes along with each further demand of the same call (拆分诉求): rows, not contents."""
    given = list(order.attachments.attached().counted().filter(source=FileSource.INTAKE))
    for part in parts:
        for row in given:
            row.pk, row.order, row._state.adding = None, part, True
            row.save()


def _some(uploads) -> None:
    if not uploads:
        raise BadInput("没有要添加的附件", cure="请先选择文件", field="uploads")


def _told(row: Attachment) -> dict:
    """What the event says of a file. Its name may be a person's."""
    same = {"id": row.pk, "kind": row.kind, "size": row.size, "sm3": row.digest}
    return {**same, "name": seal(row.name)}
