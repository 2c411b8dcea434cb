"""What the tick does for calls: talks whose source has died are ended (定时清理)."""

import datetime as dt

from django.db.models import Q

from zhixi.hotline.calls.actions import OPEN, break_off
from zhixi.hotline.calls.models import Call

SILENT = dt.timedelta(seconds=60)
LOST = "声音来源中断，通话已结束；已识别的内容都已保存"


def sweep(now) -> int:
    """End the calls that gave no sign for a minute; how many. Running it twice changes nothing more."""
    silent = Q(alive_at__lt=now - SILENT) | Q(alive_at=None, offered_at__lt=now - SILENT)
    lost = Call.objects.filter(silent, state__in=OPEN).values_list("pk", flat=True)
    for pk in list(lost):
        break_off(call_id=pk, message=LOST, now=now)
    return len(lost)
