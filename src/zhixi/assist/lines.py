"""Lines of JSON, written beside their target and put in its place all at once."""

import contextlib
import json
import os
import pathlib
import stat
import tempfile
from collections.abc import Callable, Iterator

from zhixi.errors import BadInput, Unavailable


@contextlib.contextmanager
def write_lines(path: pathlib.Path | str) -> Iterator[Callable[[dict], None]]:
    """Give a function that writes one JSON line; the file stands at `path` only after the last of them.

    Raises BadInput where nothing can be written to `path`, Unavailable when the disk is full. Whatever is
    raised inside leaves the former file as it was.
    """
    path = pathlib.Path(path)
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise BadInput(f"{path} cannot be written", cure="give a file name in a folder that is there")
    device = path.exists() and not stat.S_ISREG(path.stat().st_mode)
    file = _open(path, device)
    try:
        yield lambda line: _write(file, path, json.dumps(line, ensure_ascii=False) + "\n")
        _finish(file, path, device)
    except BaseException:
        with contextlib.suppress(OSError):
            file.close()
        if not device:
            pathlib.Path(file.name).unlink(missing_ok=True)
        raise


def _open(path: pathlib.Path, device: bool):
    try:
        if device:
            return path.open("w", encoding="utf-8")
        return tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.absolute().parent, prefix=f".{path.name}.", delete=False
        )
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}", cure="choose another folder") from error


def _write(file, path: pathlib.Path, text: str) -> None:
    try:
        file.write(text)
    except OSError as error:
        raise _full(path, error) from error


def _finish(file, path: pathlib.Path, device: bool) -> None:
    try:
        file.flush()
        if device:
            return file.close()
        os.fsync(file.fileno())
        file.close()
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(file.name, 0o666 & ~umask)
        os.replace(file.name, path)
    except OSError as error:
        raise _full(path, error) from error


def _full(path: pathlib.Path, error: OSError) -> Unavailable:
    return Unavailable(
        f"{path} was not written: {error.strerror}", cure="make room on the disk and run it again"
    )
