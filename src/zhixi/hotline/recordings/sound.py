"""Legs put together into one file, and numbers covered by a tone; pure but for libsndfile.

A file has one channel a leg, the citizen's first. Opus is small (16 kB a minute and side); FLAC loses nothing.
"""

import io
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import soundfile
import soxr

KINDS = {"opus": ("OGG", "OPUS", "audio/ogg"), "flac": ("FLAC", "PCM_16", "audio/flac")}
RATES = (8_000, 12_000, 16_000, 24_000, 48_000)  # that Opus knows
TONE, LOUD = 1_000.0, 0.1  # Hz, of full scale
Piece = tuple[float, np.ndarray]  # seconds, int16 samples
Span = tuple[float, float]


def steady(pieces: Iterable[Piece], rate: int) -> Iterator[np.ndarray]:
    """One stream without holes: silence where nothing came; what came twice counts once, as it came first."""
    done = 0
    for at, samples in pieces:
        start = round(at * rate)
        if start > done:
            yield from _silence(start - done)
            done = start
        fresh = samples[done - start :]
        if len(fresh):
            yield fresh
            done += len(fresh)


def encode(legs: Sequence[tuple[int, Iterable[Piece]]], kind: str) -> tuple[bytes, float]:
    """(the file, its seconds). legs: (rate, pieces) each; one of another rate is brought to the highest."""
    rate = min((known for known in RATES if known >= max(rate for rate, _ in legs)), default=RATES[-1])
    blocks = [_blocks(_at_rate(steady(pieces, own), own, rate), rate) for own, pieces in legs]
    return _written(_side_by_side(blocks), len(legs), rate, kind)


def at_rate(samples: np.ndarray, own: int, rate: int) -> np.ndarray:
    """A piece by itself at another rate."""
    return samples if own == rate else soxr.resample(samples, own, rate)


def cover(content: bytes, spans: Sequence[Sequence[Span]], kind: str) -> bytes:
    """The same sound with a tone over the spans (seconds) of each channel."""
    with soundfile.SoundFile(io.BytesIO(content)) as file:
        return _written(_covered(file, spans), file.channels, file.samplerate, kind)[0]


def _covered(file, spans) -> Iterator[np.ndarray]:
    done, rate = 0, file.samplerate
    while len(block := file.read(rate, dtype="int16", always_2d=True)):
        times = (done + np.arange(len(block))) / rate
        tone = (np.sin(2 * np.pi * TONE * times) * LOUD * 32_767).astype(np.int16)
        for channel, channel_spans in enumerate(spans):
            for start, end in channel_spans:
                inside = (times >= start) & (times < end)
                block[inside, channel] = tone[inside]
        done += len(block)
        yield block


def _written(blocks: Iterable[np.ndarray], channels: int, rate: int, kind: str) -> tuple[bytes, float]:
    form, subtype, _ = KINDS[kind]
    out, frames = io.BytesIO(), 0
    with soundfile.SoundFile(
        out, "w", samplerate=rate, channels=channels, format=form, subtype=subtype
    ) as file:
        for block in blocks:
            file.write(block)
            frames += len(block)
    return out.getvalue(), frames / rate


def _at_rate(stream: Iterator[np.ndarray], own: int, rate: int) -> Iterator[np.ndarray]:
    if own == rate:
        yield from stream
        return
    resampler = soxr.ResampleStream(own, rate, 1, dtype="int16")
    for samples in stream:
        yield resampler.resample_chunk(samples)
    yield resampler.resample_chunk(np.zeros(0, np.int16), last=True)


def _blocks(stream: Iterator[np.ndarray], size: int) -> Iterator[np.ndarray]:
    """The stream in blocks of one size; the last is shorter."""
    rest = np.zeros(0, np.int16)
    for samples in stream:
        rest = np.concatenate([rest, samples])
        while len(rest) >= size:
            yield rest[:size]
            rest = rest[size:]
    if len(rest):
        yield rest


def _side_by_side(blocks: list[Iterator[np.ndarray]]) -> Iterator[np.ndarray]:
    """Blocks (n, channels); a leg that ends sooner is silent to the end."""
    while True:
        now = [next(stream, None) for stream in blocks]
        longest = max((len(block) for block in now if block is not None), default=0)
        if not longest:
            return
        out = np.zeros((longest, len(now)), np.int16)
        for channel, block in enumerate(now):
            if block is not None:
                out[: len(block), channel] = block
        yield out


def _silence(samples: int) -> Iterator[np.ndarray]:
    """In pieces, so that hours of it need no memory."""
    while samples > 0:
        size = min(samples, 1 << 16)
        yield np.zeros(size, np.int16)
        samples -= size
