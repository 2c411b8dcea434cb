"""Whatever comes to a door: events or a refusal, never another error; and nothing stays open behind it."""

import asyncio
import base64
import json
import threading

from hypothesis import given, settings
from hypothesis import strategies as st

from zhixi.gateway.audiosocket import AudioSocket
from zhixi.gateway.browser import Browser
from zhixi.gateway.chan_websocket import ChanWebSocket
from zhixi.gateway.connection import Connection
from zhixi.gateway.events import Closed, Digit, Opened, Reply, Sound
from zhixi.gateway.line import End
from zhixi.gateway.mod_audio_stream import ModAudioStream
from zhixi.gateway.refusals import Refused
from zhixi.gateway.tcp import serve_audiosocket
from zhixi.gateway.tests.kit import Scene
from zhixi.gateway.twilio import MediaStreams

KINDS = st.sampled_from([0x00, 0x01, 0x03, 0x10, 0x11, 0x12, 0x18, 0xFF, 0x02, 0x20])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
SOUND = st.binary(max_size=64).map(lambda sound: base64.b64encode(sound).decode()) | JSON


def objects(**fields) -> st.SearchStrategy[str]:
    """JSON objects that nearly are of a format: each field right, wrong or absent."""
    return st.fixed_dictionaries({}, optional={name: value | JSON for name, value in fields.items()}).map(
        json.dumps
    )


def inner(**fields):
    return st.fixed_dictionaries({}, optional={name: value | JSON for name, value in fields.items()})


RATES, LEGS = st.sampled_from([8000, "8k", 16000, 7]), st.sampled_from(["caller", "agent", "mixed", "both"])
MEDIA_FORMAT = inner(encoding=st.sampled_from(["audio/x-mulaw", "PCMA", "L16", "opus"]), sampleRate=RATES)
TEXTS = {
    Browser: objects(kind=st.sampled_from(["start", "stop", "digit"]), call=st.just("c"), rate=RATES, leg=LEGS, digit=st.just("7")),
    ModAudioStream: objects(call=st.just("c"), mix=st.sampled_from(["mono", "stereo", "mixed"]), rate=RATES, leg=LEGS, digit=st.just("7")),
    ChanWebSocket: st.sampled_from(["MEDIA_START connection_id:c format:ulaw", "MEDIA_START connection_id:c format:slin16", "DTMF_END digit:7",
                                    "MEDIA_XOFF", "STATUS a:b:c", "MEDIA_START :", "DTMF_END"])
    | objects(event=st.sampled_from(["MEDIA_START", "DTMF_END"]), connection_id=st.just("c"), format=st.just("slin"), digit=st.just("7")),
    MediaStreams: objects(
        event=st.sampled_from(["connected", "start", "media", "dtmf", "mark", "stop"]),
        start=inner(callSid=st.just("c"), tracks=st.just(["inbound", "outbound"]), mediaFormat=MEDIA_FORMAT, customParameters=inner(seat=st.just("801"))),
        media=inner(track=st.sampled_from(["inbound", "outbound"]), timestamp=st.integers(0, 10**13).map(str), payload=SOUND),
        dtmf=inner(digit=st.just("7"), track=st.just("inbound_track")),
    ),
}  # fmt: skip
EVENTS = (Opened, Sound, Digit, Closed, Reply)


def audiosocket_bytes():
    """Frames, right and wrong: of every kind, of lengths that are true, short and huge."""
    frame = st.tuples(KINDS, st.binary(max_size=40), st.none() | st.integers(0, 65535)).map(
        lambda f: bytes([f[0]]) + (len(f[1]) if f[2] is None else f[2]).to_bytes(2, "big") + f[1]
    )
    opening = st.just(bytes([1, 0, 16]) + b"u" * 16)
    return st.lists(opening | frame | st.binary(max_size=20), max_size=12).map(b"".join)


def cut(data: bytes, places: list[int]) -> list[bytes]:
    marks = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[a:b] for a, b in zip(marks, marks[1:], strict=False)]


