"""派单准确率: one of the six targets, from the events, and open to the orders behind it."""

import dataclasses
import datetime as dt
import functools
import operator

from django.db.models import Q

from zhixi.hotline.audit.models import Event
from zhixi.hotline.orders.choices import Ruling
from zhixi.hotline.orders.filters import within
from zhixi.hotline.orders.models import Order, Return

TARGET = 0.95
DEFINITION = (
    "派单准确率 = 1 − 退单被裁定成立的工单 ÷ 同期派出的工单（一张工单只计一次）；退单被裁定不成立的不计。"
    "只计在本系统内派出的工单，从旧系统导入的历史工单不计"
)


@dataclasses.dataclass(frozen=True, slots=True)
class DispatchAccuracy:
    """dispatched: orders sent to a unit for the first time in the period. wrong: those of which a return was upheld.

    accuracy: 0..1, None where nothing was dispatched.
    """

    dispatched: int
    wrong: tuple[str, ...]

    @property
    def accuracy(self) -> float | None:
        return 1 - len(self.wrong) / self.dispatched if self.dispatched else None


def dispatch_accuracy(first: dt.date | None, last: dt.date | None) -> DispatchAccuracy:
    """Of the orders first dispatched on these local days, both counted in; by whichever day the return was ruled on."""
    sent = Event.objects.filter(subject="order", verb__in=("dispatch", "auto_dispatch"))
    numbers = within(sent, "at", first, last).values("key")
    upheld = Return.objects.filter(ruling=Ruling.UPHELD, order__number__in=numbers)
    wrong = upheld.values_list("order__number", flat=True).distinct().order_by("order__number")
    return DispatchAccuracy(numbers.distinct().count(), tuple(wrong))


def orders_of(user, numbers: tuple[str, ...]):
    """The orders behind a figure, as this person may see them, newest first."""
    some = [Q(number__in=numbers[n : n + 500]) for n in range(0, len(numbers), 500)]
    wanted = functools.reduce(operator.or_, some, Q(pk__in=()))
    return Order.objects.visible_to(user).filter(wanted).select_related("unit", "category")
