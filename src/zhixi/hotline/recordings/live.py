"""The sound of a call while it comes, on disk at once (边录边存).

    RECORDING_HOME/live/CALL.LEG.RATE: records of [length][nonce][tag][sealed: seconds, int16 samples]

Each record is one write, so that a kill loses what was not given yet (half a second) and nothing before it. A record
that was cut off is the last, and is left out. Each leg is written by one thread at a time.
"""

import dataclasses
import os
import pathlib
import struct
import uuid
from collections.abc import Iterator

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

from zhixi.assist.talk import Leg
from zhixi.hotline.privacy.sealing import key_for

HEAD = struct.Struct("<I12s16s")
AT = struct.Struct("<d")
LONGEST = 1 << 22  # bytes of a record; more is a broken file


@dataclasses.dataclass(frozen=True, slots=True)
class LegFile:
    """What lies there of one leg. rate: samples a second."""

    path: pathlib.Path
    call: uuid.UUID
    leg: Leg
    rate: int


class Writer:
    """The legs of one call. Files stay open until `close`."""

    def __init__(self, call: uuid.UUID):
        self._call, self._files = call, {}

    def write(self, leg: Leg, at: float, samples: np.ndarray, rate: int) -> None:
        """at: seconds from the call's first sound. Raises OSError where the disk is full."""
        file = self._files.get((leg, rate))
        if file is None:
            path = live_home() / f"{self._call}.{leg}.{rate}"
            file = self._files[leg, rate] = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            os.ftruncate(file, _whole(file))
        _append(file, _sealed(AT.pack(at) + np.asarray(samples, "<i2").tobytes(), _name(self._call, leg)))

    def close(self) -> None:
        files, self._files = self._files, {}
        for file in files.values():
            os.close(file)


def live_home() -> pathlib.Path:
    home = settings.RECORDING_HOME / "live"
    home.mkdir(parents=True, exist_ok=True)
    return home


def files() -> list[LegFile]:
    """All that lies there, calls under way included."""
    return sorted(filter(None, map(_leg_file, live_home().iterdir())), key=lambda file: file.path.name)


def read(file: LegFile) -> Iterator[tuple[float, np.ndarray]]:
    """(seconds, int16 samples) in the order of writing; ends at the first record that is not whole."""
    with file.path.open("rb") as stream:
        while len(head := stream.read(HEAD.size)) == HEAD.size:
            length, nonce, tag = HEAD.unpack(head)
            body = stream.read(length) if length <= LONGEST else b""
            if len(body) < max(length, AT.size):
                return
            try:
                plain = _unsealed(body, nonce, tag, _name(file.call, file.leg))
            except InvalidTag:
                return
            yield AT.unpack_from(plain)[0], np.frombuffer(plain, "<i2", offset=AT.size)


def _whole(file: int) -> int:
    """How much of a file is whole records: what a kill cut off would hide all that is written after it."""
    end, size = 0, os.fstat(file).st_size
    while len(head := os.pread(file, HEAD.size, end)) == HEAD.size:
        following = end + HEAD.size + HEAD.unpack(head)[0]
        if following > size:
            break
        end = following
    return end


def _append(file: int, record: bytes) -> None:
    """All of it or nothing: a record that the disk had no room for would hide those after it."""
    end = os.lseek(file, 0, os.SEEK_END)
    try:
        written = os.write(file, record)
        if written < len(record):
            os.write(file, record[written:])  # raises where the disk is full
    except OSError:
        os.ftruncate(file, end)
        raise


def _sealed(plain: bytes, name: bytes) -> bytes:
    nonce = os.urandom(12)
    encryptor = Cipher(algorithms.SM4(key_for(b"live sound")[:16]), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(name)
    body = encryptor.update(plain) + encryptor.finalize()
    return HEAD.pack(len(body), nonce, encryptor.tag) + body


def _unsealed(body: bytes, nonce: bytes, tag: bytes, name: bytes) -> bytes:
    decryptor = Cipher(algorithms.SM4(key_for(b"live sound")[:16]), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(name)
    return decryptor.update(body) + decryptor.finalize()


def _name(call: uuid.UUID, leg: Leg) -> bytes:
    return f"{call}.{leg}".encode()


def _leg_file(path: pathlib.Path) -> LegFile | None:
    try:
        call, leg, rate = path.name.split(".")
        return LegFile(path, uuid.UUID(call), Leg(leg), int(rate))
    except ValueError:
        return None
