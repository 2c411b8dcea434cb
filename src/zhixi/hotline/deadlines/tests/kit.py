"""What tests of clocks share."""

import datetime as dt

from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.deadlines import replay
from zhixi.hotline.orders import replay as order_replay
from zhixi.hotline.orders.models import Order


def local(text: str) -> dt.datetime:
    """A moment by the clock of China: "2026-11-19 10:00:00"."""
    return dt.datetime.fromisoformat(f"{text}+08:00")


def agree() -> bool:
    """Whether rows, clocks that are counted again and events say the same, and the chain is whole."""
    told = [order_replay.differences(order) for order in Order.objects.all()]
    return list(replay.disagreements()) == [] and not any(told) and verify().ok
