"""Where finished recordings lie: under RECORDING_HOME by the SM3 of their content, sealed, whole or not at all."""

import io
import os
import pathlib
import uuid
from collections.abc import Iterator

from django.conf import settings

from zhixi.errors import NotFound
from zhixi.hotline.privacy import streams
from zhixi.hotline.privacy.sealing import sm3

GONE = "录音文件不在了"


def put(content: bytes) -> str:
    """Keep it; its digest. Raises OSError where the disk is full, and leaves nothing."""
    digest = sm3(content).hex()
    path = path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(uuid.uuid4().hex)
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for part in streams.sealed([content]):
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return digest


def whole(digest: str) -> bytes:
    """Raises NotFound where the file is gone, Unavailable where it was harmed."""
    return b"".join(_open(digest, streams.unsealed))


def part(digest: str, start: int, stop: int) -> bytes:
    """Bytes start to stop of the content, without opening what lies before them."""
    return b"".join(_open(digest, lambda file: streams.unsealed_part(file, start, stop)))


def erase(digest: str) -> None:
    path_of(digest).unlink(missing_ok=True)


def path_of(digest: str) -> pathlib.Path:
    return settings.RECORDING_HOME / digest[:2] / digest


def _open(digest: str, read) -> Iterator[bytes]:
    try:
        with path_of(digest).open("rb") as file:
            yield from read(io.BufferedReader(file))
    except FileNotFoundError as error:
        raise NotFound(GONE, cure="请联系系统管理员从备份恢复") from error
