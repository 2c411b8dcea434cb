"""Order numbers (工单编号): the local day and a counter that never runs out and never repeats."""

import datetime as dt

from django.db import transaction

from zhixi.hotline.orders.models import DayCounter


def written(day: dt.date, count: int) -> str:
    """20261121-000001; after 999999 the counter only grows wider, and still sorts by its value within a day."""
    return f"{day:%Y%m%d}-{count:06d}"


def next_number(day: dt.date) -> str:
    """The next number of a day. The counter's row stays locked until the caller's transaction ends, so a rolled
    back order gives its number back and two orders never share one."""
    with transaction.atomic():
        counter, _ = DayCounter.objects.select_for_update().get_or_create(day=day)
        counter.last += 1
        counter.save()
    return written(day, counter.last)


def keep_clear_of(number: str) -> None:
    """Move a day's counter past a number that came from elsewhere (历史导入), if it has our form."""
    day_text, _, count_text = number.partition("-")
    if len(day_text) != 8 or not (day_text.isascii() and day_text.isdigit()):
        return
    if not (count_text.isascii() and count_text.isdigit()):
        return
    try:
        day = dt.datetime.strptime(day_text, "%Y%m%d").date()
    except ValueError:
        return
    with transaction.atomic():
        counter, _ = DayCounter.objects.select_for_update().get_or_create(day=day)
        counter.last = max(counter.last, int(count_text))
        counter.save()
