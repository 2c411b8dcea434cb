"""What lies in a folder of sherpa-onnx models: which kind, which files, and what is missing.

The library ends the whole process at a file that it does not like, so files are looked at before it sees them.
"""

import dataclasses
import pathlib
import re

from zhixi.assist.speech.engine import Abilities
from zhixi.errors import BadInput

TAIL = 1 << 20  # bytes at the end of an ONNX file in which its own description stands
TOKENS = "tokens.txt"
_TOKEN = re.compile(r"(.*?)[ \t]+\d+\s*")
_VOCABULARY = re.compile(
    rb"vocab_size\x12.(\d+)", re.DOTALL
)  # as a description is written: name, length, value


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """parts: what the names of its files begin with. says: a word of the description of the first of them.

    large: parts of which the exact file is taken although there is one of 8 bits.
    """

    name: str
    parts: tuple[str, ...]
    says: bytes
    abilities: Abilities
    large: tuple[str, ...] = ()


ZIPFORMER = Kind(
    "streaming Zipformer",
    ("encoder", "decoder", "joiner"),
    b"decode_chunk_len",
    Abilities(("zh",), streaming=True, hotwords=True),
    large=("decoder",),  # as its makers advise: it is small, and loses most
)
PARAFORMER = Kind(
    "streaming Paraformer",
    ("encoder", "decoder"),
    b"encoder_output_size",
    Abilities(("zh",), streaming=True),
)
SENSEVOICE = Kind(
    "SenseVoice",
    ("model",),
    b"lang_yue",
    Abilities(("zh", "yue", "en", "ja", "ko"), punctuation=True, guesses=True),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    kind: Kind
    folder: pathlib.Path
    files: dict[str, str]

    @property
    def tokens(self) -> str:
        return str(self.folder / TOKENS)

    @property
    def bpe_vocab(self) -> str:
        """For models whose tokens are parts of words too; "" where there is none."""
        path = self.folder / "bpe.vocab"
        return str(path) if path.is_file() else ""


def look_into(where: str) -> Found:
    """Raises BadInput that says what is wrong with the folder."""
    folder = pathlib.Path(where)
    if not where or not folder.is_dir():
        raise BadInput(f"{where!r} is no folder", cure="write sherpa:DIR, the folder with the model's files")
    joiner, encoder = (bool(list(folder.glob(f"{part}*.onnx"))) for part in ("joiner", "encoder"))
    kind = ZIPFORMER if joiner else PARAFORMER if encoder else SENSEVOICE
    missing = [f"{part}*.onnx" for part in kind.parts if not list(folder.glob(f"{part}*.onnx"))]
    if not (folder / TOKENS).is_file():
        missing.append(TOKENS)
    if missing:
        raise BadInput(
            f"{folder} looks like a {kind.name} model and has no {', '.join(missing)}",
            cure="copy the whole folder of the model again",
        )
    found = Found(
        kind, folder, {part: _choose(folder, part, exact=part in kind.large) for part in kind.parts}
    )
    first = pathlib.Path(found.files[kind.parts[0]])
    if not _says(first, kind.says):
        raise BadInput(
            f"{first} is not the model of a {kind.name}: damaged, cut off, or of another kind",
            cure=f"give a {', a '.join(k.name for k in (ZIPFORMER, PARAFORMER, SENSEVOICE))} exported for sherpa-onnx",
        )
    _check_tokens(found)
    return found


def read_tokens(found: Found) -> list[str]:
    """The model's words and parts of words. Raises BadInput where the file is no such list."""
    try:
        lines = (found.folder / TOKENS).read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError:
        lines = ["\ufffd"]
    tokens = [_TOKEN.fullmatch(line) for line in lines if line]
    if not tokens or None in tokens:
        raise BadInput(
            f"{found.tokens} is damaged: a line must be a token and its number",
            cure="copy it again from the model",
        )
    return [token[1] for token in tokens]


def _check_tokens(found: Found) -> None:
    """A list of another model, or a part of one, would give other words, or end the process."""
    tokens = len(read_tokens(found))
    for path in found.files.values():
        if (size := _VOCABULARY.search(_description(pathlib.Path(path)))) and int(size[1]) > tokens:
            raise BadInput(
                f"{found.tokens} has {tokens} tokens, and the model has {int(size[1])}",
                cure="give the tokens.txt that came with the model",
            )


def _choose(folder: pathlib.Path, part: str, *, exact: bool) -> str:
    """The file of 8 bits where there is one; with `exact` the other."""
    found = sorted(folder.glob(f"{part}*.onnx"))
    liked = [path for path in found if (".int8." in path.name) != exact] or found
    if len(liked) > 1:
        names = ", ".join(path.name for path in liked)
        raise BadInput(f"{folder} holds more than one {part}: {names}", cure="leave one of them there")
    return str(liked[0])


def _says(path: pathlib.Path, word: bytes) -> bool:
    return word in _description(path)


def _description(path: pathlib.Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        return file.read()
