"""Calls that come and go at the AudioSocket door, fifty at once, for as long as wanted; what stays open and in memory.

    python benchmarks/gateway_soak.py [--seconds 420]

Three of five calls hang up, one in five breaks off by a reset, one just closes. Prints a line each half minute.
"""

import argparse
import asyncio
import gc
import os
import pathlib
import random
import threading
import time
import uuid

from gateway_sides import Ears, Office

from zhixi.gateway.guards import Guard, Limits
from zhixi.gateway.switchboard import Switchboard
from zhixi.gateway.tcp import serve_audiosocket
from zhixi.gateway.tests.asterisk import Asterisk

AT_ONCE, LONGEST = 50, 100  # calls; frames of a call


async def call(port: int) -> None:
    caller = await Asterisk.dialling(port)
    await caller.says(0x01, uuid.uuid4().bytes)
    for _ in range(random.randint(1, LONGEST)):
        await caller.says(0x10, b"\1\0" * 160)
        await asyncio.sleep(0.02)
    match random.randint(1, 5):
        case 1:
            caller.dies()
        case 2:
            await caller.leaves()
        case _:
            await caller.says(0x00)
            await caller.leaves()


def left(board: Switchboard) -> str:
    gc.collect()
    pages = int(pathlib.Path("/proc/self/statm").read_text().split()[1])
    files = len(os.listdir("/proc/self/fd"))
    return (
        f"memory {pages * os.sysconf('SC_PAGE_SIZE') >> 20} MB, files {files}, threads {threading.active_count()}, "
        f"tasks {len(asyncio.all_tasks())}, calls open {len(board.sessions)}"
    )


async def soak(seconds: float) -> None:
    ears = Ears(LONGEST + 100, voice=False)
    limits = Limits(grace_seconds=1.0, calls=500)
    board = Switchboard(office=Office(), ears=ears, guard=Guard(), limits=limits)
    await board.start()
    server = await serve_audiosocket(board, "127.0.0.1", 0)
    port, begun, told, made, going = server.sockets[0].getsockname()[1], time.monotonic(), 0, 0, set()
    while (passed := time.monotonic() - begun) < seconds:
        while len(going) < AT_ONCE:
            going.add(task := asyncio.create_task(call(port)))
            task.add_done_callback(going.discard)
            made += 1
        await asyncio.sleep(0.1)
        ears.ears.clear()
        board.office.lines.clear()
        if passed // 30 > told:
            told = passed // 30
            print(f"{passed:5.0f} s, calls {made}: {left(board)}", flush=True)
    await asyncio.gather(*going)
    while board.sessions:
        await asyncio.sleep(0.1)
    print(f"end, calls {made}: {left(board)}")
    server.close()
    await board.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=420.0)
    asyncio.run(soak(parser.parse_args().seconds))
