"""Sending once more what may not have arrived, because a person says so and why (重新发送)."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhixi.errors import Conflict, NotAllowed, NotFound
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.audit import actions as audit
from zhixi.hotline.notifications import rules
from zhixi.hotline.notifications.choices import Delivery, Way
from zhixi.hotline.notifications.models import Message
from zhixi.hotline.orders.guards import has_reason
from zhixi.hotline.privacy.masking import mask_text

LOG_READERS = frozenset({Role.SYSTEM_ADMIN, Role.SUPERVISOR})
AGAIN = frozenset({Delivery.DOUBTFUL, Delivery.FAILED})


def resend(*, actor, pk: int, reason: str, now: dt.datetime) -> Message:
    """Let a message leave with the next tick once more. It keeps its id, by which a gateway can tell it from another;
    where the gateway does not, the receiver may get it twice, which is why a person decides."""
    may_read_log(actor)
    reason = mask_text(has_reason(reason))
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(of=("self",)).select_related("route", "order").filter(pk=pk)
        )
        message = message.exclude(way=Way.PAGE).first()
        if message is None:
            raise NotFound("没有这条消息", cure="请刷新后再试")
        if why := why_not(message, now):
            raise Conflict(why, cure="请刷新后再试")
        before, message.state = message.state, Delivery.WAITING
        message.next_try_at = now
        if message.way == Way.SMS:
            message.next_try_at = rules.out_of_quiet(timezone.localtime(now), *settings.NOTIFY_QUIET_HOURS)
        message.save(update_fields=["state", "next_try_at"])
        audit.record(
            actor=actor,
            subject="message",
            key=message.pk,
            verb="resend",
            reason=reason,
            data={
                "way": message.way,
                "kind": message.kind,
                "order": message.order.number if message.order else "",
                "was": str(before),
            },
            at=now,
        )
    return message


def why_not(message: Message, now: dt.datetime) -> str:
    """Why it may not be sent once more, in words; "" where it may."""
    if message.state not in AGAIN:
        return f"消息为“{message.get_state_display()}”，不需要重新发送"
    if message.kind == "test":
        return "测试消息请在通道上重新测试"
    if not message.route.active:
        return f"通道“{message.route.name}”已停用"
    hours = dt.timedelta(hours=settings.CALLBACK_LINK_HOURS)
    if message.kind == "callback" and message.created_at + hours <= now:
        return "评价链接已过期，请在工单上重新发送"
    return ""


def may_read_log(user) -> None:
    if user.role not in LOG_READERS:
        raise NotAllowed(f"{user.get_role_display()}不能查看发送记录", cure="请联系系统管理员")
