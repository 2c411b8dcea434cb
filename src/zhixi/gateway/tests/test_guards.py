"""Tokens, networks, limits: who comes in, and how much."""

import pytest

from zhixi.assist.talk import Leg
from zhixi.errors import BadInput
from zhixi.gateway.events import Opened
from zhixi.gateway.guards import Announced, Announcements, Guard, Limits, Meter, new_token
from zhixi.gateway.refusals import Refusal, Refused

TOKEN, HASH = new_token()


def refusal(guard: Guard, token: str, address: str):
    try:
        guard.admit(token, address)
    except Refused as refused:
        return refused.refusal


@pytest.mark.parametrize(
    "tokens, networks, token, address, wanted",
    [
        ("", "", "", "127.0.0.1", None),
        ("", "", "", "::1", None),
        ("", "", "", "10.1.2.3", Refusal.NETWORK),
        (HASH, "", TOKEN, "10.1.2.3", None),
        (HASH, "", "", "127.0.0.1", Refusal.TOKEN),
        (HASH, "", TOKEN[:-1], "127.0.0.1", Refusal.TOKEN),
        (HASH, "", HASH, "127.0.0.1", Refusal.TOKEN),
        ("", "10.1.0.0/16", "", "10.1.2.3", None),
        ("", "10.1.0.0/16", "", "::ffff:10.1.2.3", None),
        ("", "10.1.0.0/16", "", "127.0.0.1", Refusal.NETWORK),
        (HASH, "10.1.0.0/16", TOKEN, "10.2.2.3", Refusal.NETWORK),
        (HASH, "10.1.0.0/16", "", "10.1.2.3", Refusal.TOKEN),
        ("", "", "", "not an address", Refusal.NETWORK),
        (f"{HASH},{'0' * 64}", "", TOKEN, "", None),
    ],
)
def test_who_comes_in(tokens, networks, token, address, wanted):
    assert refusal(Guard.of(tokens, networks), token, address) is wanted


@pytest.mark.parametrize("tokens, networks", [("secret", ""), ("", "10.1.2.3/8"), ("", "everywhere")])
def test_settings_that_cannot_be_meant_are_told(tokens, networks):
    with pytest.raises(BadInput, match="ZHIXI_GATEWAY"):
        Guard.of(tokens, networks)


def test_a_burst_after_a_stall_is_let_through_and_a_flood_is_not():
    meter = Meter(Limits(bytes_a_second=16_000), 0.0)
    meter.count(60_000, 5.0)
    with pytest.raises(Refused) as refused:
        for _ in range(20):
            meter.count(16_000, 5.1)
    assert refused.value.refusal is Refusal.TOO_FAST


def test_a_frame_that_is_too_large_is_refused_by_its_size():
    with pytest.raises(Refused) as refused:
        Meter(Limits(), 0.0).count(65_536, 0.0)
    assert refused.value.refusal is Refusal.TOO_LARGE


def test_an_announcement_is_forgotten_after_two_minutes():
    now = [0.0]
    known = Announcements(lambda: now[0])
    known.add("ABC", Announced("call-1", Leg.AGENT, "13900001234"))
    opened = Opened("abc", (Leg.CALLER,), 8_000)
    assert known.told(opened) == Opened("call-1", (Leg.AGENT,), 8_000, "13900001234")
    now[0] = 121.0
    assert known.told(opened) == opened


@pytest.mark.parametrize(
    "body", [{"leg": "nobody"}, {"call": ""}, {"call": "x" * 200}, {"call": 7}, {"leg": []}]
)
def test_an_announcement_that_makes_no_sense_is_refused(body):
    with pytest.raises(Refused):
        Announced.of("" if body == {"call": ""} else "name", body)


def test_a_number_with_letters_is_no_number():
    assert Announced.of("name", {"calling_number": "+86-139 0000"}).calling_number == ""
    assert Announced.of("name", {"calling_number": "+86-13900001234"}).calling_number == "+8613900001234"
