"""The doors as a process of their own: killed in the middle of a call, the call goes on when they are back."""

import asyncio
import json
import signal
import socket
import time
import urllib.request
import uuid

import pytest

from tests.office import Office, awaited
from zhixi.gateway.tests.asterisk import Asterisk

NAME = uuid.UUID("0436430c-2b02-624c-2032-570501212b57")
CALLS = (
    "from zhixi.hotline.calls.models import Call; "
    "print([(c.source, c.state, c.agent and c.agent.username) for c in Call.objects.filter(line_name='pbx-1')])"
)
FAULTS = (
    "import json; from zhixi.hotline.calls.models import Feed; "
    "print([json.loads(f.body)['over'] for f in Feed.objects.filter(kind='fault') if 'sound' in f.body])"
)
TALKING, ENDED = "[('audiosocket', 'talking', 'agent1')]", "[('audiosocket', 'ended', 'agent1')]"


@pytest.fixture
def office(tmp_path):
    return Office.opened(tmp_path)


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class Gateway:
    def __init__(self, office: Office):
        self.office, self.port, self.audiosocket = office, free_port(), free_port()
        self.start()

    def start(self):
        ports = ("--port", str(self.port), "--audiosocket-port", str(self.audiosocket))
        self.process = self.office.start("gateway", *ports)
        until = time.monotonic() + 60
        while not self.answers():
            assert time.monotonic() < until and self.process.poll() is None
            time.sleep(0.2)

    def asked(self, path: str, body: dict | None = None) -> dict:
        data = json.dumps(body).encode() if body else None
        with urllib.request.urlopen(
            f"http://127.0.0.1:{self.port}/gateway/{path}", data, timeout=5
        ) as answer:
            return json.load(answer)

    def answers(self) -> bool:
        try:
            return self.asked("state")["calls"] >= 0
        except OSError:
            return False

    def stop(self, how):
        self.process.send_signal(how)
        self.process.wait(30)


def until_printed(office: Office, code: str, wanted: str):
    until, printed = time.monotonic() + 60, ""
    while (printed := office.python(code)) != wanted:
        assert time.monotonic() < until, printed


async def speaks(gateway: Gateway, office: Office) -> Asterisk:
    caller = await Asterisk.dialling(gateway.audiosocket)
    await caller.says(0x01, NAME.bytes)
    await caller.speaks(b"\x10\x00" * 4_000)
    await asyncio.to_thread(until_printed, office, CALLS, TALKING)
    return caller


async def speaks_until(gateway: Gateway, office: Office, how) -> None:
    caller = await speaks(gateway, office)
    await asyncio.to_thread(gateway.stop, how)
    await caller.leaves()


async def speaks_and_hangs_up(gateway: Gateway, office: Office) -> None:
    caller = await speaks(gateway, office)
    await caller.says(0x00)
    await asyncio.to_thread(until_printed, office, CALLS, ENDED)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_call_goes_on_when_the_gateway_is_back(office, how):
    gateway = Gateway(office)
    try:
        gateway.asked(f"calls/{NAME}", {"call": "pbx-1", "seat": "agent1"})
        awaited(speaks_until(gateway, office, how))
        assert office.python(CALLS) == TALKING
        gateway.start()
        gateway.asked(f"calls/{NAME}", {"call": "pbx-1", "seat": "agent1"})
        awaited(speaks_and_hangs_up(gateway, office))
        assert office.python(FAULTS).endswith("True]")
    finally:
        gateway.stop(signal.SIGTERM)
    assert office.run("audit", "verify").returncode == 0
