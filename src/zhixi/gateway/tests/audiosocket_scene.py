"""An AudioSocket door for Asterisk's end to dial, with a board and an office behind it."""

import asyncio
import contextlib
import uuid

import numpy as np

from zhixi.gateway.tcp import serve_audiosocket
from zhixi.gateway.tests.kit import Scene

NAME = uuid.UUID("0436430c-2b02-624c-2032-570501212b57")
WORDS = (np.sin(np.arange(8_000) / 8) * 9_000).astype("<i2")  # one second at 8 kHz


@contextlib.asynccontextmanager
async def door(**scene):
    async with Scene(**scene) as made:
        server = await serve_audiosocket(made.board, "127.0.0.1", 0)
        made.port = server.sockets[0].getsockname()[1]
        try:
            yield made
        finally:
            server.close()


def played(scene):
    """Run a scene of a test in a loop of its own."""
    return asyncio.run(scene)
