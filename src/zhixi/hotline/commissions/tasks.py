"""Reminders of questions to answer: once before the day, once after it."""

import datetime as dt

from zhixi.hotline.commissions.models import Commission
from zhixi.hotline.notifications.reminding import remind_units


def remind(now: dt.datetime) -> int:
    return remind_units(Commission.objects.filter(answered_at=None), kind="gap_given", now=now)