@given(audiosocket_bytes(), st.lists(st.integers(0, 500), max_size=6))
def test_audiosocket_tells_events_or_refuses_wherever_it_is_cut(data, places):
    def told(pieces):
        reader, events = AudioSocket(), []
        try:
            for piece in pieces:
                events += [(type(event), str(event)[:40]) for event in reader.feed(piece)]
                assert len(reader._rest) <= 3 + 65_535
        except Refused:
            events.append("refused")
        return events

    whole, pieces = told([data]), told(cut(data, places))
    assert ("refused" in whole) == ("refused" in pieces)
    assert "refused" in whole or whole == pieces
    assert all(event == "refused" or issubclass(event[0], EVENTS) for event in pieces)


@settings(max_examples=300)
@given(st.data())
def test_every_websocket_format_tells_events_or_refuses(data):
    kind = data.draw(st.sampled_from(list(TEXTS)))
    query = data.draw(
        st.dictionaries(
            st.sampled_from(["call", "leg", "mix", "rate", "encoding", "x"]), st.text(max_size=9), max_size=4
        )
    )
    messages = data.draw(st.lists(TEXTS[kind] | st.text(max_size=30) | st.binary(max_size=50), max_size=8))  # fmt: skip
    try:
        dialect = kind(query)
        for message in messages:
            told = dialect.binary(message) if isinstance(message, bytes) else dialect.text(message)
            assert all(isinstance(event, EVENTS) for event in told)
    except Refused:
        pass


class Closable:
    """A link to nobody."""

    def hang_up(self, refusal):
        self.refusal = refusal


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_connections_in_any_order_leave_no_call_no_ear_and_no_thread(data):
    """Several connections of a few calls, their messages mixed, some cut off, some broken."""
    plans = data.draw(
        st.lists(
            st.tuples(
                st.sampled_from(list(TEXTS)),
                st.lists(st.integers(0, 5), max_size=6),
                st.sampled_from(["leaves", "breaks", "stays"]),
            ),
            min_size=1,
            max_size=5,
        )
    )
    messages = {
        kind: data.draw(st.lists(TEXTS[kind] | st.binary(max_size=50), min_size=6, max_size=6))
        for kind in TEXTS
    }

    async def scene():
        connections = []
        async with Scene(grace_seconds=0.05, calls=2) as office:
            for kind, order, ending in plans:
                connection = Connection(office.board, kind.__name__, Closable())
                connections.append(connection)
                dialect = kind({"call": "c", "rate": "8k"})
                try:
                    for number in order:
                        message = messages[kind][number]
                        connection.count(len(message))
                        connection.take(
                            dialect.binary(message) if isinstance(message, bytes) else dialect.text(message)
                        )
                except Refused as refused:
                    connection.refused(refused.refusal, str(refused))
                if ending != "stays" or connection.session is None:
                    connection.gone(None if ending == "breaks" else End.HUNG_UP)
            await office.board.stop()
            for connection in connections:
                connection.gone(None)  # their sockets close with the board

    before = threading.active_count()
    asyncio.run(scene())
    assert threading.active_count() <= before


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(audiosocket_bytes(), st.lists(st.integers(0, 500), max_size=4), st.booleans()), max_size=4
    )
)
def test_real_sockets_with_anything_on_them_leave_nothing_open(plans):
    async def scene():
        faults = []
        asyncio.get_running_loop().set_exception_handler(lambda loop, fault: faults.append(fault))
        async with Scene(grace_seconds=0.05) as office:
            server = await serve_audiosocket(office.board, "127.0.0.1", 0)
            port = server.sockets[0].getsockname()[1]
            for data, places, abrupt in plans:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                for piece in cut(data, places):
                    writer.write(piece)
                    await asyncio.sleep(0)
                if abrupt:
                    writer.transport.abort()
                else:
                    writer.close()
            async with asyncio.timeout(5):
                while office.board.connections or office.board.sessions:
                    await asyncio.sleep(0.01)
            server.close()
        return faults, asyncio.all_tasks() - {asyncio.current_task()}

    assert asyncio.run(scene()) == ([], set())
