"""Each WebSocket format, message by message, as its telephone system sends it."""

import base64
import json

import pytest

from zhixi.assist.talk import Leg
from zhixi.gateway.browser import Browser
from zhixi.gateway.chan_websocket import ChanWebSocket
from zhixi.gateway.events import Closed, Digit, Opened, Reply
from zhixi.gateway.mod_audio_stream import ModAudioStream
from zhixi.gateway.refusals import Refusal, Refused
from zhixi.gateway.twilio import MediaStreams

NUMBER = "13900001234"


def refusal(act) -> Refusal:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.refusal


def test_the_browsers_microphone():
    page = Browser({"seat": "agent1"})
    opened, ready = page.text('{"kind": "start", "call": "trial-1", "rate": 48000}')
    assert opened == Opened("browser-agent1-trial-1", (Leg.CALLER,), 48_000, seat="agent1")
    assert isinstance(ready, Reply)
    (sound,) = page.binary(b"\x01\x00\x02\x00")
    assert list(sound.samples) == [1, 2]
    assert page.text('{"kind": "stop"}') == [Closed()]


def test_a_page_cannot_join_another_call_or_choose_another_seat():
    page = Browser({"seat": "agent1"})
    opened, _ = page.text('{"kind": "start", "call": "pbx-1", "rate": 16000, "seat": "agent2"}')
    assert opened.name != "pbx-1" and opened.seat == "agent1"


@pytest.mark.parametrize(
    "message",
    ["", "null", "[]", "{", '{"kind": "digit", "digit": "1"}', '{"kind": "start"}', '{"kind": "start", "call": "a b", "rate": 8000}',
     '{"kind": "start", "call": "a", "rate": 8000, "leg": "both"}', '{"kind": "sing"}', "[" * 5000],
)  # fmt: skip
def test_what_a_page_must_not_send(message):
    assert refusal(lambda: Browser({}).text(message)) is Refusal.MALFORMED


START = "MEDIA_START connection_id:e226e283 channel:WebSocket/zhixi/0x7f format:ulaw optimal_frame_size:160 ptime:20"


@pytest.mark.parametrize("json_form", [False, True])
def test_asterisks_websocket_channel(json_form):
    start, digit = START, "DTMF_END digit:7"
    if json_form:
        start = json.dumps(
            {"event": "MEDIA_START", "connection_id": "e226e283", "format": "ulaw", "ptime": 20}
        )
        digit = json.dumps({"event": "DTMF_END", "digit": "7"})
    asterisk = ChanWebSocket({"leg": "agent"})
    assert asterisk.text(start) == [Opened("e226e283", (Leg.AGENT,), 8_000)]
    assert list(asterisk.binary(b"\x80\xff")[0].samples) == [32124, 0]
    assert asterisk.text(digit) == [Digit("7")]
    for steering in ("MEDIA_XOFF", "MEDIA_XON", "STATUS queue_length:43 media_paused:false", "QUEUE_DRAINED"):
        assert asterisk.text(steering) == []


def test_asterisks_codec_tells_the_rate_and_the_address_the_call():
    asterisk = ChanWebSocket({"call": "call-7"})
    assert asterisk.text(START.replace("ulaw", "slin16")) == [Opened("call-7", (Leg.CALLER,), 16_000)]
    assert list(asterisk.binary(b"\x01\x00")[0].samples) == [1]


@pytest.mark.parametrize("codec", ["opus", "g722", "slin7", ""])
def test_a_codec_that_is_not_known_is_refused(codec):
    assert refusal(lambda: ChanWebSocket({}).text(START.replace("ulaw", codec))) is Refusal.ENCODING


def test_what_asterisk_never_sends():
    assert refusal(lambda: ChanWebSocket({}).binary(b"\0\0")) is Refusal.MALFORMED
    assert refusal(lambda: ChanWebSocket({}).text("hello there")) is Refusal.MALFORMED
    started = ChanWebSocket({})
    started.text(START)
    assert refusal(lambda: started.text(START)) is Refusal.MALFORMED


