"""One call during which everything that serves it is killed in turn: a recogniser, the gateway, the web process."""

import asyncio
import contextlib
import dataclasses
import json
import os
import pathlib
import signal
import subprocess
import time
import urllib.request
import uuid

import numpy as np
import pytest

from tests.desk import PASSWORD, Desk
from tests.office import Office, awaited, free_port
from zhixi.assist.speech.tests.sounds import silence, voice
from zhixi.gateway.tests.asterisk import Asterisk

ENGINE = "python:zhixi.assist.speech.tests.engines"  # its words are the length of the sound
RATE, KIND = 16_000, 0x12
FRAME = 0.02  # seconds
SPEECH, PAUSE = 1.5, 1.3  # seconds
LOST = 1.0  # second of sound
SOON = 1.0  # seconds within which an utterance's times are known
FEED = "from zhixi.hotline.calls.models import Feed; print(*Feed.objects.order_by('id').values_list('id', flat=True))"
SAID = (
    "import json; from zhixi.hotline.calls.models import Utterance; "
    "print(json.dumps([(u.n, u.start, u.end) for u in Utterance.objects.order_by('n')]))"
)


KEPT = (
    "from zhixi.hotline.recordings import live; "
    "print(sum(len(samples) / file.rate for file in live.files() for _, samples in live.read(file)))"
)


@dataclasses.dataclass
class Said:
    """One sentence. whole: neither it nor the pause after it was broken off. Seconds since the call's first sound."""

    start: float
    end: float
    whole: bool


class Caller:
    """A telephone system whose caller says a sentence, pauses, and so on; a broken line is dialled again."""

    def __init__(self, port: int):
        self.name, self.port = uuid.uuid4(), port
        self.said: list[Said] = []
        self.enough = False
        self.seconds = 0.0  # of sound that a line has taken
        self._begun = 0.0
        self._line: Asterisk | None = None

    async def talks(self) -> None:
        """Until the sentence in which it is told that this is enough; then it hangs up."""
        sentence = np.concatenate([voice(SPEECH), silence(PAUSE)])
        frames = (sentence * 32_767).astype("<i2").reshape(-1, int(FRAME * RATE))
        while not self.enough:
            with contextlib.suppress(OSError):
                self._line = await Asterisk.dialling(self.port)
                await self._line.says(0x01, self.name.bytes)
                while not self.enough:
                    await self._says(frames)
            await asyncio.sleep(0.3)
        await self._line.says(0x00)

    async def _says(self, frames: np.ndarray) -> None:
        self._begun = self._begun or time.monotonic()
        start = time.monotonic()
        said = Said(start - self._begun, start - self._begun + SPEECH, whole=False)
        self.said.append(said)
        for n, frame in enumerate(frames):
            await self._line.says(KIND, frame.tobytes())
            self.seconds += FRAME
            await asyncio.sleep(max(0.0, start + (n + 1) * FRAME - time.monotonic()))
        said.whole = True


class House:
    """The processes of an office on SQLite: a gateway and a web process."""

    def __init__(self, office: Office):
        self.office = office
        self.web_port, self.gateway_port, self.audiosocket = free_port(), free_port(), free_port()
        self.web: subprocess.Popen | None = None
        self.gateway: subprocess.Popen | None = None

    def start_web(self) -> None:
        self.web = self.office.start("web", "--port", str(self.web_port), stdout=subprocess.DEVNULL)
        answers(f"http://127.0.0.1:{self.web_port}/api/session")

    def start_gateway(self) -> None:
        ports = ("--port", str(self.gateway_port), "--audiosocket-port", str(self.audiosocket))
        self.gateway = self.office.start("gateway", *ports, stdout=subprocess.DEVNULL)
        answers(f"http://127.0.0.1:{self.gateway_port}/gateway/state")

    def kill_a_recogniser(self) -> None:
        os.kill(next(recognisers(self.gateway.pid)), signal.SIGKILL)

    def close(self) -> None:
        for process in (self.web, self.gateway):
            if process and process.poll() is None:
                process.terminate()
                process.wait(30)


