"""A file as it comes, from a browser or a folder, read with the limits that the office sets (限时、限内存)."""

import contextlib
import pathlib
import tempfile
import threading
from collections.abc import Iterator
from typing import BinaryIO

from django.conf import settings

from zhixi.assist.documents import Document, Limits, read
from zhixi.assist.documents.kinds import refused
from zhixi.errors import Unavailable
from zhixi.hotline.documents.planning import digest_of

AT_ONCE, PATIENCE = 2, 45  # files read at a time, and seconds that one waits for its turn
_ROOM = threading.BoundedSemaphore(AT_ONCE)


def limits() -> Limits:
    return Limits(
        bytes=settings.DOCUMENT_BYTES, seconds=settings.DOCUMENT_SECONDS, memory=settings.DOCUMENT_MEMORY
    )


def opened(path: pathlib.Path, name: str = "") -> tuple[Document, str]:
    """The document, and the digest of its bytes. Raises BadInput, or Unavailable where too many are being read."""
    if not path.is_file():
        raise refused(f"没有 {path.name} 这个文件", "请检查路径")
    if not _ROOM.acquire(timeout=PATIENCE):
        raise Unavailable("正在读取的文件较多", cure="请稍后再试")
    try:
        return read(path, name=name or path.name, limits=limits()), digest_of(path)
    finally:
        _ROOM.release()


@contextlib.contextmanager
def on_disk(file: BinaryIO, size: int) -> Iterator[pathlib.Path]:
    """What a browser sent, in a file that is gone afterwards. size: what its sender says that it has."""
    most = settings.DOCUMENT_BYTES
    given = file.seek(0, 2)
    if max(given, size) > most:
        raise refused(f"文件超过{most >> 20} MB，不能导入", "请拆分文件，或去掉其中的图片后再导入")
    if given != size:
        raise refused("文件没有传完整", "请检查网络后重新选择")
    file.seek(0)
    with tempfile.NamedTemporaryFile(suffix=".import") as kept:
        while part := file.read(1 << 20):
            kept.write(part)
        kept.flush()
        yield pathlib.Path(kept.name)
