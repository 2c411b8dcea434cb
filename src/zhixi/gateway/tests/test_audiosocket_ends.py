"""How a call at Asterisk's AudioSocket ends, and what is not let in."""

import asyncio
import contextlib
import uuid

import numpy as np

from zhixi.assist.talk import Leg
from zhixi.errors import NotAllowed
from zhixi.gateway.guards import Announced, Guard
from zhixi.gateway.line import End, Standing
from zhixi.gateway.tests.asterisk import Asterisk
from zhixi.gateway.tests.audiosocket_scene import NAME, WORDS, door, played
from zhixi.gateway.tests.kit import KeepingOffice, until


def test_a_hang_up_before_any_sound_tells_the_office_nothing():
    async def scene():
        async with door() as office:
            caller = await Asterisk.dialling(office.port)
            await caller.says(0x01, NAME.bytes)
            await caller.says(0x00)
            await caller.hears()
            return office.office.lines

    assert played(scene()) == []


def test_a_connection_that_breaks_and_does_not_come_back_ends_the_call_as_lost():
    async def scene():
        async with door(grace_seconds=0.2) as office:
            caller = await Asterisk.dialling(office.port)
            await caller.says(0x01, NAME.bytes)
            await caller.speaks(WORDS.tobytes())
            await until(lambda: office.ears.ears)
            caller.dies()
            await until(lambda: office.office.lines and office.office.line().ended)
            return office.office.line()

    line = played(scene())
    assert line.ended is End.LOST
    assert np.array_equal(line.samples(Leg.CALLER)[: len(WORDS)], WORDS)


def test_no_frames_is_silence_and_no_hang_up():
    async def scene():
        async with door() as office:
            caller = await Asterisk.dialling(office.port)
            await caller.says(0x01, NAME.bytes)
            await caller.speaks(WORDS.tobytes()[:320])
            await asyncio.sleep(1.2)
            heard = office.ears.ears[0].count / 16_000
            await caller.speaks(WORDS.tobytes())
            await caller.says(0x00)
            await until(lambda: office.office.line().ended)
            return heard, office.office.line()

    heard, line = played(scene())
    assert 0.3 < heard < 1.2
    assert line.of("gap") and line.ended is End.HUNG_UP
    assert np.array_equal(line.samples(Leg.CALLER)[-len(WORDS) :], WORDS)


def test_silence_without_end_ends_the_call():
    async def scene():
        async with door(silence_seconds=0.3) as office:
            caller = await Asterisk.dialling(office.port)
            await caller.says(0x01, NAME.bytes)
            await caller.speaks(WORDS.tobytes()[:320])
            said = await caller.hears()
            await until(lambda: office.office.line().ended)
            return said, office.office.line().ended

    assert played(scene()) == (b"\x00\x00\x00", End.SILENT)


def test_a_call_that_the_desk_hung_up_is_closed_at_the_door():
    async def scene():
        async with door() as office:
            office.office.standings[str(NAME)] = Standing.OVER
            caller = await Asterisk.dialling(office.port)
            await caller.says(0x01, NAME.bytes)
            await caller.speaks(WORDS.tobytes())
            said = await caller.hears(4.0)
            await until(lambda: office.office.line().ended)
            return said, office.office.line().ended

    assert played(scene()) == (b"\x00\x00\x00", End.OVER)


def test_one_call_too_many_is_refused_and_the_others_go_on():
    async def scene():
        async with door(calls=1) as office:
            first, second = [await Asterisk.dialling(office.port) for _ in range(2)]
            for end in (first, second):
                await end.says(0x01, uuid.uuid4().bytes)
                await end.speaks(WORDS.tobytes()[:320])
                await asyncio.sleep(0.1)
            refused = await second.hears()
            await first.speaks(WORDS.tobytes())
            await first.says(0x00)
            await until(lambda: office.office.line().ended)
            return refused, office.office.line().ended

    assert played(scene()) == (b"\x00\x00\x00", End.HUNG_UP)


def test_more_bytes_than_any_call_has_end_it():
    async def scene():
        async with door(bytes_a_second=1_000) as office:
            caller = await Asterisk.dialling(office.port)
            await caller.says(0x01, NAME.bytes)
            await caller.speaks(WORDS.tobytes()[:320])
            await until(lambda: office.office.lines)
            with contextlib.suppress(ConnectionError):
                await caller.speaks(WORDS.tobytes())
            await until(lambda: office.office.line().ended)
            return office.office.line().ended

    assert played(scene()) is End.BAD


def test_an_address_that_is_not_known_must_be_announced():
    async def scene():
        guard = Guard.of("", "10.9.8.0/24")
        async with door(guard=guard) as office:
            known, stranger = [await Asterisk.dialling(office.port) for _ in range(2)]
            office.board.announcements.add(str(NAME), Announced(str(NAME), Leg.AGENT))
            await known.says(0x01, NAME.bytes)
            await known.speaks(WORDS.tobytes())
            await stranger.says(0x01, uuid.uuid4().bytes)
            await stranger.speaks(WORDS.tobytes()[:320])
            refused = await stranger.hears()
            await known.says(0x00)
            await until(lambda: office.office.line().ended)
            return refused, office.office.line().begin.legs

    assert played(scene()) == (b"\x00\x00\x00", (Leg.AGENT,))


def test_a_call_that_the_office_will_not_have_is_hung_up():
    async def scene():
        async with door(office=KeepingOffice(refusal=NotAllowed("不接"))) as office:
            caller = await Asterisk.dialling(office.port)
            await caller.says(0x01, NAME.bytes)
            await caller.speaks(WORDS.tobytes()[:320])
            said = await caller.hears()
            await until(lambda: not office.board.sessions)
            return said

    assert played(scene()) == b"\x00\x00\x00"


def test_a_gateway_that_stops_tells_the_office_so_and_leaves_nothing_open():
    async def scene():
        async with door() as office:
            caller = await Asterisk.dialling(office.port)
            await caller.says(0x01, NAME.bytes)
            await caller.speaks(WORDS.tobytes())
            await until(lambda: office.ears.ears)
        return office.office.line()

    line = played(scene())
    assert line.ended is End.STOPPING
    assert np.array_equal(line.samples(Leg.CALLER), WORDS)
