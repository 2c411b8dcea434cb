"""What the gateway costs apart from the engine: many legs, 50 frames a second each, nothing recognised.

    python benchmarks/gateway.py [--legs 300] [--seconds 30] [--door chan_websocket] [--ears pool] [--speech FOLDER]

Two processes: one has the doors, the other sends. Half of the legs are silent, half speak (a folder of WAV files at
8 kHz, else a buzz). A frame's delay runs from before it is sent until it is handed to the ear.
With --ears pool the ears are those of the product: voice activity, the queue, two workers whose engine costs nothing.
"""

import argparse
import asyncio
import multiprocessing
import pathlib
import resource
import struct
import sys
import time
import uuid

import numpy as np
import uvicorn
from gateway_sides import Ears, Office

from zhixi.assist.talk import Leg
from zhixi.gateway.guards import Announced, Guard, Limits
from zhixi.gateway.switchboard import Switchboard
from zhixi.gateway.tcp import serve_audiosocket
from zhixi.gateway.websocket import Doors

START = b"MEDIA_START connection_id:c format:slin"
FRAME, SAMPLES = 0.02, 160  # seconds; at 8 kHz


def doors(options, pipe) -> None:
    asyncio.run(_doors(options, pipe))


async def _doors(options, pipe) -> None:
    frames = round(options.seconds / FRAME)
    office, ears = Office(), Ears(frames + 100, options.ears == "pool")
    limits = Limits(calls=options.legs, connections=2 * options.legs)
    board = Switchboard(office=office, ears=ears, guard=Guard(), limits=limits)
    await board.start()
    sys.setswitchinterval(options.switch)
    port = await _opened(board, options.door)
    for leg in range(options.legs):
        side = (Leg.CALLER, Leg.AGENT)[leg % 2]
        board.announcements.add(str(uuid.UUID(int=leg + 1)), Announced(f"call-{leg // 2}", side))
    pipe.send(port)
    while not pipe.poll():  # the senders are connected: the clock starts
        await asyncio.sleep(0.05)
    pipe.recv()
    spent, begun, voice, queued = _spent(), time.monotonic(), ears.spent, _queued()
    while not pipe.poll():
        await asyncio.sleep(0.1)
    sent = pipe.recv()
    spent, wall, voice = _spent() - spent, time.monotonic() - begun, ears.spent - voice
    queued = _queued() - queued
    await asyncio.sleep(1.0)
    came = [ear.came[: len(sent)] for ear in ears.ears]
    counts = [ear.frames for ear in ears.ears]
    await board.stop()
    kept = sum(line.kept for line in office.lines) // SAMPLES
    pipe.send((counts, came, spent, wall, voice, kept, ears.stretches, queued))


