"""Asterisk's AudioSocket, through real sockets: what is said is heard, and what is not the format is refused."""

import asyncio
import uuid

import numpy as np
import pytest

from zhixi.assist.talk import Leg
from zhixi.gateway.guards import Announced
from zhixi.gateway.line import End
from zhixi.gateway.tests.asterisk import Asterisk
from zhixi.gateway.tests.audiosocket_scene import NAME, WORDS, door, played
from zhixi.gateway.tests.kit import KeepingOffice, until


def test_a_call_is_heard_kept_whole_and_ends_when_asterisk_hangs_up():
    async def scene():
        async with door() as office:
            caller = await Asterisk.dialling(office.port)
            await caller.says(0x01, NAME.bytes)
            await caller.speaks(WORDS.tobytes())
            await caller.says(0x03, b"7")
            await caller.says(0x00)
            await until(lambda: office.office.lines and office.office.line().ended)
            return office.office.line(), office.ears.ears[0]

    line, ear = played(scene())
    assert (line.begin.name, line.begin.door, line.begin.legs) == (str(NAME), "audiosocket", (Leg.CALLER,))
    assert np.array_equal(line.samples(Leg.CALLER), WORDS)
    assert ear.count == 2 * len(WORDS)
    assert [(leg, digit) for leg, _, digit in line.of("digit")] == [(Leg.CALLER, "7")]
    assert [heard.text for (heard,) in line.of("heard")] == ["喂"]
    assert line.ended is End.HUNG_UP


def test_frames_cut_anywhere_and_glued_together_are_the_same_call():
    async def scene():
        frames = bytes([1, 0, 16]) + NAME.bytes
        for at in range(0, 16_000, 320):
            frames += bytes([0x10, 1, 64]) + WORDS.tobytes()[at : at + 320]
        async with door() as office:
            caller = await Asterisk.dialling(office.port)
            for at in range(0, len(frames), 777):
                await caller.raw(frames[at : at + 777])
            await caller.leaves()
            await until(lambda: office.office.lines and office.office.line().ended)
            return office.office.line()

    line = played(scene())
    assert np.array_equal(line.samples(Leg.CALLER), WORDS)
    assert line.ended is End.HUNG_UP


def test_the_kind_of_the_sound_tells_its_rate():
    async def scene():
        async with door() as office:
            caller = await Asterisk.dialling(office.port)
            await caller.says(0x01, NAME.bytes)
            await caller.speaks(WORDS.tobytes(), kind=0x12, frame=640)
            await caller.says(0x00)
            await until(lambda: office.office.lines and office.office.line().ended)
            return office.office.line().sound[Leg.CALLER][0][2], office.ears.ears[0].count

    assert played(scene()) == (16_000, len(WORDS))


@pytest.mark.parametrize(
    "bytes_sent",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        bytes([0x01, 0, 15]) + b"x" * 15,
        bytes([0x10, 0, 2, 0, 0]),
        bytes([0x01, 0, 16]) + b"x" * 16 + bytes([0x01, 0, 16]) + b"x" * 16,
        bytes([0x01, 0, 16]) + b"x" * 16 + bytes([0x10, 0, 1, 7]),
        bytes([0x01, 0, 16]) + b"x" * 16 + bytes([0x03, 0, 1, 0xFE]),
        bytes([0x20, 0xFF, 0xFF]),
    ],
    ids=[
        "a browser",
        "a short UUID",
        "sound first",
        "two UUIDs",
        "half a sample",
        "no key",
        "a kind unknown",
    ],
)
def test_what_is_not_audiosocket_is_closed_with_a_hang_up(bytes_sent, caplog):
    async def scene():
        async with door() as office:
            stranger = await Asterisk.dialling(office.port)
            await stranger.raw(bytes_sent)
            return await stranger.hears()

    assert played(scene()) == b"\x00\x00\x00"
    assert "audiosocket: refused" in caplog.text


def test_two_connections_of_one_call_are_its_two_legs():
    async def scene():
        async with door() as office:
            names = [uuid.uuid4(), uuid.uuid4()]
            for name, leg in zip(names, (Leg.CALLER, Leg.AGENT), strict=True):
                office.board.announcements.add(
                    str(name), Announced("call-7", leg, "13900001234", "12345", "801")
                )
            ends = [await Asterisk.dialling(office.port) for _ in names]
            for end, name in zip(ends, names, strict=True):
                await end.says(0x01, name.bytes)
                await end.speaks(WORDS.tobytes())
            await until(lambda: len(office.ears.ears) == 2)
            await ends[0].says(0x00)
            await asyncio.sleep(0.2)
            still = office.office.line().ended
            await ends[1].says(0x00)
            await until(lambda: office.office.line().ended)
            return still, office.office.line()

    still, line = played(scene())
    assert still is None
    assert (line.begin.name, line.begin.seat, line.begin.calling_number) == ("call-7", "801", "13900001234")
    assert line.of("joined") == [(Leg.AGENT, "801")]
    assert set(line.sound) == {Leg.CALLER, Leg.AGENT}
    assert "13900001234" not in repr(line.begin)


def test_a_second_connection_for_a_leg_that_lives_is_refused_and_takes_over_one_that_died():
    async def scene():
        async with door(grace_seconds=5) as office:
            first = await Asterisk.dialling(office.port)
            await first.says(0x01, NAME.bytes)
            await first.speaks(WORDS.tobytes())
            await until(lambda: office.ears.ears)
            second = await Asterisk.dialling(office.port)
            await second.says(0x01, NAME.bytes)
            await second.speaks(WORDS.tobytes()[:320])
            refused = await second.hears()
            first.dies()
            await until(lambda: not office.board.connections)
            third = await Asterisk.dialling(office.port)
            await third.says(0x01, NAME.bytes)
            await third.speaks(WORDS.tobytes())
            await third.says(0x00)
            await until(lambda: office.office.line().ended)
            return refused, office.office.line(), len(office.ears.ears)

    refused, line, ears = played(scene())
    assert refused == b"\x00\x00\x00"
    assert ears == 1
    assert line.ended is End.HUNG_UP
    assert [fault.over for (fault,) in line.of("fault")] == [False, True]
    assert len(line.samples(Leg.CALLER)) >= 2 * len(WORDS)


def test_a_second_of_sound_that_comes_at_once_after_a_stall_is_no_frame_that_is_too_large():
    async def scene():
        async with door(frame_bytes=400) as office:
            caller = await Asterisk.dialling(office.port)
            await caller.says(0x01, NAME.bytes)
            frames = [bytes([0x10, 1, 64]) + WORDS.tobytes()[at : at + 320] for at in range(0, 16_000, 320)]
            await caller.raw(b"".join(frames))
            await caller.says(0x00)
            await until(lambda: office.office.lines and office.office.line().ended)
            return office.office.line()

    line = played(scene())
    assert line.ended is End.HUNG_UP and np.array_equal(line.samples(Leg.CALLER), WORDS)


def test_an_office_that_is_away_is_told_everything_when_it_is_back():
    async def scene():
        async with door(office=KeepingOffice(away=1)) as office:
            caller = await Asterisk.dialling(office.port)
            await caller.says(0x01, NAME.bytes)
            await caller.speaks(WORDS.tobytes())
            await caller.says(0x00)
            await until(lambda: office.office.lines and office.office.line().ended)
            return office.office.line()

    line = played(scene())
    assert np.array_equal(line.samples(Leg.CALLER), WORDS)
    assert line.of("heard")
