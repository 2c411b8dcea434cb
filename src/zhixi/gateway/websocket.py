"""The WebSocket doors, `/gateway/FORMAT`, and what a telephone system tells beforehand, `POST /gateway/calls/NAME`.

Raw ASGI. The token stands in `Authorization: Bearer …`, in `?token=…`, or behind the format in the path.
"""

import asyncio
import contextlib
import json
import logging
import urllib.parse
from collections.abc import Awaitable, Callable

from zhixi.gateway.browser import Browser
from zhixi.gateway.chan_websocket import ChanWebSocket
from zhixi.gateway.connection import Connection
from zhixi.gateway.events import Dialect, fields, name_of
from zhixi.gateway.guards import Announced
from zhixi.gateway.line import End
from zhixi.gateway.mod_audio_stream import ModAudioStream
from zhixi.gateway.refusals import Refusal, Refused
from zhixi.gateway.switchboard import Switchboard
from zhixi.gateway.twilio import MediaStreams

DIALECTS: dict[str, Callable[[dict], Dialect]] = {
    "browser": Browser,
    "chan_websocket": ChanWebSocket,
    "mod_audio_stream": ModAudioStream,
    "mod_audio_fork": ModAudioStream,
    "twilio": MediaStreams,
}
CLEAN = (1000, 1001, 1005)  # close codes of a farewell
SUBPROTOCOLS = ("audio.drachtio.org", "media")  # that FreeSWITCH and Asterisk ask for
BODY_MOST = 4096
log = logging.getLogger(__name__)


class Doors:
    """An ASGI application. signed_in(scope) → user name of the agent whose browser it is, or None."""

    def __init__(self, switchboard: Switchboard, *, signed_in: Callable[[dict], Awaitable[str | None]]):
        self.switchboard, self._signed_in = switchboard, signed_in

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _websocket(self, scope, receive, send) -> None:
        if (await receive())["type"] != "websocket.connect":
            return
        try:
            door, dialect = await self._admitted(scope)
            self.switchboard.check_room()
        except Refused as refused:
            log.warning("websocket: refused: %s", refused)
            await send(_closing(refused.refusal))
            return
        asked = scope.get("subprotocols") or ()
        await send(
            {"type": "websocket.accept", "subprotocol": next((p for p in SUBPROTOCOLS if p in asked), None)}
        )
        await _Talk(self.switchboard, door, dialect, send).run(receive)

    async def _admitted(self, scope) -> tuple[str, Dialect]:
        """Raises Refused. Who is not let in learns nothing of what formats there are."""
        door, token, query = _asked(scope)
        if door == "browser":
            seat = await self._signed_in(scope)
            if seat is None:
                raise Refused(Refusal.TOKEN)
            query["seat"] = seat
        else:
            self.switchboard.guard.admit(token, (scope.get("client") or ("",))[0])
        if door not in DIALECTS:
            raise Refused(Refusal.FORMAT)
        return door, DIALECTS[door](query)

    async def _http(self, scope, receive, send) -> None:
        try:
            status, answer = await self._asked_for(scope, receive)
        except Refused as refused:
            log.warning("http: refused: %s", refused)
            status = {Refusal.TOKEN: 401, Refusal.NETWORK: 403, Refusal.FORMAT: 404}.get(refused.refusal, 422)
            answer = {"message": refused.refusal.reason}
        body = json.dumps(answer).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _asked_for(self, scope, receive) -> tuple[int, dict]:
        parts = scope["path"].strip("/").split("/")[1:]
        token = _bearer(scope)
        self.switchboard.guard.admit(token, (scope.get("client") or ("",))[0])
        if scope["method"] == "GET" and parts == ["state"]:
            return 200, self._state()
        if scope["method"] == "POST" and len(parts) == 2 and parts[0] == "calls":
            name = name_of(parts[1])
            self.switchboard.announcements.add(name, Announced.of(name, fields(await _body(receive))))
            return 202, {"ok": True}
        raise Refused(Refusal.FORMAT)

    def _state(self) -> dict:
        sessions = self.switchboard.sessions.values()
        return {
            "calls": len(sessions),
            "legs": sum(len(session.legs) for session in sessions),
            "connections": self.switchboard.connections,
            "frames": self.switchboard.frames,
            "untold": sum(session.report.waiting for session in sessions),
        }


class _Talk:
    """One connection, from its acceptance to its end."""

    def __init__(self, switchboard: Switchboard, door: str, dialect: Dialect, send):
        self._dialect, self._send = dialect, send
        self._connection = Connection(switchboard, door, self)
        self._limits, self._now = switchboard.limits, switchboard.now
        self._over: asyncio.Future[Refusal] = asyncio.get_running_loop().create_future()

    def hang_up(self, refusal: Refusal) -> None:
        if not self._over.done():
            self._over.set_result(refusal)

    async def run(self, receive) -> None:
        reading = asyncio.ensure_future(self._read(receive))
        try:
            await asyncio.wait({reading, self._over}, return_when=asyncio.FIRST_COMPLETED)
            refusal = self._over.result() if self._over.done() else reading.result()
        except (Refused, TimeoutError) as error:
            refused = error if isinstance(error, Refused) else Refused(Refusal.LATE)
            refusal = refused.refusal
            self._connection.refused(refusal, str(refused))
        finally:
            reading.cancel()
            with contextlib.suppress(asyncio.CancelledError, Refused, TimeoutError):
                await reading
            self._connection.gone(End.HUNG_UP if self._over.done() else None)
        if refusal is not None:
            with contextlib.suppress(
                Exception
            ):  # the other side may be gone already, in any of a server's ways
                await self._send(_closing(refusal))

    async def _read(self, receive) -> Refusal | None:
        """Until it ends; None when the other side has closed."""
        connection, dialect = self._connection, self._dialect
        async with asyncio.timeout(self._limits.first_seconds) as patience:
            while True:
                message = await receive()
                if message["type"] == "websocket.disconnect":
                    connection.gone(End.HUNG_UP if message.get("code") in CLEAN else None)
                    return None
                sound = message.get("bytes")
                if sound is not None:
                    connection.count(len(sound))
                    events = dialect.binary(sound)
                else:
                    text = message["text"]
                    connection.count(len(text))
                    events = dialect.text(text)
                for reply in connection.take(events):
                    await self._send({"type": "websocket.send", "text": reply})
                if connection.closed:
                    return Refusal.DONE
                if connection.session and patience.when():
                    patience.reschedule(None)


def _asked(scope) -> tuple[str, str, dict]:
    """(format, token, the rest of the query)."""
    parts = scope["path"].strip("/").split("/")[1:]
    raw = scope.get("query_string", b"").decode("ascii", "replace")
    query = dict(urllib.parse.parse_qsl(raw[:2048], max_num_fields=20)) if len(raw) <= 2048 else {}
    token = _bearer(scope) or query.pop("token", "") or (parts[1] if len(parts) == 2 else "")
    query.pop("token", None), query.pop("seat", None)
    return parts[0] if 1 <= len(parts) <= 2 else "", token, query


def _bearer(scope) -> str:
    for name, value in scope["headers"]:
        if name == b"authorization" and value[:7].lower() == b"bearer ":
            return value[7:].decode("latin-1").strip()
    return ""


async def _body(receive) -> str:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
        if len(body) > BODY_MOST:
            raise Refused(Refusal.TOO_LARGE)
    return body.decode("utf-8", "replace")


def _closing(refusal: Refusal) -> dict:
    return {"type": "websocket.close", "code": refusal.code, "reason": refusal.reason}
