"""The gateway put together with this house's office and recogniser: an ASGI application around another one.

Sound comes to /gateway/…, everything else to `inner`. The application's lifespan opens and closes the doors.
"""

import logging
import os
import sys

from zhixi.errors import ZhixiError
from zhixi.gateway.guards import Guard, Limits
from zhixi.gateway.switchboard import Switchboard
from zhixi.gateway.tcp import serve_audiosocket
from zhixi.gateway.websocket import Doors

PATH = "/gateway/"
GIVE_WAY = 0.0005  # seconds after which a thread lets another one run
log = logging.getLogger(__name__)


class WithDoors:
    """audiosocket: (host, port) where AudioSocket is served, or None. inner: None in a process of doors alone."""

    def __init__(self, inner=None, *, audiosocket: tuple[str, int] | None = None):
        from channels.auth import AuthMiddlewareStack
        from channels.security.websocket import AllowedHostsOriginValidator

        from zhixi.hotline.calls.reception import Reception

        self._inner, self._audiosocket, self._server = inner, audiosocket, None
        self.switchboard = Switchboard(office=Reception(), ears=Ears(), guard=guard(), limits=limits())
        doors = Doors(self.switchboard, signed_in=signed_in)
        self._doors, self._pages = doors, AllowedHostsOriginValidator(AuthMiddlewareStack(doors))

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["path"] == f"{PATH}browser" and scope["type"] == "websocket":
            await self._pages(scope, receive, send)
        elif scope["path"].startswith(PATH):
            await self._doors(scope, receive, send)
        elif self._inner:
            await self._inner(scope, receive, send)
        else:
            await _nothing_here(scope, receive, send)

    async def _lifespan(self, receive, send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self._open()
                except ZhixiError as error:
                    log.error("the doors do not open: %s", error)
                    await send({"type": "lifespan.startup.failed", "message": str(error)})
                    return
                await send({"type": "lifespan.startup.complete"})
            else:
                await self._close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _open(self) -> None:
        # Frames must not wait 5 ms for each turn of the thread that hears all legs (measured: docs/measurements/gateway.md).
        sys.setswitchinterval(GIVE_WAY)
        await self.switchboard.start()
        if self._audiosocket:
            self._server = await serve_audiosocket(self.switchboard, *self._audiosocket)

    async def _close(self) -> None:
        if self._server:
            self._server.close()
        await self.switchboard.stop()
        self.switchboard.ears.close()


class Ears:
    """The pool of recognisers, made when the first call comes: an office without telephones needs none."""

    def __init__(self):
        self._pool = None

    def open(self, *, leg, told):
        from zhixi.assist.speech.pool import Pool

        if self._pool is None:
            self._pool = Pool()
        return self._pool.open(leg=leg, told=told)

    def close(self) -> None:
        if self._pool:
            self._pool.close()


async def signed_in(scope) -> str | None:
    """The user name of whoever is signed in to the pages and may take calls."""
    from channels.db import database_sync_to_async

    from zhixi.hotline.calls.rules import SEATS

    def name() -> str | None:
        user = scope.get("user")
        seated = user is not None and user.is_authenticated and user.is_active and user.role in SEATS
        return user.username if seated else None

    return await database_sync_to_async(name, thread_sensitive=False)()


def guard() -> Guard:
    return Guard.of(os.environ.get("ZHIXI_GATEWAY_TOKENS", ""), os.environ.get("ZHIXI_GATEWAY_NETWORKS", ""))


def limits() -> Limits:
    from zhixi.settings import whole_number

    known = Limits()
    return Limits(
        calls=whole_number("ZHIXI_GATEWAY_CALLS", known.calls),
        connections=whole_number("ZHIXI_GATEWAY_CONNECTIONS", known.connections),
        call_seconds=whole_number("ZHIXI_GATEWAY_CALL_SECONDS", int(known.call_seconds)),
        silence_seconds=whole_number("ZHIXI_GATEWAY_SILENCE_SECONDS", int(known.silence_seconds)),
        first_seconds=whole_number("ZHIXI_GATEWAY_FIRST_SECONDS", int(known.first_seconds)),
        grace_seconds=whole_number("ZHIXI_GATEWAY_GRACE_SECONDS", int(known.grace_seconds)),
        frame_bytes=whole_number("ZHIXI_GATEWAY_FRAME_BYTES", known.frame_bytes),
        bytes_a_second=whole_number("ZHIXI_GATEWAY_BYTES", known.bytes_a_second),
    )


async def _nothing_here(scope, receive, send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 4404})
        return
    await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
