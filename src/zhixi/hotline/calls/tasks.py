"""What the tick does for calls: talks whose source has died are ended (定时清理)."""

import datetime as dt

from django.db.models import Q

from zhixi.hotline.calls.actions import OPEN, QUEUE, break_off
from zhixi.hotline.calls.models import Call

SILENT = dt.timedelta(seconds=60)
QUEUED = dt.timedelta(hours=6)  # a call that the queue alone tells of, without sound: no talk lasts so long
LOST = "声音来源中断，通话已结束；已识别的内容都已保存"


def sweep(now) -> int:
    """End the calls that gave no sign for a minute; how many. Running it twice changes nothing more."""
    silent = Q(alive_at__lt=now - SILENT) | Q(alive_at=None, offered_at__lt=now - SILENT)
    soundless = Q(source=QUEUE, sound_at=None, alive_at__gte=now - QUEUED)
    lost = Call.objects.filter(silent, ~soundless, state__in=OPEN).values_list("pk", flat=True)
    for pk in list(lost):
        break_off(call_id=pk, message=LOST, now=now)
    return len(lost)
