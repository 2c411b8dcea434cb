"""Encodings against ITU-T G.711's own figures, and against an encoder written from its text."""

import numpy as np
import pytest

from zhixi.gateway.codecs import L16_BE, L16_LE, PCMA, PCMU, decode, encoding_of, rate_of
from zhixi.gateway.refusals import Refusal, Refused


def segments(value: int, *, alaw: bool) -> int:
    """G.711 from its text: sign, three bits of segment, four of step."""
    sign = 0x80 if (value >= 0) else 0
    size = min(abs(value), 32_635)
    if alaw:
        size >>= 4
        segment = max(size.bit_length() - 4, 0)
        step = size & 15 if segment == 0 else (size >> (segment - 1)) & 15
        return (sign | segment << 4 | step) ^ 0x55
    size += 0x84
    segment = size.bit_length() - 8
    return ~((0x80 - sign) | segment << 4 | (size >> (segment + 3)) & 15) & 0xFF


@pytest.mark.parametrize("encoding", [PCMU, PCMA])
def test_each_of_the_256_octets_goes_back_to_itself(encoding):
    octets = bytes(range(256))
    again = [segments(int(value), alaw=encoding == PCMA) for value in decode(encoding, octets)]
    zero = {0x7F: 0xFF} if encoding == PCMU else {}  # µ-law has two zeros
    assert again == [zero.get(octet, octet) for octet in octets]


@pytest.mark.parametrize(
    "encoding, octet, value",
    [(PCMU, 0x00, -32124), (PCMU, 0x80, 32124), (PCMU, 0xFF, 0), (PCMA, 0xD5, 8), (PCMA, 0x55, -8), (PCMA, 0xAA, 32256)],
)  # fmt: skip
def test_the_standards_figures(encoding, octet, value):
    assert decode(encoding, bytes([octet])) == [value]


def test_linear_sound_in_both_byte_orders():
    assert (
        list(decode(L16_LE, b"\x01\x00\xff\x7f")) == list(decode(L16_BE, b"\x00\x01\x7f\xff")) == [1, 32767]
    )
    assert decode(L16_BE, b"\x00\x01").dtype == np.int16


def test_half_a_sample_is_refused():
    with pytest.raises(Refused, match="half a sample"):
        decode(L16_LE, b"\x01\x02\x03")


@pytest.mark.parametrize("name", ["ulaw", "audio/x-mulaw", "PCMU"])
def test_the_formats_names_for_one_encoding(name):
    assert encoding_of(name) == PCMU


@pytest.mark.parametrize("name", ["opus", "", None, 7, "g729"])
def test_other_encodings_are_refused(name):
    with pytest.raises(Refused) as refused:
        encoding_of(name)
    assert refused.value.refusal is Refusal.ENCODING


@pytest.mark.parametrize("value, rate", [("8k", 8000), (16000, 16000), ("16000", 16000), ("48K", 48000)])
def test_rates(value, rate):
    assert rate_of(value) == rate


@pytest.mark.parametrize("value", ["8", "0", "-8000", "1e4", None, "９k", "7999", [8000]])
def test_other_rates_are_refused(value):
    with pytest.raises(Refused):
        rate_of(value)
