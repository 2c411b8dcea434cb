"""Reading a file in a process of its own, which a bad file may take down with it (限时、限内存)."""

import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from zhixi.assist.documents.kinds import fits, refused
from zhixi.assist.documents.values import Document, Limits, from_plain
from zhixi.errors import Unavailable

_CLOCK = 2  # seconds of the wall for one of the processor: others work here too
_USUAL = Limits()
_CURE = "请用原来的软件打开后另存，或拆分成几个文件再导入"
# Nothing of the office's secrets is told to the process that opens foreign files.
_TOLD = ("PATH", "PYTHONPATH", "HOME", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV")


def read(path: pathlib.Path, *, name: str = "", limits: Limits = _USUAL) -> Document:
    """What the file at `path` holds; `name` is what its owner calls it. Raises BadInput with the reason and a cure."""
    name = name or path.name
    fits(path.stat().st_size, limits)  # all else is asked there: even the list of a zip can be made to swell
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "read.json"
        _worked(path, name, out, limits)
        try:
            said = json.loads(out.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise refused("文件内容过多或过于复杂，没有读完", _CURE) from error
    if "missing" in said:
        raise Unavailable(
            f"本机没有安装读取这种文件的组件 {said['missing']}", cure="请联系系统管理员重新安装智席"
        )
    if "refused" in said:
        raise refused(*said["refused"])
    return from_plain(said["document"])


def _worked(path: pathlib.Path, name: str, out: pathlib.Path, limits: Limits) -> None:
    bounds = json.dumps(dataclasses.asdict(limits))
    command = [
        sys.executable,
        "-m",
        "zhixi.assist.documents.worker",
        str(path.absolute()),
        name,
        str(out),
        bounds,
    ]
    told = {key: os.environ[key] for key in _TOLD if key in os.environ}
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        done = subprocess.run(command, env=told, timeout=_CLOCK * limits.seconds + 10, **quiet)
    except subprocess.TimeoutExpired as error:
        raise _slow(limits) from error
    if done.returncode in (-24, -9):  # the processor's limit (SIGXCPU), or the hard one after it
        raise _slow(limits)
    if done.returncode:
        raise refused("文件已损坏或过于复杂，读取时出错", _CURE)


def _slow(limits: Limits):
    return refused(f"文件 {limits.seconds} 秒内没有读完，已停止", _CURE)
