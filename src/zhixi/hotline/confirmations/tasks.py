"""Reminders of articles to confirm: once before the day, once after it."""

import datetime as dt

from zhixi.hotline.confirmations.models import Confirmation
from zhixi.hotline.notifications.reminding import remind_units


def remind(now: dt.datetime) -> int:
    return remind_units(Confirmation.objects.filter(answered_at=None), kind="confirm", now=now)