async def _opened(board: Switchboard, door: str) -> int:
    if door == "audiosocket":
        server = await serve_audiosocket(board, "127.0.0.1", 0)
        return server.sockets[0].getsockname()[1]
    config = uvicorn.Config(
        Doors(board, signed_in=None), port=0, lifespan="off", log_level="error", ws_per_message_deflate=False
    )
    server = uvicorn.Server(config)
    asyncio.get_running_loop().serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    return server.servers[0].sockets[0].getsockname()[1]


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _queued() -> float:
    """Seconds that the loop of the doors, this thread, was ready to run and had no core."""
    return int(pathlib.Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9


async def senders(options, pipe) -> np.ndarray:
    """Send; returns when each frame of each leg left, (frames, legs)."""
    port, frames = pipe.recv(), round(options.seconds / FRAME)
    ends = [await asyncio.open_connection("127.0.0.1", port) for _ in range(options.legs)]
    sounds = [_sound(leg, options.speech) for leg in range(options.legs)]
    for leg, (reader, writer) in enumerate(ends):
        await _begin(options.door, str(uuid.UUID(int=leg + 1)), reader, writer)
    sent = np.zeros((frames, options.legs))
    head = struct.pack(">BH", 0x10, 2 * SAMPLES) if options.door == "audiosocket" else _frame(2, 2 * SAMPLES)
    await asyncio.sleep(1.0)
    pipe.send("go")
    if options.door != "audiosocket":
        for _, writer in ends:
            writer.write(_frame(1, len(START)) + START)
    begun = time.monotonic()
    for number in range(frames):
        for leg, (_, writer) in enumerate(ends):  # spread over the 20 ms, as telephones are
            due = begun + FRAME * (number + leg / options.legs)
            if due - time.monotonic() > 0.001:
                await asyncio.sleep(due - time.monotonic())
            at = 2 * SAMPLES * number % (len(sounds[leg]) - 2 * SAMPLES)
            sent[number, leg] = time.monotonic()
            writer.write(head + sounds[leg][at : at + 2 * SAMPLES])
    pipe.send(np.zeros(frames))
    await asyncio.sleep(1.5)
    for _, writer in ends:
        writer.transport.abort()
    return sent


async def _begin(door: str, name: str, reader, writer) -> None:
    if door == "audiosocket":
        writer.write(bytes([1, 0, 16]) + uuid.UUID(name).bytes)
        return
    writer.write(
        f"GET /gateway/{door}?call={name} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")


def _frame(kind: int, size: int) -> bytes:
    """The head of a client's WebSocket frame; masked with nought, so that sending costs nothing."""
    length = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + struct.pack(">H", size)
    return bytes([0x80 | kind]) + length + bytes(4)


def _sound(leg: int, folder: str | None) -> bytes:
    """Ten seconds or more: silence for even calls, speech for odd ones."""
    if leg // 2 % 2 == 0:
        return bytes(2 * 8_000 * 10)
    files = sorted(pathlib.Path(folder).rglob("*.wav")) if folder else []
    if not files:
        return (np.sin(np.arange(80_000) / (7 + leg % 5)) * 6_000).astype("<i2").tobytes()
    import soundfile

    parts = [soundfile.read(files[(leg * 7 + n) % len(files)], dtype="int16")[0] for n in range(4)]
    return np.concatenate(parts).astype("<i2").tobytes()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--legs", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--door", choices=["audiosocket", "chan_websocket"], default="audiosocket")
    parser.add_argument("--ears", choices=["free", "pool"], default="free")
    parser.add_argument(
        "--switch", type=float, default=0.0005, help="seconds after which a thread must give way"
    )
    parser.add_argument("--speech", help="a folder of WAV files at 8 kHz, one channel")
    options = parser.parse_args()
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=doors, args=(options, there))
    process.start()
    sent = asyncio.run(senders(options, here))
    counts, came, spent, wall, voice, kept, stretches, queued = here.recv()
    process.join()
    # Ears are opened in the order of the first frames, which is the legs' order.
    delays = np.concatenate([times[: len(sent)] - sent[:, leg] for leg, times in enumerate(came)]) * 1000
    lost = sum(len(sent) - min(count, len(sent)) for count in counts) + len(sent) * (
        options.legs - len(counts)
    )
    total = options.legs * len(sent)
    print(
        f"legs {options.legs}, frames sent {total}, lost {lost}, kept for recording {kept}, stretches {stretches}"
    )
    late = np.percentile(np.diff(sent, axis=0) * 1000, 99)
    p50, p99 = np.percentile(delays, 50), np.percentile(delays, 99)
    print(
        f"added delay ms: p50 {p50:.1f}, p99 {p99:.1f}, most {delays.max():.1f} (sender's own pace p99 {late:.1f}; the doors waited "
        f"{1000 * queued / wall:.0f} ms a second for a core)"
    )
    share = 100 * spent / wall / options.legs
    print(f"CPU of a core a leg: {share:.3f} %, of it listening {100 * voice / wall / options.legs:.3f} %")
    return 0 if not lost else 1


if __name__ == "__main__":
    sys.exit(main())