def recognisers(gateway: int):
    for status in pathlib.Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            mine = f"PPid:\t{gateway}\n" in status.read_text()
            if mine and b"speech.worker" in (status.parent / "cmdline").read_bytes():
                yield int(status.parent.name)


def answers(address: str) -> None:
    until = time.monotonic() + 60
    while True:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=2)
            return
        assert time.monotonic() < until, address
        time.sleep(0.1)


def kill(process: subprocess.Popen) -> None:
    process.kill()
    process.wait(30)


@pytest.fixture
def house(tmp_path):
    office = Office.opened(
        tmp_path,
        ZHIXI_RECOGNISER=ENGINE,
        ZHIXI_TEST_ENGINE='{"streaming": true}',
        ZHIXI_DEMO_PASSWORD=PASSWORD,
        ZHIXI_GATEWAY_TOKENS="",
    )
    house = House(office)
    try:
        house.start_web()
        house.start_gateway()
        yield house
    finally:
        house.close()


def test_a_call_outlives_its_recogniser_its_gateway_and_the_web_process(house):
    caller, desk = Caller(house.audiosocket), Desk(house.web_port)
    awaited(a_call_with_kills(house, caller, desk))

    # Every sentence that was finished is there, once and in its place.
    said = json.loads(house.office.python(SAID))
    assert [n for n, _, _ in said] == list(range(len(said)))
    whole = [sentence for sentence in caller.said if sentence.whole]
    assert len(whole) >= 6
    for sentence in whole:
        assert len([1 for _, start, end in said if at_once(sentence, start, end)]) == 1, (sentence, said)
    # The desk was told every row of the feed once, in order.
    assert [str(row["id"]) for row in desk.rows] == house.office.python(FEED).split()
    assert house.office.run("audit", "verify").returncode == 0
    # Of the sound that it took, a gateway that is killed loses at most what was under way.
    assert float(house.office.python(KEPT)) >= caller.seconds - LOST


def at_once(sentence: Said, start: float, end: float) -> bool:
    return abs(start - sentence.start) < SOON and abs(end - sentence.end) < SOON


async def a_call_with_kills(house: House, caller: Caller, desk: Desk) -> None:
    await asyncio.to_thread(desk.sign_in, "agent1")
    listening = asyncio.create_task(desk.listens())
    talking = asyncio.create_task(caller.talks())
    await desk.hears(lambda: desk.of("offered"))
    call = desk.of("offered")[0]["id"]
    await asyncio.to_thread(desk.asks, f"/api/calls/{call}/answer", {})
    await desk.looks_at(call)
    await hears_more(desk, 2)

    house.kill_a_recogniser()
    await desk.hears(lambda: faults(desk, "engine") == [False, True])
    await hears_more(desk, 2)

    await asyncio.to_thread(kill, house.gateway)
    await desk.hears(lambda: faults(desk, "gateway") == [False])
    await asyncio.to_thread(house.start_gateway)
    await desk.hears(lambda: faults(desk, "gateway") == [False, True])
    await hears_more(desk, 2)

    await asyncio.to_thread(kill, house.web)
    await desk.hears(lambda: desk.breaks > 0)
    await asyncio.sleep(SPEECH + PAUSE)  # something is said while nobody is told
    await asyncio.to_thread(house.start_web)
    await hears_more(desk, 2)

    caller.enough = True
    await talking
    await desk.hears(lambda: desk.of("ended"))
    listening.cancel()


async def hears_more(desk: Desk, count: int) -> None:
    wanted = len(desk.of("utterance")) + count
    await desk.hears(lambda: len(desk.of("utterance")) >= wanted)


def faults(desk: Desk, trouble: str) -> list[bool]:
    """Whether each of what was told of a trouble says that it is over."""
    return [body["over"] for body in desk.of("fault") if body["trouble"] == trouble]
