"""What a citizen does on the one-time page: read the reply, and answer (市民评价). No person is signed in here.

The link is the right to act: it names one order, is used once, and ends. What is shown has no caller in it.
"""

import datetime as dt

from django.conf import settings
from django.db import transaction

from zhixi.errors import BadInput, Conflict, NotFound
from zhixi.hotline.accounts.models import User
from zhixi.hotline.callbacks import actions
from zhixi.hotline.callbacks.choices import Via
from zhixi.hotline.callbacks.models import CallbackLink
from zhixi.hotline.notifications.actions import tell_people
from zhixi.hotline.orders.actions import ending
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.rules import WATCH
from zhixi.hotline.orders.step import step
from zhixi.hotline.privacy.masking import without_caller
from zhixi.hotline.privacy.sealing import digest

GONE = "链接无效或已过期"
CURE = "如需反映情况，请拨打12345"
BY_CITIZEN = "市民通过链接评价：未解决或不满意"


def read(token: str, now: dt.datetime) -> dict:
    """The order's number, title and reply, without the caller. NotFound whatever is wrong with the link."""
    link = _valid(CallbackLink.objects.select_related("order", "reply"), token, now)
    order = link.order
    return {
        "number": order.number,
        "title": _plain(order, order.title),
        "reply": _plain(order, link.reply.text),
        "expires_at": link.expires_at,
    }


def answer(*, token: str, now, solved: bool, satisfaction: str, reason: str = "", note: str = "") -> bool:
    """The citizen's answer, once. True when the order was opened again because of it."""
    with transaction.atomic():
        link = _valid(CallbackLink.objects.select_related("order"), token, now)
        # The order's lock comes first, as in every verb; then the link is looked at again under it.
        order = Order.objects.select_for_update(of=("self",)).get(pk=link.order_id)
        link = _valid(CallbackLink.objects.select_for_update(of=("self",)), token, now)
        with step("citizen_answer", actor=None, order=order, now=now) as taking:
            actions.keep(taking, None, now, Via.LINK, True, solved, satisfaction, reason, note)
        link.used_at = now
        link.save()
        unhappy = not solved or satisfaction in actions.UNHAPPY
        reopened = unhappy and _reopen(taking.order, now)
        if unhappy and not reopened:
            watchers = User.objects.filter(role__in=WATCH, is_active=True)
            tell_people(
                users=watchers, kind="dissatisfied", order=taking.order, text="请决定如何办理。", now=now
            )
        return reopened


def _reopen(order: Order, now) -> bool:
    """Open it again by rule, while the city's limit allows; beyond it, or where it cannot be, the centre decides."""
    if order.reopened >= settings.ORDER_REOPEN_LIMIT:
        return False
    try:
        with transaction.atomic():
            ending.citizen_reopen(order=order, now=now, reason=BY_CITIZEN)
    except (BadInput, Conflict):  # the unit has closed, or nobody handled it: the answer itself is kept
        return False
    return True


def _valid(links, token: str, now: dt.datetime) -> CallbackLink:
    link = links.filter(digest=digest(token), expires_at__gt=now, used_at=None).first()
    if link is None:
        raise NotFound(GONE, cure=CURE)
    if link.order.state != State.CALLBACK:
        raise Conflict("这件诉求现在不能评价", cure=CURE)
    return link


def _plain(order: Order, text: str) -> str:
    return without_caller(text, order.caller_name, order.caller_phone, order.calling_number)
