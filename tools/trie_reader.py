"""Read KenLM's binary format (quantised trie with array pointers), as libime ships it, with numpy alone.

Only what a bigram model needs: words, their probabilities and backoffs, and pairs of words. Logarithms to base 10.
"""

import dataclasses
import pathlib
import struct

import numpy as np

MAGIC = b"mmap lm http://kheafield.com/code format version 5\n"
COUNTS, VOCABULARY = 0x6C, 0x88  # offsets in a model of order three
ARRAY_QUANTISED = 5


@dataclasses.dataclass
class Bigrams:
    """first, second: word numbers of each pair; chance: log10 of P(second | first)."""

    words: list[str]
    alone: np.ndarray
    backoff: np.ndarray
    first: np.ndarray
    second: np.ndarray
    chance: np.ndarray


def read_trie(path: pathlib.Path) -> Bigrams:
    raw = path.read_bytes()
    order, kind = raw[0x58], raw[0x60]
    if not raw.startswith(MAGIC) or (order, kind) != (3, ARRAY_QUANTISED):
        raise SystemExit(f"{path} is not a quantised KenLM trie of order three")
    words, pairs, triples = struct.unpack_from("<3Q", raw, COUNTS)
    at = VOCABULARY + 8 + 8 * words
    chance_bits, backoff_bits = raw[at + 1], raw[at + 2]
    chances = np.frombuffer(raw, "<f4", 1 << chance_bits, at + 8)
    at += 8 + 4 * ((2 << chance_bits) + (1 << backoff_bits))
    alone = np.frombuffer(
        raw, np.dtype([("chance", "<f4"), ("backoff", "<f4"), ("next", "<u8")]), words + 2, at
    )
    at += 16 * (words + 2)
    chopped = _chopped(pairs + 1, triples, raw[at + 1])
    inline = triples.bit_length() - chopped
    base = at + 8 * (1 + (triples >> inline) + 1) + 7
    width = words.bit_length() + chance_bits + backoff_bits + inline
    first = _fields(raw, base, pairs, width, 0, words.bit_length())
    place = _fields(raw, base, pairs, width, words.bit_length() + backoff_bits, chance_bits)
    second = np.repeat(np.arange(words), np.diff(alone["next"][: words + 1].astype(np.int64)))
    names = raw[raw.rindex(b"<unk>\0") :].decode().split("\0")[:words]
    return Bigrams(names, alone["chance"][:words], alone["backoff"][:words], first, second, chances[place])


def _chopped(most: int, pointers: int, allowed: int) -> int:
    """How many high bits of a pointer the file keeps in a table instead (KenLM's own rule)."""
    bits = pointers.bit_length()
    cost = [(pointers >> (bits - cut)) * 64 - most * cut for cut in range(min(bits, allowed) + 1)]
    return cost.index(min(cost))


def _fields(raw: bytes, base: int, count: int, width: int, offset: int, bits: int) -> np.ndarray:
    """One field of each of `count` records that are packed bit by bit."""
    data = np.frombuffer(raw, np.uint8)
    start = np.arange(count, dtype=np.int64) * width + offset
    value = np.zeros(count, np.int64)
    for byte in range(5):
        value |= data[base + (start >> 3) + byte].astype(np.int64) << (8 * byte)
    return (value >> (start & 7)) & ((1 << bits) - 1)
