"""Where files lie: under ATTACHMENT_HOME by the SM3 of their content, sealed, each once however many rows name it.

A file is written beside its place and renamed, so that it is there whole or not at all. What a killed process leaves
lies in `parts/` and is swept.
"""

import contextlib
import dataclasses
import os
import pathlib
import re
import uuid
from collections.abc import Iterable, Iterator

from cryptography.hazmat.primitives import hashes
from django.conf import settings

from zhixi.errors import NotFound, storage_fault
from zhixi.hotline.privacy.streams import sealed, unsealed

NAME = re.compile(r"^[0-9a-f]{64}(\.thumbnail)?$")


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """digest: SM3 of the content, 64 hex signs. size: its bytes."""

    digest: str
    size: int


def put(parts: Iterable[bytes]) -> Kept:
    """Keep a content. Raises Unavailable where the disk is full, and leaves nothing."""
    digest, counted = hashes.Hash(hashes.SM3()), [0]

    def told() -> Iterator[bytes]:
        for part in parts:
            digest.update(part)
            counted[0] += len(part)
            yield part

    with _written(sealed(told())) as beside:
        kept = Kept(digest.finalize().hex(), counted[0])
        _move(beside, path_of(kept.digest))
    return kept


def put_thumbnail(digest: str, content: bytes) -> None:
    with _written(sealed([content])) as beside:
        _move(beside, thumbnail_of(digest))


def read(path: pathlib.Path) -> Iterator[bytes]:
    """The content, part by part. Raises NotFound before the first where the file is gone."""
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise NotFound("附件文件不在了", cure="请联系系统管理员从备份恢复") from error

    def parts() -> Iterator[bytes]:
        with file:
            yield from unsealed(file)

    return parts()


def path_of(digest: str) -> pathlib.Path:
    return settings.ATTACHMENT_HOME / digest[:2] / digest[2:4] / digest


def thumbnail_of(digest: str) -> pathlib.Path:
    return path_of(digest).with_suffix(".thumbnail")


def parts_home() -> pathlib.Path:
    """Where what is under way lies; made when it is first asked for."""
    home = settings.ATTACHMENT_HOME / "parts"
    home.mkdir(parents=True, exist_ok=True)
    return home


def digest_in(name: str) -> str:
    """The digest that a file's name begins with, "" where it is not one of ours."""
    return name[:64] if NAME.match(name) else ""


@contextlib.contextmanager
def _written(parts: Iterable[bytes]) -> Iterator[pathlib.Path]:
    beside = None
    try:
        beside = parts_home() / uuid.uuid4().hex
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        yield beside
    except OSError as error:
        fault = storage_fault(error)
        if fault is None:
            raise
        raise fault from error
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def _move(beside: pathlib.Path, path: pathlib.Path) -> None:
    """Over what may lie there already: the same content, and young again, so that no sweep takes it meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.replace(beside, path)
