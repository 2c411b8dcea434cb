"""Where dispatch models lie, and which one this process uses (模型目录).

ZHIXI_HOME/models/dispatch holds the model that `zhixi dispatch fit` made by hand, and below it, each in a folder of its
own name, those that were learnt from the office's lessons. Rows say which is in use; every process looks at the newest row
before it recommends, so a switch holds at once and everywhere. What was damaged or is not there gives way to the last one
before it that is whole.
"""

import dataclasses
import datetime as dt
import functools
import logging
import pathlib
import shutil

from django.conf import settings

from zhixi.errors import Unavailable, ZhixiError
from zhixi.hotline.articles import search
from zhixi.hotline.dispatching.models import LearntModel, Use
from zhixi.hotline.privacy.sealing import sm3

log = logging.getLogger(__name__)
BY_HAND = ""
CARD = "card.json"
_CHUNK = 1 << 20


@dataclasses.dataclass(frozen=True, eq=False)
class Present:
    """model: None where nothing is learnt. key: "" for the one made by hand. trouble: why it is not the one chosen."""

    model: object | None
    key: str
    trouble: str = ""


def place() -> pathlib.Path:
    return settings.HOME / "models" / "dispatch"


def folder_of(key: str) -> pathlib.Path:
    return place() / key if key else place()


def mark() -> tuple[int, str, int]:
    """What changes when another model is to be used: one small read and a look at one file."""
    pk, key = Use.objects.order_by("-pk").values_list("pk", "model__key").first() or (0, None)
    try:
        written = (folder_of(key or BY_HAND) / CARD).stat().st_mtime_ns
    except OSError:
        written = 0
    return pk, key or BY_HAND, written


def present() -> Present:
    """The model in use, loaded once a switch."""
    return _present(mark())


@functools.lru_cache(maxsize=1)
def _present(mark: tuple[int, str, int]) -> Present:
    trouble = ""
    for key in _tried(mark[0], mark[1]):
        try:
            return Present(load(key), key, trouble)
        except ZhixiError as error:
            log.error("the dispatch model %r is left out: %s", key, error)
            trouble = trouble or f"模型“{name_of(key)}”不能读取，已改用上一个完好的模型"
    return Present(None, BY_HAND, trouble)


def load(key: str):
    """A model as it was kept; None where none was made by hand. Raises Unavailable for one that is not whole."""
    folder = folder_of(key)
    if not key and not (folder / CARD).is_file():
        return None
    from zhixi.assist.dispatch.model import load_model  # brings scikit-learn, which a desk may do without

    if key:
        kept = LearntModel.objects.filter(key=key).values_list("digest", flat=True).first()
        if kept != digest(folder):
            raise Unavailable(f"模型“{key}”的文件与生成时不一致", cure="请启用另一个模型，或重新学习")
    return load_model(folder, embedder=search.witness)


def digest(folder: pathlib.Path) -> str:
    """One SM3 of all files of a model, "" where there are none."""
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file())
        parts = [sm3(path.name.encode(), sm3(*_read(path))) for path in files]
    except OSError:
        return ""
    return sm3(*parts).hex() if parts else ""


def size(folder: pathlib.Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


def has_room(needed: int) -> bool:
    """Whether so many bytes and half a gigabyte besides are free where models lie."""
    home = settings.HOME
    home.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(home).free > needed + (512 << 20)


def name_of(key: str) -> str:
    return key or "手工学习的模型"


def remove(key: str) -> None:
    shutil.rmtree(folder_of(key), ignore_errors=True)


def clear_unfinished(known: set[str], now: dt.datetime) -> int:
    """Remove what learnings that were killed left behind; how many folders. Nothing else of the office learns then.

    A whole one without a row is left for a week: another office may keep its models in the same place.
    """
    if not place().is_dir():
        return 0
    old = now.timestamp() - 7 * 86400
    left = [path for path in place().glob(".learnt-*") if path.stat().st_mtime < now.timestamp() - 3600]
    whole = (path for path in place().glob("learnt-*") if path.is_dir() and path.name not in known)
    left += [path for path in whole if path.stat().st_mtime < old]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)


def _tried(use: int, key: str) -> list[str]:
    """The key chosen, then those in use before it, the newest first, then the one made by hand."""
    before = Use.objects.filter(pk__lt=use).order_by("-pk").values_list("model__key", flat=True)[:20]
    return list(dict.fromkeys([key, *(one or BY_HAND for one in before), BY_HAND]))


def _read(path: pathlib.Path):
    with path.open("rb") as file:
        while part := file.read(_CHUNK):
            yield part
