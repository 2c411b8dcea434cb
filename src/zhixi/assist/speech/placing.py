"""A folder of weights takes its place all at once, or not at all."""

import contextlib
import errno
import os
import pathlib
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterator

from zhixi.errors import Unavailable

STALE = 3_600  # seconds after which a work folder can only be the leftover of a killed install


def put(ready: pathlib.Path, target: pathlib.Path, work: pathlib.Path) -> None:
    """Move the new folder in; a former one steps aside first, and goes with the work folder."""
    if target.exists():
        os.replace(target, work / "former")
    os.replace(ready, target)


def need_room(folder: pathlib.Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size:
        raise Unavailable(
            f"{size / 1e6:.0f} MB are needed in {folder.parent}, and {free / 1e6:.0f} MB are free",
            cure="make room, or set ZHIXI_HOME to a larger disk",
        )


@contextlib.contextmanager
def work_folder(target: pathlib.Path) -> Iterator[pathlib.Path]:
    target.parent.mkdir(parents=True, exist_ok=True)
    for leftover in target.parent.glob(f".{target.name}.*"):
        if time.time() - leftover.stat().st_mtime > STALE:
            shutil.rmtree(leftover, ignore_errors=True)
    with tempfile.TemporaryDirectory(
        dir=target.parent, prefix=f".{target.name}.", ignore_cleanup_errors=True
    ) as work:
        yield pathlib.Path(work)


@contextlib.contextmanager
def told(target: pathlib.Path) -> Iterator[None]:
    """A disk that is full or may not be written becomes a message; nothing half-installed stays."""
    try:
        yield
    except zipfile.BadZipFile as error:
        raise Unavailable(f"a package of {target.name} is damaged: {error}", cure="fetch it again") from error
    except OSError as error:
        cure = "make room, or set ZHIXI_HOME to a larger disk"
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            cure = "look at the folder's rights, or set ZHIXI_HOME to a folder of yours"
        raise Unavailable(f"{target} cannot be written: {error.strerror}", cure=cure) from error
