"""The WebSocket doors behind a real server: who comes in, what is heard, and the word with which others are sent away."""

import asyncio
import contextlib
import json
import urllib.error
import urllib.request

import numpy as np
import pytest
import uvicorn
import websockets

from zhixi.assist.talk import Leg
from zhixi.gateway.guards import Guard, new_token
from zhixi.gateway.line import End
from zhixi.gateway.tests.kit import Scene, until
from zhixi.gateway.websocket import Doors

WORDS = (np.sin(np.arange(8_000) / 8) * 9_000).astype("<i2")
START = (
    "MEDIA_START connection_id:e226e283 channel:WebSocket/zhixi format:slin optimal_frame_size:320 ptime:20"
)
TOKEN, HASH = new_token()


async def nobody(scope):
    return None


async def agent(scope):
    return "agent1"


@contextlib.asynccontextmanager
async def doors(*, signed_in=nobody, **scene):
    async with Scene(**scene) as made:
        config = uvicorn.Config(
            Doors(made.board, signed_in=signed_in),
            port=0,
            lifespan="off",
            log_level="error",
            ws_max_size=1 << 16,
        )
        server = uvicorn.Server(config)
        server.install_signal_handlers = lambda: None
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        made.port = server.servers[0].sockets[0].getsockname()[1]
        made.url = f"ws://127.0.0.1:{made.port}/gateway"
        try:
            yield made
        finally:
            await made.board.stop()
            server.should_exit = True
            await serving


async def closing(socket) -> tuple[int, str]:
    with contextlib.suppress(websockets.ConnectionClosed):
        async with asyncio.timeout(5):
            while True:
                await socket.recv()
    return socket.close_code, socket.close_reason


def test_asterisks_websocket_is_heard_and_ends_with_its_channel():
    async def scene():
        async with doors() as office:
            async with websockets.connect(
                f"{office.url}/chan_websocket?call=call-7", subprotocols=["media"]
            ) as asterisk:
                await asterisk.send(START)
                for at in range(0, len(WORDS), 160):
                    await asterisk.send(WORDS[at : at + 160].tobytes())
            await until(lambda: office.office.lines and office.office.line().ended)
            return office.office.line(), asterisk.subprotocol

    line, subprotocol = asyncio.run(scene())
    assert (line.begin.name, line.begin.door, subprotocol) == ("call-7", "chan_websocket", "media")
    assert np.array_equal(line.samples(Leg.CALLER), WORDS)
    assert line.ended is End.HUNG_UP


def test_freeswitchs_stereo_is_two_legs():
    async def scene():
        async with doors() as office:
            async with websockets.connect(f"{office.url}/mod_audio_fork") as switch:
                await switch.send(json.dumps({"call": "call-7", "mix": "stereo", "rate": "8k"}))
                await switch.send(np.stack([WORDS, -WORDS], axis=1).tobytes())
            await until(lambda: office.office.lines and office.office.line().ended)
            return office.office.line()

    line = asyncio.run(scene())
    assert np.array_equal(line.samples(Leg.CALLER), WORDS)
    assert np.array_equal(line.samples(Leg.AGENT), -WORDS)


def test_the_browser_is_let_in_by_who_is_signed_in_and_answered_that_it_may_speak():
    async def scene():
        async with doors(signed_in=agent) as office:
            async with websockets.connect(f"{office.url}/browser?seat=agent2") as page:
                await page.send('{"kind": "start", "call": "trial", "rate": 16000}')
                ready = await page.recv()
                await page.send(WORDS.tobytes())
                await page.send('{"kind": "stop"}')
                closed = await closing(page)
            await until(lambda: office.office.line().ended)
            return ready, closed, office.office.line().begin.seat

    ready, closed, seat = asyncio.run(scene())
    assert json.loads(ready) == {"kind": "ready"}
    assert (closed[0], seat) == (1000, "agent1")


def test_two_connections_of_one_name_are_one_call_and_a_third_is_sent_away():
    async def scene():
        async with doors() as office:
            address = f"{office.url}/chan_websocket?call=call-7&leg="
            async with (
                websockets.connect(address + "caller") as caller,
                websockets.connect(address + "agent") as other,
            ):
                for end in (caller, other):
                    await end.send(START)
                    await end.send(WORDS.tobytes())
                await until(lambda: len(office.ears.ears) == 2)
                async with websockets.connect(address + "agent") as third:
                    await third.send(START)
                    refused = await closing(third)
            await until(lambda: office.office.line().ended)
            return refused, set(office.office.line().sound)

    (code, reason), legs = asyncio.run(scene())
    assert (code, legs) == (4409, {Leg.CALLER, Leg.AGENT})
    assert "another connection" in reason


