"""What the tick does for messages: hand over what waits, try again what could not leave (定时发送)."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhixi.hotline.notifications import rules
from zhixi.hotline.notifications.choices import Delivery, Outcome, Way
from zhixi.hotline.notifications.models import Attempt, Message
from zhixi.hotline.notifications.senders import dingtalk, sms, smtp, wecom
from zhixi.hotline.notifications.senders.letter import Answer, Door, Letter

SENDERS: dict[str, Callable[[Door, Letter], Answer]] = {
    Way.EMAIL: smtp.send,
    Way.SMS: sms.send,
    Way.WECOM: wecom.send,
    Way.DINGTALK: dingtalk.send,
}
CUT_SHORT = "发送途中服务停止，是否送达不明"


def deliver(now: dt.datetime) -> int:
    """Hand over what is due; how many arrived. Safe beside another: each message is claimed by one process.

    A message is claimed before it leaves and settled after, each in a transaction of its own. Whoever dies in
    between leaves it doubtful: it is not sent a second time by itself.
    """
    _settle_abandoned(now)
    due = Message.objects.filter(state=Delivery.WAITING, next_try_at__lte=now).order_by("next_try_at", "pk")
    waiting = list(due.values_list("pk", flat=True)[: settings.NOTIFY_BATCH])
    return sum(_deliver_one(pk, now) for pk in waiting)


def _deliver_one(pk: int, now: dt.datetime) -> bool:
    lease = now + dt.timedelta(seconds=10 * settings.NOTIFY_TIMEOUT)
    mine = Message.objects.filter(pk=pk, state=Delivery.WAITING)
    if not mine.update(state=Delivery.SENDING, next_try_at=lease):
        return False  # another process was quicker
    message = Message.objects.select_related("route").get(pk=pk)
    route = message.route
    door = Door(route.address, route.account, route.secret, route.options, settings.NOTIFY_TIMEOUT)
    if route.active:
        answer = SENDERS[message.way](door, Letter(message.key, message.to, message.text))
    else:
        answer = Answer(Outcome.REFUSED, "通道已停用")
    settle(message, answer, now)
    return answer.outcome == Outcome.SENT


def settle(message: Message, answer: Answer, now: dt.datetime) -> None:
    """Write down what came of an attempt, and when the next one is."""
    with transaction.atomic():
        Attempt.objects.create(message=message, at=now, outcome=answer.outcome, said=answer.said)
        message.attempts += 1
        message.next_try_at = None
        if answer.outcome == Outcome.SENT:
            message.state, message.sent_at = Delivery.SENT, now
        elif answer.outcome == Outcome.DOUBTFUL:
            message.state = Delivery.DOUBTFUL
        elif answer.outcome == Outcome.REFUSED or message.attempts >= settings.NOTIFY_ATTEMPTS:
            message.state = Delivery.FAILED
        else:
            message.state = Delivery.WAITING
            message.next_try_at = _next(message, now)
        message.save()


def _next(message: Message, now: dt.datetime) -> dt.datetime:
    when = rules.next_try(now, message.attempts, settings.NOTIFY_FIRST_WAIT)
    if message.way != Way.SMS:
        return when
    return rules.out_of_quiet(timezone.localtime(when), *settings.NOTIFY_QUIET_HOURS)


def _settle_abandoned(now: dt.datetime) -> None:
    for message in Message.objects.filter(state=Delivery.SENDING, next_try_at__lte=now):
        claimed = Message.objects.filter(pk=message.pk, state=Delivery.SENDING, next_try_at__lte=now)
        if claimed.update(state=Delivery.DOUBTFUL):
            settle(message, Answer(Outcome.DOUBTFUL, CUT_SHORT), now)