def test_freeswitch_tells_itself_in_the_first_text_frame():
    switch = ModAudioStream({})
    told = {"call": "call-7", "mix": "stereo", "rate": "16k", "calling_number": NUMBER, "seat": "801"}
    (opened,) = switch.text(json.dumps(told))
    assert opened == Opened("call-7", (Leg.CALLER, Leg.AGENT), 16_000, NUMBER, "", "801")
    assert NUMBER not in repr(opened)
    caller, agent = switch.binary(b"\x01\x00\x02\x00\x03\x00\x04\x00")
    assert (caller.leg, list(caller.samples)) == (Leg.CALLER, [1, 3])
    assert (agent.leg, list(agent.samples)) == (Leg.AGENT, [2, 4])


def test_freeswitch_may_tell_itself_in_the_address_and_send_sound_at_once():
    opened, sound = ModAudioStream({"call": "c", "mix": "mixed", "rate": "8k"}).binary(b"\x01\x00")
    assert opened == Opened("c", (Leg.MIXED,), 8_000) and list(sound.samples) == [1]


def test_freeswitch_may_send_network_byte_order_if_it_says_so():
    _, sound = ModAudioStream({"call": "c", "encoding": "l16be"}).binary(b"\x00\x01")
    assert list(sound.samples) == [1]


def test_numbers_in_the_address_are_not_read():
    opened, _ = ModAudioStream({"call": "c", "calling_number": NUMBER}).binary(b"\x01\x00")
    assert opened.calling_number == ""


@pytest.mark.parametrize(
    "told", [{}, {"call": "c", "mix": "both"}, {"call": "c", "mix": "stereo", "leg": "mixed"}]
)
def test_what_freeswitch_must_tell(told):
    assert refusal(lambda: ModAudioStream(told).binary(b"\0\0")) is Refusal.MALFORMED


def test_a_stereo_frame_has_two_equal_sides():
    switch = ModAudioStream({"call": "c", "mix": "stereo"})
    assert refusal(lambda: switch.binary(b"\0\0\0\0\0\0")) is Refusal.MALFORMED


def media(track, timestamp, payload) -> str:
    body = {"track": track, "timestamp": timestamp, "payload": base64.b64encode(payload).decode()}
    return json.dumps({"event": "media", "streamSid": "MZ1", "media": body})


def stream(**start) -> MediaStreams:
    told = {
        "callSid": "CA1",
        "tracks": ["inbound", "outbound"],
        "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
        "customParameters": {"calling_number": NUMBER, "seat": "801"},
    }
    made = MediaStreams({})
    made.opened = made.text(json.dumps({"event": "start", "streamSid": "MZ1", "start": told | start}))
    return made


def test_a_media_stream_in_json():
    made = stream()
    assert MediaStreams({}).text('{"event": "connected", "protocol": "Call", "version": "1.0.0"}') == []
    assert made.opened == [Opened("CA1", (Leg.CALLER, Leg.AGENT), 8_000, NUMBER, "", "801")]
    (sound,) = made.text(media("outbound", "40", b"\x80\xff"))
    assert (sound.leg, sound.at, list(sound.samples)) == (Leg.AGENT, 0.04, [32124, 0])
    assert made.text('{"event": "dtmf", "dtmf": {"track": "inbound_track", "digit": "#"}}') == [
        Digit("#", Leg.CALLER)
    ]
    assert made.text('{"event": "mark", "mark": {"name": "x"}}') == []
    assert made.text('{"event": "stop", "stop": {}}') == [Closed()]


def test_a_stream_without_a_clock_is_laid_as_it_comes():
    (sound,) = stream().text(media("inbound", "later", b"\xff"))
    assert sound.at is None


@pytest.mark.parametrize(
    "message",
    [media("inbound", "0", b"").replace('""', '"%%"'), media("both", "0", b"\xff"), '{"event": "media"}', '{"event": "sing"}',
     '{"event": "dtmf", "dtmf": {"digit": "77"}}', '{"event": "media", "media": {"payload": 7}}'],
)  # fmt: skip
def test_what_a_media_stream_must_not_send(message):
    assert refusal(lambda: stream().text(message)) is Refusal.MALFORMED


def test_an_encoding_that_is_not_known_is_refused():
    assert (
        refusal(lambda: stream(mediaFormat={"encoding": "audio/opus", "sampleRate": 8000}))
        is Refusal.ENCODING
    )
    assert refusal(lambda: stream(mediaFormat={"encoding": "PCMU", "sampleRate": 8001})) is Refusal.ENCODING
