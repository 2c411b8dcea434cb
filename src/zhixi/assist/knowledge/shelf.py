"""Vectors of an office's own texts, worked out once and kept on disk for all its processes. Nobody's words ever are."""

import contextlib
import fcntl
import os
import pathlib
import threading
from collections.abc import Collection, Iterator, Mapping

import numpy as np

KEY = 16  # bytes


class Shelf:
    """A file of records, a key and a vector each, that grows at its end. Deleting it loses nothing but time.

    Safe for threads and processes: who writes holds a lock, who reads takes what was whole when it looked last.
    """

    def __init__(self, path: pathlib.Path, width: int):
        self._path, self._record = path, np.dtype([("key", f"V{KEY}"), ("vector", "<f4", (width,))])
        self._at: dict[bytes, int] = {}
        self._rows: np.ndarray = np.zeros(0, self._record)
        self._seen = (0, 0)  # of the file: which it is, and how long
        self._turn = threading.Lock()

    def __len__(self) -> int:
        return len(self._at)

    def find(self, keys: Collection[bytes]) -> dict[bytes, np.ndarray]:
        """Those of these that are kept."""
        with self._turn:
            if any(key not in self._at for key in keys):
                self._look_again()
            return {key: self._rows["vector"][self._at[key]] for key in keys if key in self._at}

    def put(self, found: Mapping[bytes, np.ndarray]) -> None:
        """Keep these at the end. What a killed process left there half is cut off first."""
        rows = self._made(found)
        with self._written() as file:
            file.truncate(file.seek(0, os.SEEK_END) // self._record.itemsize * self._record.itemsize)
            file.seek(0, os.SEEK_END)
            file.write(rows.tobytes())

    def keep_only(self, keys: Collection[bytes]) -> None:
        """Write what is still wanted to a new file in the place of the old."""
        with self._written():
            kept = self.find(keys)
            beside = self._path.with_suffix(".new")
            beside.write_bytes(self._made(kept).tobytes())
            os.replace(beside, self._path)
            with self._turn:
                self._look_again()

    def _made(self, found: Mapping[bytes, np.ndarray]) -> np.ndarray:
        rows = np.zeros(len(found), self._record)
        for row, (key, vector) in zip(rows, found.items(), strict=True):
            row["key"], row["vector"] = np.void(key), vector
        return rows

    @contextlib.contextmanager
    def _written(self) -> Iterator:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with self._path.open("r+b" if self._path.exists() else "w+b") as file:
                yield file

    def _look_again(self) -> None:
        """Take up what others have written since, or another file in its place. What cannot be read is not there."""
        with contextlib.suppress(OSError), self._path.open("rb") as file:
            told = os.fstat(file.fileno())
            if (told.st_ino, told.st_size) != self._seen:
                self._take_up(file, told)

    def _take_up(self, file, told: os.stat_result) -> None:
        before = len(self._rows) if told.st_ino == self._seen[0] and told.st_size > self._seen[1] else 0
        whole = told.st_size // self._record.itemsize
        if not whole:
            return
        self._rows = np.memmap(file, self._record, "r", shape=(whole,))
        if not before:
            self._at = {}
        raw = np.ascontiguousarray(self._rows["key"][before:]).tobytes()
        self._at |= {raw[KEY * n : KEY * n + KEY]: before + n for n in range(whole - before)}
        self._seen = told.st_ino, told.st_size
