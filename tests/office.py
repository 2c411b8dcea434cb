"""An office of one's own for a test that starts real processes: a folder, a city, and the command."""

import asyncio
import dataclasses
import os
import pathlib
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).parent.parent


def awaited(coroutine):
    """What it gives. In a thread of its own: the browser's tests leave an event loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@dataclasses.dataclass(frozen=True)
class Office:
    """A ZHIXI_HOME on SQLite with the demonstration city, apart from the database of the other tests.

    settings: of its environment, beside those.
    """

    home: pathlib.Path
    settings: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        mine = {"ZHIXI_HOME": str(self.home), "ZHIXI_DEMO": "1", "PYTHONPATH": str(ROOT / "src")}
        return {**os.environ, **mine, "ZHIXI_DATABASE": "", "ZHIXI_REDIS": "", **self.settings}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "zhixi", *words]

    def run(self, *words: str, **options) -> subprocess.CompletedProcess:
        return subprocess.run(
            self.command(*words), env=self.environment, capture_output=True, text=True, timeout=300, **options
        )

    def start(self, *words: str, **options) -> subprocess.Popen:
        return subprocess.Popen(self.command(*words), env=self.environment, **options)

    def python(self, code: str) -> str:
        """What a piece of Python prints inside the office."""
        done = self.run("shell", "--no-imports", "-c", code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @classmethod
    def opened(cls, home: pathlib.Path, **settings: str) -> "Office":
        office = cls(home, settings)
        for words in (("migrate", "--verbosity", "0"), ("seed", "--demo")):
            done = office.run(*words)
            assert done.returncode == 0, done.stderr
        return office


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]
