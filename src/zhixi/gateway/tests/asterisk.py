"""Asterisk's end of AudioSocket, written from the published format; it shares no code with the gateway.

https://docs.asterisk.org/Configuration/Channel-Drivers/AudioSocket/ : type (1 byte), length (2 bytes, big endian),
payload; 0x00 terminate, 0x01 UUID, 0x03 DTMF, 0x10 signed linear 16-bit 8 kHz little-endian, 0x11… further rates, 0xff error.
"""

import asyncio
import socket
import struct


class Asterisk:
    def __init__(self, reader, writer):
        self._reader, self._writer = reader, writer

    @classmethod
    async def dialling(cls, port: int, host: str = "127.0.0.1") -> "Asterisk":
        return cls(*await asyncio.open_connection(host, port))

    async def says(self, kind: int, payload: bytes = b"") -> None:
        self._writer.write(bytes([kind, len(payload) // 256, len(payload) % 256]) + payload)
        await self._writer.drain()

    async def raw(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def speaks(self, sound: bytes, *, kind: int = 0x10, frame: int = 320, pause: float = 0.0) -> None:
        """pause: seconds between frames; 0.02 is the speed of life."""
        for at in range(0, len(sound), frame):
            await self.says(kind, sound[at : at + frame])
            if pause:
                await asyncio.sleep(pause)

    async def hears(self, seconds: float = 3.0) -> bytes:
        """All that the gateway says until it closes."""
        heard = b""
        async with asyncio.timeout(seconds):
            while data := await self._reader.read(4096):
                heard += data
        return heard

    async def leaves(self) -> None:
        self._writer.close()
        await asyncio.sleep(0)

    def dies(self) -> None:
        """The machine is gone: a reset, no farewell."""
        connection = self._writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()
