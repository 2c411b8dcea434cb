"""A real Asterisk calls: over AudioSocket, and over its WebSocket channel.

Opt-in: ZHIXI_ASTERISK=/path/to/rootfs, a Debian with Asterisk 22 in a folder, run by chroot, so as root
(docs/develop.md says how it is made).
"""

import asyncio
import contextlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

import numpy as np
import pytest
import soundfile
import uvicorn

from tests.office import awaited
from zhixi.assist.talk import Leg
from zhixi.gateway.line import End
from zhixi.gateway.tcp import serve_audiosocket
from zhixi.gateway.tests.kit import Scene
from zhixi.gateway.websocket import Doors

ROOTFS = os.environ.get("ZHIXI_ASTERISK", "")
pytestmark = pytest.mark.skipif(not ROOTFS, reason="ZHIXI_ASTERISK names no folder with an Asterisk")
NAME = "0436430c-2b02-624c-2032-570501212b57"
SECONDS = 5
MODULES = """app_audiosocket res_audiosocket chan_audiosocket chan_websocket res_websocket_client res_http_websocket
    pbx_config app_playback app_senddtmf app_dial format_wav format_pcm codec_ulaw codec_alaw codec_resample
    res_timing_timerfd bridge_simple res_sorcery_config res_sorcery_memory res_clioriginate"""
FILES = {
    "asterisk.conf": "[directories]\nastetcdir => {at}\nastrundir => {at}\nastlogdir => {at}\nastspooldir => {at}\nastdbdir => {at}\n"
    "astmoddir => {modules}\nastdatadir => /usr/share/asterisk\nastvarlibdir => /usr/share/asterisk\n",
    "modules.conf": "[modules]\nautoload = no\n" + "".join(f"load = {name}.so\n" for name in MODULES.split()),
    "logger.conf": "[logfiles]\nmessages => notice,warning,error\n",
    "extensions.conf": f"""[zhixi]
exten = audiosocket,1,Answer()
 same = n,AudioSocket({NAME},127.0.0.1:{{port}})
 same = n,Hangup()
exten = websocket,1,Answer()
 same = n,Dial(WebSocket/zhixi/c(ulaw)v(call={NAME}))
 same = n,Hangup()
exten = words,1,Answer()
 same = n,Playback({{at}}/words)
 same = n,SendDTMF(7)
 same = n,Hangup()
""",
    "websocket_client.conf": "[zhixi]\ntype = websocket_client\nconnection_type = per_call_config\n"
    "uri = ws://127.0.0.1:{port}/gateway/chan_websocket\nprotocols = media\n",
}


def words() -> np.ndarray:
    """A tone whose pitch climbs: where it is shifted or has a hole, it no longer fits."""
    at = np.arange(SECONDS * 8_000) / 8_000
    return (np.sin(2 * np.pi * (300 * at + 100 * at * at)) * 9_000).astype(np.int16)


@contextlib.contextmanager
def asterisk(port: int):
    """Its own settings in a folder inside the root; it goes with the test."""
    root = pathlib.Path(ROOTFS)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="zhixi-", dir=root / "tmp"))
    (modules,) = root.glob("usr/lib/*/asterisk/modules")
    inside = {"at": f"/tmp/{folder.name}", "modules": f"/{modules.relative_to(root)}", "port": port}
    for name, text in FILES.items():
        (folder / name).write_text(text.format(**inside))
    soundfile.write(folder / "words.wav", words(), 8_000, subtype="PCM_16")
    command = ["chroot", str(root), "asterisk", "-C", f"{inside['at']}/asterisk.conf"]
    process = subprocess.Popen([*command, "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def console(line: str) -> str:
        return subprocess.run([*command, "-rx", line], capture_output=True, text=True, timeout=20).stdout

    try:
        until = time.monotonic() + 20
        while "System uptime" not in console("core show uptime"):
            assert time.monotonic() < until and process.poll() is None, "Asterisk does not start"
            time.sleep(0.2)
        yield console
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder)


async def a_call(office: Scene, port: int, extension: str):
    """Dial the gateway from one side of a channel, speak on the other; the line when it has ended."""
    with asterisk(port) as console:
        dialled = f"channel originate Local/{extension}@zhixi extension words@zhixi"
        await asyncio.to_thread(console, dialled)
        async with asyncio.timeout(SECONDS + 15):
            while not office.office.lines or office.office.line().ended is None:
                await asyncio.sleep(0.05)
    return office.office.line()


def check(line) -> None:
    assert line.begin.name == NAME
    assert line.ended is End.HUNG_UP
    assert [digit for _, _, digit in line.of("digit")] == ["7"]
    heard, said = line.samples(Leg.CALLER).astype(float), words().astype(float)
    fits = np.correlate(heard, said[4_000:-4_000], "valid")
    at = int(np.argmax(fits))
    part = heard[at : at + len(said) - 8_000]
    assert fits[at] / np.linalg.norm(part) / np.linalg.norm(said[4_000:-4_000]) > 0.98
    print(f"heard {len(heard) / 8_000:.2f} s, {len(line.of('gap'))} gaps")


def test_a_real_asterisk_is_heard_over_audiosocket():
    async def scene():
        async with Scene() as office:
            server = await serve_audiosocket(office.board, "127.0.0.1", 0)
            line = await a_call(office, server.sockets[0].getsockname()[1], "audiosocket")
            server.close()
            return line

    check(awaited(scene()))


def test_a_real_asterisk_is_heard_over_its_websocket_channel():
    async def nobody(scope):
        return None

    async def scene():
        async with Scene() as office:
            doors = Doors(office.board, signed_in=nobody)
            server = uvicorn.Server(uvicorn.Config(doors, port=0, lifespan="off", log_level="error"))
            serving = asyncio.create_task(server.serve())
            while not server.started:
                await asyncio.sleep(0.01)
            line = await a_call(office, server.servers[0].sockets[0].getsockname()[1], "websocket")
            server.should_exit = True
            await serving
            return line

    check(awaited(scene()))
