"""What the tick does for recordings: finish those of calls that ended, erase those whose time is over."""

import datetime as dt
import itertools
import logging

import soundfile
from django.utils import timezone

from zhixi.errors import storage_fault
from zhixi.hotline.calls.actions import OPEN
from zhixi.hotline.calls.models import Call
from zhixi.hotline.recordings import actions, live
from zhixi.hotline.recordings.models import Recording

STILL = dt.timedelta(seconds=5)  # after the end: the last half second may still be on its way
BATCH = 200
log = logging.getLogger(__name__)


def finish(now: dt.datetime) -> int:
    """Put the legs of each ended call together; how many recordings were made."""
    made = 0
    for call_id, group in itertools.groupby(live.files(), key=lambda file: file.call):
        files = list(group)
        call = Call.objects.filter(pk=call_id).first()
        if call is None or call.state in OPEN or not _at_rest(files, now):
            continue
        try:
            made += actions.make(call=call, files=files, now=now) is not None
        except soundfile.LibsndfileError as error:  # the sound stays where it is, and holds up no other
            log.error("the recording of call %s cannot be put together: %s", call_id, error)
        except OSError as error:
            if storage_fault(error) is None:
                raise
            log.warning("recordings wait to be finished: %s", storage_fault(error))
            return made
    return made


def expire(now: dt.datetime) -> int:
    over = Recording.objects.filter(keep_until__lte=now, erased_at=None).exclude(call__order__held=True)
    return sum(actions.erase(row=row, now=now) for row in over.order_by("keep_until")[:BATCH])


def _at_rest(files: list[live.LegFile], now: dt.datetime) -> bool:
    newest = max(file.path.stat().st_mtime for file in files)
    return timezone.now().timestamp() - newest >= STILL.total_seconds()