@pytest.mark.parametrize(
    "door, message, code",
    [
        ("chan_websocket", "hello", 4400),
        ("chan_websocket", START.replace("slin", "opus"), 4415),
        ("chan_websocket", b"\0\0", 4400),
        ("twilio", '{"event": "sing"}', 4400),
        ("twilio", b"\0\0", 4400),
        ("mod_audio_stream", "{}", 4400),
        ("browser", "[]", 4400),
    ],
)
def test_what_is_not_the_format_is_refused_with_a_code_and_a_word(door, message, code, caplog):
    async def scene():
        async with doors(signed_in=agent) as office, websockets.connect(f"{office.url}/{door}") as stranger:
            await stranger.send(message)
            return await closing(stranger)

    assert asyncio.run(scene())[0] == code
    assert f"{door}: refused" in caplog.text


@pytest.mark.parametrize("path", ["twilio", "twilio?token=wrong", "browser", "unknown", "unknown/path/more"])
def test_who_has_no_token_is_sent_away_before_anything_is_said(path):
    async def scene():
        async with doors(guard=Guard.of(HASH, "")) as office:
            with pytest.raises(websockets.InvalidStatus) as refused:
                async with websockets.connect(f"{office.url}/{path}"):
                    pass
            return refused.value.response.status_code

    assert asyncio.run(scene()) == 403


@pytest.mark.parametrize("how", ["header", "query", "path"])
def test_the_token_may_stand_in_three_places_and_is_never_logged(how, caplog):
    headers = {"Authorization": f"Bearer {TOKEN}"} if how == "header" else {}
    where = {"header": "twilio", "query": f"twilio?token={TOKEN}", "path": f"twilio/{TOKEN}"}[how]

    async def scene():
        async with (
            doors(guard=Guard.of(HASH, "")) as office,
            websockets.connect(f"{office.url}/{where}", additional_headers=headers) as system,
        ):
            await system.send('{"event": "sing"}')
            return await closing(system)

    caplog.set_level("INFO", "zhixi")
    assert asyncio.run(scene())[0] == 4400
    assert "refused" in caplog.text and TOKEN not in caplog.text


def test_a_connection_that_says_nothing_is_closed():
    async def scene():
        async with doors(first_seconds=0.2) as office, websockets.connect(f"{office.url}/twilio") as silent:
            return await closing(silent)

    assert asyncio.run(scene())[0] == 4408


def test_a_telephone_system_announces_a_call_with_its_token():
    def post(port: int, token: str, body: bytes, path="calls/0436430c") -> int:
        headers = {"Authorization": f"Bearer {token}"}
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/gateway/{path}", body or None, headers)
        try:
            with urllib.request.urlopen(asked) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    async def scene():
        async with doors(guard=Guard.of(HASH, "")) as office:
            told = json.dumps({"call": "call-7", "leg": "agent", "calling_number": "13900001234"}).encode()
            codes = [
                await asyncio.to_thread(post, office.port, *asked)
                for asked in [(TOKEN, told), ("wrong", told), (TOKEN, b"[]"), (TOKEN, b"x" * 9_999), (TOKEN, told, "x"),
                              (TOKEN, b"", "state"), ("wrong", b"", "state")]
            ]  # fmt: skip
            return codes, office.board.announcements.find("0436430C")

    codes, announced = asyncio.run(scene())
    assert codes == [202, 401, 422, 422, 404, 200, 401]
    assert (announced.call, announced.leg, announced.calling_number) == ("call-7", Leg.AGENT, "13900001234")


def test_a_gateway_that_stops_says_so_and_leaves_no_task():
    async def scene():
        async with doors() as office, websockets.connect(f"{office.url}/chan_websocket") as asterisk:
            await asterisk.send(START)
            await asterisk.send(WORDS.tobytes())
            await until(lambda: office.ears.ears)
            await office.board.stop()
            closed = await closing(asterisk)
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        return closed, left, office.office.line()

    (code, _), left, line = asyncio.run(scene())
    assert code == 1012 and not left
    assert line.ended is End.STOPPING and np.array_equal(line.samples(Leg.CALLER), WORDS)
