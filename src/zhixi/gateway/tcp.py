"""The AudioSocket door: one TCP connection a channel. A protocol, not a stream: a frame costs one callback."""

import asyncio
import logging
import socket

from zhixi.errors import BadInput, Unavailable
from zhixi.gateway.audiosocket import AudioSocket
from zhixi.gateway.connection import Connection
from zhixi.gateway.events import Event, Opened
from zhixi.gateway.line import End
from zhixi.gateway.refusals import Refusal, Refused
from zhixi.gateway.switchboard import Switchboard

HANG_UP = b"\x00\x00\x00"
OPEN_SECONDS = 10.0  # for the UUID and a first frame
log = logging.getLogger(__name__)


class AudioSocketDoor(asyncio.Protocol):
    """A link (`session.Link`) of its own."""

    def __init__(self, switchboard: Switchboard):
        self._switchboard, self._reader = switchboard, AudioSocket()
        self._connection: Connection | None = None
        self._late: asyncio.TimerHandle | None = None

    def connection_made(self, transport) -> None:
        self._transport = transport
        self._address = (transport.get_extra_info("peername") or ("",))[0]
        try:
            self._switchboard.check_room()
        except Refused as refused:
            return self._close(refused)
        self._connection = Connection(self._switchboard, "audiosocket", self)
        self._late = asyncio.get_running_loop().call_later(OPEN_SECONDS, self._nothing_came)

    def data_received(self, data: bytes) -> None:
        connection = self._connection
        if connection is None or connection.closed:
            return
        try:
            connection.count(len(data), frame=False)
            events = self._reader.feed(data)
            connection.take([self._known(event) for event in events] if self._late else events)
        except Refused as refused:
            return self._close(refused)
        if connection.closed:
            self._transport.close()

    def eof_received(self) -> None:
        """Closing the socket is as good as a hang-up, the format says."""
        if self._connection:
            self._connection.gone(End.HUNG_UP)

    def connection_lost(self, error) -> None:
        self._in_time()
        if self._connection:
            self._connection.gone(End.HUNG_UP if error is None else None)

    def hang_up(self, refusal: Refusal) -> None:
        if self._connection:
            self._connection.gone(End.HUNG_UP)
        if not self._transport.is_closing():
            self._transport.write(HANG_UP)
            self._transport.close()

    def _known(self, event: Event) -> Event:
        """The first sound has come: its UUID was announced, or else its address is known."""
        if not isinstance(event, Opened):
            return event
        self._in_time()
        if self._switchboard.announcements.find(event.name) is None:
            self._switchboard.guard.admit_address(self._address)
        return event

    def _in_time(self) -> None:
        if self._late:
            self._late.cancel()
            self._late = None

    def _nothing_came(self) -> None:
        self._late = None
        self._close(Refused(Refusal.LATE))

    def _close(self, refused: Refused) -> None:
        self._in_time()
        if self._connection:
            self._connection.refused(refused.refusal, str(refused))
        else:
            log.warning("audiosocket: refused: %s", refused)
        if not self._transport.is_closing():
            self._transport.write(HANG_UP)
            self._transport.close()


async def serve_audiosocket(switchboard: Switchboard, host: str, port: int) -> asyncio.Server:
    """Raises Unavailable where the port is taken."""
    loop = asyncio.get_running_loop()
    try:
        return await loop.create_server(lambda: AudioSocketDoor(switchboard), host, port, backlog=512)
    except (OverflowError, socket.gaierror) as error:
        raise BadInput(f"{host}:{port} is no address for AudioSocket", cure="give host and port") from error
    except OSError as error:
        raise Unavailable(
            f"AudioSocket cannot be served on {host}:{port}: {error.strerror}", cure="choose another port"
        ) from error
