"""Encodings of telephone sound: G.711 A-law and µ-law by table, 16-bit linear in both byte orders.

Tables are computed from ITU-T G.711; an octet stands for one sample.
"""

import functools

import numpy as np

from zhixi.gateway.refusals import Refusal, Refused

RATES = (8_000, 16_000, 12_000, 24_000, 32_000, 44_100, 48_000, 96_000, 192_000)
PCMU, PCMA, L16_LE, L16_BE = "PCMU", "PCMA", "L16LE", "L16BE"
_NAMES = {
    "pcmu": PCMU, "ulaw": PCMU, "mulaw": PCMU, "audio/x-mulaw": PCMU, "audio/pcmu": PCMU, "audio/basic": PCMU,
    "pcma": PCMA, "alaw": PCMA, "audio/x-alaw": PCMA, "audio/pcma": PCMA,
    "l16": L16_LE, "l16le": L16_LE, "slin": L16_LE, "pcm": L16_LE, "pcm_s16le": L16_LE, "raw": L16_LE, "linear16": L16_LE,
    "audio/x-l16": L16_LE, "audio/x-raw": L16_LE, "l16be": L16_BE, "pcm_s16be": L16_BE, "audio/l16": L16_BE,
}  # fmt: skip


def encoding_of(name: object) -> str:
    """The encoding that a format calls by this name. Raises Refused."""
    found = _NAMES.get(name.strip().lower()) if isinstance(name, str) else None
    if found is None:
        raise Refused(Refusal.ENCODING, "encoding")
    return found


def rate_of(value: object) -> int:
    """8000, "8000", "8k" … → Hz. Raises Refused."""
    text = str(value).strip().lower()[:8]
    text = text[:-1] + "000" if text.endswith("k") else text
    if not text.isascii() or not text.isdigit() or int(text) not in RATES:
        raise Refused(Refusal.ENCODING, "rate")
    return int(text)


def width(encoding: str) -> int:
    """Bytes a sample."""
    return 1 if encoding in (PCMU, PCMA) else 2


def decode(encoding: str, payload: bytes) -> np.ndarray:
    """int16 samples. Half a sample at the end is malformed: what follows would be noise."""
    if encoding in (L16_LE, L16_BE):
        if len(payload) % 2:
            raise Refused(Refusal.MALFORMED, "half a sample")
        return np.frombuffer(payload, "<i2" if encoding == L16_LE else ">i2").astype(np.int16, copy=False)
    table = mulaw_table() if encoding == PCMU else alaw_table()
    return table[np.frombuffer(payload, np.uint8)]


@functools.cache
def mulaw_table() -> np.ndarray:
    octets = ~np.arange(256, dtype=np.uint8)
    exponent, mantissa = (octets >> 4) & 7, octets & 15
    size = ((mantissa.astype(np.int32) << 3) + 0x84 << exponent.astype(np.int32)) - 0x84
    return np.where(octets & 0x80, -size, size).astype(np.int16)


@functools.cache
def alaw_table() -> np.ndarray:
    octets = np.arange(256, dtype=np.uint8) ^ 0x55
    exponent, mantissa = ((octets >> 4) & 7).astype(np.int32), (octets & 15).astype(np.int32)
    small = (mantissa << 4) + 8
    size = np.where(exponent == 0, small, (small + 0x100) << np.maximum(exponent - 1, 0))
    return np.where(octets & 0x80, size, -size).astype(np.int16)
