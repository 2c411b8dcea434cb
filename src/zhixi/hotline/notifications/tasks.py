"""What the tick does for messages: hand over what waits, try again what could not leave (定时发送)."""

import datetime as dt

from django.conf import settings

from zhixi.hotline.notifications.choices import Delivery, Outcome
from zhixi.hotline.notifications.handing import hand_over, lease, settle
from zhixi.hotline.notifications.models import Message
from zhixi.hotline.notifications.senders.letter import Answer

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
    mine = Message.objects.filter(pk=pk, state=Delivery.WAITING)
    if not mine.update(state=Delivery.SENDING, next_try_at=lease(now)):
        return False  # another process was quicker
    message = Message.objects.select_related("route").get(pk=pk)
    answer = hand_over(message) if message.route.active else Answer(Outcome.REFUSED, "通道已停用")
    settle(message, answer, now)
    return answer.outcome == Outcome.SENT


def _settle_abandoned(now: dt.datetime) -> None:
    for message in Message.objects.filter(state=Delivery.SENDING, next_try_at__lte=now):
        claimed = Message.objects.filter(pk=message.pk, state=Delivery.SENDING, next_try_at__lte=now)
        if claimed.update(state=Delivery.DOUBTFUL):
            settle(message, Answer(Outcome.DOUBTFUL, CUT_SHORT), now)
