"""Calls that come and go, for an hour, through both kinds of door into the whole house: what grows, and what is left.

    nice -n 10 python benchmarks/soak.py [--minutes 60] [--calls 8]

A real `zhixi serve` on SQLite with a recogniser that costs nothing (its words are the length of the sound; words in
the making come too), `--calls` at once through AudioSocket and chan_websocket. Calls hang up, break off and come
back, or break off for good; a desk answers them, has them open, and hangs some up. Every minute: the memory of the
process and of its workers, open files, threads, calls at the doors. At the end all calls are over, and what is
left is compared with the minute after the warming up: growth of memory ≤ 5 %, nothing left over.
"""

import argparse
import asyncio
import contextlib
import json
import os
import pathlib
import random
import signal
import sys
import tempfile
import time
import urllib.request
import uuid

import numpy as np
import websockets

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

from tests.desk import PASSWORD, Desk
from tests.office import Office, free_port

from zhixi.assist.speech.tests.sounds import silence, voice
from zhixi.gateway.tests.asterisk import Asterisk

ENGINE = "python:zhixi.assist.speech.tests.engines"
FRAME = 0.02  # seconds
WARM = 2  # minutes until everything has been loaded and used once
SETTLE = 45  # seconds after the last call: broken ones are waited for, and the clocks go round
SEATS = ("agent1", "agent2", "agent3", "agent4")
START = "MEDIA_START connection_id:{} channel:WebSocket/soak format:slin16 optimal_frame_size:640 ptime:20"


