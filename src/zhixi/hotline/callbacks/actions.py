"""Asking the citizen, by telephone or by a one-time link (回访)."""

import datetime as dt
import secrets

from django.conf import settings

from zhixi.errors import BadInput, Conflict
from zhixi.hotline.callbacks import planning
from zhixi.hotline.callbacks.choices import Discontent, Via
from zhixi.hotline.callbacks.models import Callback, CallbackLink
from zhixi.hotline.notifications import rules as reach
from zhixi.hotline.notifications.actions import tell_citizen
from zhixi.hotline.orders import guards
from zhixi.hotline.orders.choices import Satisfaction
from zhixi.hotline.orders.step import step
from zhixi.hotline.privacy.sealing import digest, seal

UNHAPPY = frozenset({Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED})


def start_callback(*, actor, order, now):
    with step("start_callback", actor=actor, order=order, now=now) as taking:
        pass
    return taking.order


def record_callback(
    *,
    actor,
    order,
    now,
    reached: bool,
    solved: bool | None = None,
    satisfaction: str = "",
    reason: str = "",
    note: str = "",
):
    """One attempt to ask: reached? solved? satisfied? (登记回访). Whoever was reached says whether it is solved;
    how satisfied they are they may keep to themselves. One that failed plans the next, at another time of day."""
    with step("record_callback", actor=actor, order=order, now=now) as taking:
        keep(taking, actor, now, Via.PHONE, reached, solved, satisfaction, reason, note)
    return taking.order


def send_callback_link(*, actor, order, now):
    """Send the citizen a page on which to answer (发送评价链接). An earlier link of this order no longer works."""
    with step("send_callback_link", actor=actor, order=order, now=now) as taking:
        if not reach.mobile_of(taking.order.caller_phone):
            raise BadInput("本单没有可发短信的手机号", cure="请电话回访", field="caller_phone")
        token = make_link(taking.order, now)
        url = f"{settings.CITIZEN_URL}/citizen/callback/{token}"
        tell_citizen(order=taking.order, kind="callback", text=url, now=now)
    return taking.order


def make_link(order, now: dt.datetime) -> str:
    """A fresh token for the order's last reply; only its digest is kept."""
    reply = order.replies.order_by("at", "pk").last()
    if reply is None:
        raise Conflict("本单没有承办单位的反馈", cure="请电话回访")
    CallbackLink.objects.filter(order=order, used_at=None, expires_at__gt=now).update(expires_at=now)
    token = secrets.token_urlsafe(24)
    CallbackLink.objects.create(
        order=order,
        reply=reply,
        digest=digest(token),
        made_at=now,
        expires_at=now + dt.timedelta(hours=settings.CALLBACK_LINK_HOURS),
    )
    return token


def keep(taking, actor, now, via, reached, solved, satisfaction, reason, note) -> Callback:
    """Write an attempt down, as a row and in the step's event."""
    guards.callback_complete(reached=reached, solved=solved, satisfaction=satisfaction)
    satisfaction = str(Satisfaction(satisfaction)) if satisfaction else ""
    reason = _reason(reason, solved, satisfaction)
    order = taking.order
    made = Callback.objects.create(
        order=order,
        by=actor,
        at=now,
        attempt=order.callbacks.count() + 1,
        via=via,
        reached=reached,
        solved=solved,
        satisfaction=satisfaction,
        reason=reason,
        note=note,
        next_attempt_at=None if reached else _planned(order, now),
    )
    taking.data.update(
        attempt=made.attempt,
        via=str(via),
        reached=reached,
        solved=solved,
        satisfaction=satisfaction,
        discontent=reason,
        note=seal(note),
    )
    return made


def _reason(reason: str, solved: bool | None, satisfaction: str) -> str:
    unhappy = solved is False or satisfaction in UNHAPPY
    if reason and reason not in Discontent.values:
        raise BadInput("没有这个不满意原因", cure="请从列表中选择", field="reason")
    if reason and not unhappy:
        raise BadInput("市民表示满意且已解决，不应登记不满意原因", cure="请清空这一项", field="reason")
    if satisfaction in UNHAPPY and not reason:
        raise BadInput("市民不满意时须登记原因", cure="请选择不满意的原因", field="reason")
    return reason


def _planned(order, now: dt.datetime) -> dt.datetime | None:
    """When to ring again; None once it was tried often enough to conclude."""
    before = order.callbacks.filter(at__gte=order.replied_at).order_by("attempt") if order.replied_at else []
    tried = [*(made.at for made in before), now]
    if len(tried) >= settings.ORDER_CALLBACK_ATTEMPTS:
        return None
    return planning.next_attempt(tried, settings.CALLBACK_PARTS)
