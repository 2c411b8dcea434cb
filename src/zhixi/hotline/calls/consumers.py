"""`/ws/seat`: what happens on calls, told to a seat as it happens, in order, and from where it left off.

A knock wakes the reader; between knocks it looks by itself, so that what other processes write comes too.
"""

import asyncio
import contextlib
import dataclasses
import json
import urllib.parse
import uuid

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import OperationalError
from django.utils import timezone

from zhixi.hotline.accounts.models import User
from zhixi.hotline.calls import actions
from zhixi.hotline.calls.choices import CallState
from zhixi.hotline.calls.feed import GROUP, LIFE, last_id
from zhixi.hotline.calls.hearing import for_others, owns
from zhixi.hotline.calls.models import Call, Feed
from zhixi.hotline.calls.rows import call_row
from zhixi.hotline.calls.rules import HEARERS
from zhixi.hotline.calls.spoken import group

LOOK = 0.3  # seconds between looks when nobody knocks
BATCH = 200  # rows a look
MISS = 5  # looks between looks for a sign of life of the open call's sound
CHECK = 30  # looks between checks that the person may still listen
SIGNED_OUT, WRONG_ROLE, TRY_AGAIN = 4401, 4403, 1013


class SeatConsumer(AsyncWebsocketConsumer):
    """One desk's line. The cursor is the only state; a desk that comes back brings its own."""

    async def connect(self):
        self.user, self.reader, self.looking = self.scope.get("user"), None, None
        if self.user is None or not self.user.is_authenticated:
            return await self.close(code=SIGNED_OUT)
        if self.user.role not in HEARERS:
            return await self.close(code=WRONG_ROLE)
        self.cursor = self._since()
        if self.cursor is None:
            self.cursor = await _in_thread(last_id)
        self.knocked, self.turning = asyncio.Event(), asyncio.Lock()
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()
        await self._send({"kind": "ready", "id": self.cursor})
        self.reader = asyncio.create_task(self._read())

    async def disconnect(self, code):
        await self.channel_layer.group_discard(GROUP, self.channel_name)
        if self.reader:
            self.reader.cancel()
            await self._look_away()

    async def receive(self, text_data=None, bytes_data=None):
        """A desk says that it is there, and which call it has open: {"kind": "look", "call": id or null}."""
        try:
            said = json.loads(text_data or "")
            if said["kind"] == "look":
                await self._look_at(uuid.UUID(said["call"]) if said["call"] else None)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return  # a page of another version; the feed reaches it all the same

    async def seat_knock(self, event):
        self.knocked.set()

    async def seat_partial(self, event):
        """Words that are being spoken on the call that is open here."""
        if self.looking and event["call"] == str(self.looking.call):
            body = event["body"] if self.looking.whole else for_others("partial", event["body"])
            await self._send({"call": event["call"], "kind": "partial", "body": body})

    async def _look_at(self, call: uuid.UUID | None) -> None:
        async with self.turning:  # the desk and the reader may both turn it
            await self._look_away()
            found = await _in_thread(look, self.user, call) if call else None
            if found:
                await self.channel_layer.group_add(group(call), self.channel_name)
                self.looking = found

    async def _look_away(self) -> None:
        if self.looking:
            await self.channel_layer.group_discard(group(self.looking.call), self.channel_name)
            self.looking = None

    async def _read(self) -> None:
        looks = 0
        while True:
            looks += 1
            if looks % CHECK == 0 and not await _in_thread(self._may_listen):
                return await self.close(code=SIGNED_OUT)
            try:
                if self.looking and looks % MISS == 0:
                    await _in_thread(miss, self.looking.call)
                told, self.cursor, more = await _in_thread(news, self.user, self.cursor)
            except OperationalError:  # the database is away: the desk comes back with its cursor
                return await self.close(code=TRY_AGAIN)
            for row in told:
                await self._send(row)
            if self.looking and any(self._moved(row) for row in told):
                await self._look_at(self.looking.call)
            if more:
                continue
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.knocked.wait(), LOOK)
            self.knocked.clear()

    def _moved(self, row: dict) -> bool:
        """Whether the call that is open here has passed to somebody else, or ended."""
        return row["kind"] in LIFE and row["call"] == str(self.looking.call)

    def _may_listen(self) -> bool:
        """Signed out, locked or moved to another role since? A line must not outlive its right."""
        session = self.scope["session"]
        alive = session.session_key and session.exists(session.session_key)
        return bool(alive) and User.objects.filter(pk=self.user.pk, is_active=True, role__in=HEARERS).exists()

    def _since(self) -> int | None:
        query = urllib.parse.parse_qs(self.scope["query_string"].decode("ascii", "replace"))
        text = query.get("since", [""])[0]
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None

    async def _send(self, body: dict) -> None:
        await self.send(text_data=json.dumps(body, ensure_ascii=False))


@dataclasses.dataclass(frozen=True, slots=True)
class Looking:
    """A call that a desk has open. whole: it is its own, and unmasked."""

    call: uuid.UUID
    whole: bool


def look(user, call_id: uuid.UUID) -> Looking | None:
    """None where this person may not hear what is said there."""
    call = Call.objects.visible_to(user).filter(pk=call_id).first()
    return Looking(call.pk, owns(call, user)) if call and call.state == CallState.TALKING else None


def miss(call_id: uuid.UUID) -> None:
    """Say so at the desks when the process that brings the call's sound gives no sign."""
    now = timezone.now()
    call = Call.objects.filter(pk=call_id, state=CallState.TALKING).first()
    if call and actions.is_out_of_sight(call, now):
        actions.lose_sight(call_id=call_id, now=now)


def news(user, cursor: int) -> tuple[list[dict], int, bool]:
    """What this person may know of the rows after the cursor, oldest first; the cursor after them; any more?

    That a call came, was taken and ended every seat learns, masked; what is said in it, only who may see it.
    """
    rows = list(Feed.objects.filter(id__gt=cursor).select_related("call__agent", "call__order")[:BATCH])
    if not rows:
        return [], cursor, False
    seen = set(
        Call.objects.visible_to(user).filter(pk__in={r.call_id for r in rows}).values_list("pk", flat=True)
    )
    told = [_told(row, user) for row in rows if row.kind in LIFE or row.call_id in seen]
    return told, rows[-1].id, len(rows) == BATCH


def _told(row: Feed, user) -> dict:
    body = json.loads(row.body)
    if not owns(row.call, user):
        body = for_others(row.kind, body)
    elif row.kind in LIFE:
        body["calling_number"] = call_row(row.call, user)["calling_number"]
    return {
        "id": row.id,
        "call": str(row.call_id),
        "kind": row.kind,
        "body": body,
        "at": timezone.localtime(row.at).isoformat(),
    }


def _in_thread(function, *arguments):
    # Not thread-sensitive: many desks look at once, and each look is one short query of its own.
    return database_sync_to_async(function, thread_sensitive=False)(*arguments)
