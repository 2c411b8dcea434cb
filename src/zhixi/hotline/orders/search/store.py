"""Where the index lies, how far it has followed, and who may write it.

A folder a build under `SEARCH_HOME`, named by database, layout and moment; the newest with a mark counts. The mark
names the last event that was followed and its hash, so that the index of another or a restored database is noticed.
"""

import contextlib
import functools
import json
import os
import pathlib
import re
import shutil
import threading

import tantivy
from django.conf import settings
from django.db import connection
from django.utils import timezone

from zhixi.hotline.orders.search.documents import LAYOUT, schema

MARK = "followed.json"
_HEAP = 32_000_000
_WRITING = threading.Lock()


def current() -> pathlib.Path | None:
    """The newest whole index of this database, None where there is none."""
    whole = [folder for folder in settings.SEARCH_HOME.glob(f"{_prefix()}-*") if (folder / MARK).exists()]
    return max(whole, default=None, key=lambda folder: folder.name)


def fresh() -> pathlib.Path:
    folder = settings.SEARCH_HOME / f"{_prefix()}-{timezone.now():%Y%m%d%H%M%S%f}"
    folder.mkdir(parents=True)
    return folder


def forget_others(kept: pathlib.Path) -> None:
    """Delete older builds. Whoever still reads one holds its files open and goes on."""
    for folder in settings.SEARCH_HOME.glob(f"{_prefix()}-*"):
        if folder != kept and folder.name < kept.name:
            shutil.rmtree(folder, ignore_errors=True)


@functools.lru_cache(maxsize=4)
def opened(folder: pathlib.Path) -> tantivy.Index:
    return tantivy.Index(schema(), path=str(folder), reuse=True)


@contextlib.contextmanager
def writer(folder: pathlib.Path):
    """The one writer, or None where another thread or process is writing: it follows, so we need not."""
    if not _WRITING.acquire(blocking=False):
        yield None
        return
    try:
        try:
            made = opened(folder).writer(heap_size=_HEAP, num_threads=1)
        except ValueError as error:
            if "lock" not in str(error).lower():
                raise
            yield None
            return
        yield made
        made.wait_merging_threads()
    finally:
        _WRITING.release()


def mark_of(folder: pathlib.Path) -> tuple[int, str]:
    """The n and the hash of the last event that was followed; (0, "") before the first."""
    told = json.loads((folder / MARK).read_text(encoding="utf-8"))
    return told["n"], told["hash"]


def put_mark(folder: pathlib.Path, n: int, digest: str) -> None:
    beside = folder / f"{MARK}.{os.getpid()}"
    beside.write_text(json.dumps({"n": n, "hash": digest}), encoding="utf-8")
    os.replace(beside, folder / MARK)


def _prefix() -> str:
    database = re.sub(r"\W", "", str(connection.settings_dict["NAME"]))[-40:]
    return f"{database}-{LAYOUT}"
