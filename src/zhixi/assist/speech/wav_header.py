"""What a WAV file says of its length, and what it really holds.

A recorder that was killed leaves a length of nought, a copy that broke off leaves too few samples. Both
still hold speech worth reading; libsndfile alone would give silence for the first and no word for the second.
"""

import dataclasses
import io
import pathlib
import struct

UNKNOWN = 0xFFFFFFFF  # "until the end of the file", as programs write that stream into a pipe


@dataclasses.dataclass(frozen=True, slots=True)
class DataChunk:
    """Where the samples are: `at` is the file offset of the four length bytes; sizes in bytes."""

    at: int
    claimed: int
    held: int

    @property
    def unfinished(self) -> bool:
        return self.claimed == 0 and self.held > 0

    @property
    def cut_off(self) -> bool:
        return self.held < self.claimed < UNKNOWN


def find_data(path: pathlib.Path) -> DataChunk | None:
    """The data chunk of a RIFF WAVE file; None for any other file, or when there is no such chunk."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
            return None
        while len(chunk := file.read(8)) == 8:
            name, length = struct.unpack("<4sI", chunk)
            here = file.tell()
            if name == b"data":
                return DataChunk(at=here - 4, claimed=length, held=size - here)
            file.seek(here + length + length % 2)
    return None


class Unfinished(io.FileIO):
    """The file as if its recorder had written "until the end" where it wrote a length of nought."""

    def __init__(self, path: pathlib.Path, at: int):
        super().__init__(path, "rb")
        self._at = at

    def readinto(self, buffer) -> int:
        start = self.tell()
        count = super().readinto(buffer)
        view = memoryview(buffer).cast("B")
        for place in range(max(self._at, start), min(self._at + 4, start + count)):
            view[place - start] = 0xFF
        return count
