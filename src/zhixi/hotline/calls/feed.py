"""What the desks are told, in order (推送): rows first, then a knock at the door of whoever listens.

A desk reads rows after its cursor. Ids must therefore become visible in their order: on PostgreSQL two
transactions could commit the other way round, so appending is made one at a time until the commit.
"""

import json
import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import connection, transaction

from zhixi.hotline.calls.models import Feed

GROUP = "seat"
LIFE = (
    "offered",
    "answered",
    "transferred",
    "ended",
)  # every seat hears of these, so that its list of waiting calls is right
_FEED_LOCK = 0x5A21  # any number that nobody else in this database uses as an advisory lock
log = logging.getLogger(__name__)


def append(call, kind: str, body: dict | list, *, at) -> Feed:
    """Tell the desks one thing of a call, inside the caller's transaction; they wake when it commits."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_FEED_LOCK])
    row = Feed.objects.create(call=call, kind=kind, body=json.dumps(body, ensure_ascii=False), at=at)
    transaction.on_commit(knock)
    return row


def knock() -> None:
    """Wake the desks of this process, and of others where Redis is there. Who misses it polls."""
    send(GROUP, {"type": "seat.knock"})


def send(group: str, message: dict) -> None:
    """Past the database, to the desks that listen now; whoever misses it is not told again."""
    try:
        async_to_sync(get_channel_layer().group_send)(group, message)
    except (OSError, RuntimeError) as error:  # Redis away, or a loop that already runs
        log.debug("nobody was reached: %s", error)


def last_id() -> int:
    return Feed.objects.order_by("-id").values_list("id", flat=True).first() or 0