def talk() -> np.ndarray:
    """Some sentences at 16 kHz as frames of 20 ms."""
    parts = [
        np.concatenate([voice(random.uniform(0.6, 3)), silence(1.2)]) for _ in range(random.randint(1, 4))
    ]
    samples = (np.concatenate(parts) * 32_767).astype("<i2")
    return samples[: len(samples) // 320 * 320].reshape(-1, 320)


async def paced(frames: np.ndarray, says) -> None:
    start = time.monotonic()
    for n, frame in enumerate(frames):
        await says(frame.tobytes())
        await asyncio.sleep(max(0.0, start + (n + 1) * FRAME - time.monotonic()))


async def by_audiosocket(port: int) -> None:
    name, times = uuid.uuid4(), random.choice((1, 1, 2))
    for n in range(times):
        caller = await Asterisk.dialling(port)
        await caller.says(0x01, name.bytes)
        await paced(talk(), lambda sound, caller=caller: caller.says(0x12, sound))
        if n + 1 < times or random.random() < 0.15:
            caller.dies()  # and comes back, or does not
        else:
            await caller.says(0x00)
            await caller.leaves()


async def by_websocket(port: int) -> None:
    name = uuid.uuid4()
    address = f"ws://127.0.0.1:{port}/gateway/chan_websocket?call=soak-{name}"
    async with websockets.connect(address, subprotocols=["media"]) as line:
        await line.send(START.format(name))
        await paced(talk(), line.send)
        if random.random() < 0.2:
            line.transport.abort()


async def keeps_calling(call, until: float, made: list[int]) -> None:
    while time.monotonic() < until:
        with contextlib.suppress(OSError, websockets.WebSocketException):  # hung up at the desk
            await call()
        made[0] += 1
        await asyncio.sleep(random.uniform(0.1, 1.0))


async def keeps_answering(desk: Desk, until: float) -> None:
    """An agent: takes a call that waits, has it open, and hangs some up."""
    while time.monotonic() < until + SETTLE / 2:
        await asyncio.sleep(random.uniform(0.3, 0.8))
        waiting = await asyncio.to_thread(desk.asks, "/api/calls?state=waiting&size=50")
        with contextlib.suppress(OSError):  # somebody else has it
            call = random.choice(waiting["items"])["id"] if waiting["items"] else None
            if call is None:
                continue
            await asyncio.to_thread(desk.asks, f"/api/calls/{call}/answer", {})
            await desk.looks_at(call)
            patience = time.monotonic() + random.uniform(2, 15)
            while not ended(desk, call) and time.monotonic() < patience:
                await asyncio.sleep(0.2)
            await asyncio.to_thread(desk.asks, f"/api/calls/{call}/hang-up", {})
        keep_last(desk)


def ended(desk: Desk, call: str) -> bool:
    return any(row["kind"] == "ended" and row["call"] == call for row in desk.rows[-200:])


def keep_last(desk: Desk) -> None:
    del desk.rows[:-200], desk.partials[:-1]


class Seen:
    """What the process and its children hold at one moment."""

    def __init__(self, server: int, port: int):
        workers = list(children(server))
        self.memory, self.workers = memory(server), sum(map(memory, workers))
        self.files = len(os.listdir(f"/proc/{server}/fd"))
        self.threads = len(os.listdir(f"/proc/{server}/task"))
        self.processes = len(workers)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/gateway/state", timeout=20) as answer:
            self.doors = json.load(answer)

    def __str__(self) -> str:
        return (
            f"memory {self.memory / 1e6:.0f} MB, workers {self.processes} with {self.workers / 1e6:.0f} MB, "
            f"files {self.files}, threads {self.threads}, calls {self.doors['calls']}, "
            f"connections {self.doors['connections']}, untold {self.doors['untold']}"
        )


def memory(process: int) -> int:
    """Bytes of its own and shared, resident."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return int(pathlib.Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def children(parent: int):
    for status in pathlib.Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            if f"PPid:\t{parent}\n" in status.read_text():
                yield int(status.parent.name)


async def soak(office: Office, minutes: float, calls: int) -> bool:
    port, audiosocket = free_port(), free_port()
    server = office.start("serve", "--port", str(port), "--audiosocket-port", str(audiosocket))
    try:
        return await soaked(server.pid, port, audiosocket, minutes, calls)
    finally:
        server.terminate()
        server.wait(60)


async def soaked(server: int, port: int, audiosocket: int, minutes: float, calls: int) -> bool:
    for _ in range(300):
        with contextlib.suppress(OSError):
            await asyncio.to_thread(Seen, server, port)
            break
        await asyncio.sleep(0.2)
    begun = time.monotonic()
    until, made, desks = begun + 60 * minutes, [0], [Desk(port) for _ in SEATS]
    for desk, name in zip(desks, SEATS, strict=True):
        await asyncio.to_thread(desk.sign_in, name)
    listening = [asyncio.create_task(desk.listens()) for desk in desks]
    doors = (lambda: by_audiosocket(audiosocket), lambda: by_websocket(port))
    going = [asyncio.create_task(keeps_calling(doors[n % 2], until, made)) for n in range(calls)]
    going += [asyncio.create_task(keeps_answering(desk, until)) for desk in desks]
    first = None
    for minute in range(1, round(minutes) + 1):
        await asyncio.sleep(max(0.0, begun + 60 * minute - time.monotonic()))
        seen = await asyncio.to_thread(Seen, server, port)
        first = seen if minute == WARM else first
        print(f"{minute:3} min, {made[0]} calls: {seen}", flush=True)
    await asyncio.gather(*going)
    for task in listening:
        task.cancel()
    await asyncio.sleep(SETTLE / 2)
    return judged(first or seen, await asyncio.to_thread(Seen, server, port), made[0])


def judged(first: Seen, last: Seen, made: int) -> bool:
    growth = (last.memory + last.workers) / (first.memory + first.workers) - 1
    left = {name: last.doors[name] for name in ("calls", "connections", "untold")}
    print(f"end, {made} calls: {last}")
    print(f"growth since minute {WARM}: {growth:+.1%}; left over: {left}")
    return growth <= 0.05 and not any(left.values()) and last.files <= first.files


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--calls", type=int, default=8)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the server goes too
    with tempfile.TemporaryDirectory(prefix="zhixi-soak-") as home:
        house = Office.opened(
            pathlib.Path(home),
            ZHIXI_RECOGNISER=ENGINE,
            ZHIXI_TEST_ENGINE='{"streaming": true}',
            ZHIXI_DEMO_PASSWORD=PASSWORD,
        )
        good = asyncio.run(soak(house, options.minutes, options.calls))
    sys.exit(0 if good else 1)
