"""Handing one message over, and writing down what came of it: for the tick, and for a test by hand."""

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


def lease(now: dt.datetime) -> dt.datetime:
    """Until when a message that is being sent is nobody else's to look after."""
    return now + dt.timedelta(seconds=10 * settings.NOTIFY_TIMEOUT)


def hand_over(message: Message) -> Answer:
    """Send by the message's route as that is now. In no transaction: the other side may be slow."""
    route = message.route
    door = Door(route.address, route.account, route.secret, route.options, settings.NOTIFY_TIMEOUT)
    return SENDERS[message.way](door, Letter(message.key, message.to, message.text))


def settle(message: Message, answer: Answer, now: dt.datetime, *, again: bool = True) -> None:
    """Write down what came of an attempt, and when the next one is. again False: there is none by itself."""
    with transaction.atomic():
        Attempt.objects.create(message=message, at=now, outcome=answer.outcome, said=answer.said)
        message.attempts += 1
        message.next_try_at = None
        last = not again or message.attempts >= settings.NOTIFY_ATTEMPTS
        if answer.outcome == Outcome.SENT:
            message.state, message.sent_at = Delivery.SENT, now
        elif answer.outcome == Outcome.DOUBTFUL:
            message.state = Delivery.DOUBTFUL
        elif answer.outcome == Outcome.REFUSED or last:
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
