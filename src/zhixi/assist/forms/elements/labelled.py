"""Addresses labelled character by character, as people exchange them: a piece and its label a line, a blank line between.

Labels are B-road I-road (BIO), or B- M- E- S- (BMES, BIOES), or O. A piece may be several characters ("2201", or
"##01" as some tools cut numbers): its characters share the label. Read whole before anything is learnt.
"""

import dataclasses
import pathlib

from zhixi.errors import BadInput

STARTS, GOES_ON = ("B", "S", "U"), ("I", "M", "E", "L")
LONGEST = 400  # characters of one address: beyond, a blank line is missing
CURE = "write one character and its label a line, as in `路 I-road`, and a blank line between addresses"


@dataclasses.dataclass(frozen=True, slots=True)
class Labelled:
    """One address: labels[i] belongs to text[i], always BIO."""

    text: str
    labels: tuple[str, ...]


def read_labelled(path: pathlib.Path | str) -> list[Labelled]:
    """The addresses of one file. Raises BadInput naming file, line and cure."""
    path = pathlib.Path(path)
    found: list[Labelled] = []
    characters: list[str] = []
    labels: list[str] = []
    # Lines end in \n or \r\n alone: other signs that Python takes for line ends can stand in an address.
    for number, line in enumerate(_text(path).replace("\r\n", "\n").split("\n"), 1):
        if not line.strip():
            _close(found, characters, labels)
            continue
        piece, label = _split(line, f"{path}, line {number}", labels[-1] if labels else "O")
        if len(characters) + len(piece) > LONGEST:
            raise BadInput(f"{path}, line {number}: an address of more than {LONGEST} characters", cure=CURE)
        follows = label.replace("B-", "I-", 1)
        characters += piece
        labels += [label] + [follows] * (len(piece) - 1)
    _close(found, characters, labels)
    if not found:
        raise BadInput(f"{path} is empty", cure=CURE)
    return found


def _text(path: pathlib.Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise BadInput(f"{path}: no such file", cure="check the path") from error
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}", cure="give a file you may read") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError as error:
            line = data[: wrong.start].count(b"\n") + 1
            raise BadInput(
                f"{path}, line {line}: bytes that are neither UTF-8 nor GB18030",
                cure="save the file again as UTF-8; parts in different encodings were joined",
            ) from error


def _split(line: str, where: str, before: str) -> tuple[str, str]:
    """(piece, BIO label) of a line; `before` is the label of the line above, "O" at the start of an address."""
    cells = line.strip().split()
    if len(cells) != 2:
        raise BadInput(f"{where}: {len(cells)} fields instead of a character and its label", cure=CURE)
    piece, label = cells
    piece = piece[2:] if piece.startswith("##") and len(piece) > 2 else piece
    if label == "O":
        return piece, label
    mark, dash, kind = label.partition("-")
    if not dash or not kind or mark not in STARTS + GOES_ON:
        raise BadInput(
            f"{where}: {label[:40]!r} is no label", cure="labels are B-…, I-… or O (or B, M, E, S)"
        )
    if mark in GOES_ON and before.partition("-")[2] != kind:
        raise BadInput(
            f"{where}: {label[:40]} goes on where no {kind[:30]} began", cure="begin each element with B-"
        )
    return piece, ("B-" if mark in STARTS else "I-") + kind


def _close(found: list[Labelled], characters: list[str], labels: list[str]) -> None:
    if characters:
        found.append(Labelled("".join(characters), tuple(labels)))
        characters.clear()
        labels.clear()


def spans(labels) -> list[tuple[str, int, int]]:
    """(kind, start, end) of each element in BIO labels; an I- without its B- begins one."""
    found: list[tuple[str, int, int]] = []
    kind, start = "", 0
    for at, label in enumerate((*labels, "O")):
        mark, _, name = label.partition("-")
        if mark == "I" and name == kind:
            continue
        if kind:
            found.append((kind, start, at))
        kind, start = (name, at) if mark != "O" else ("", at)
    return found


def entity_figures(truth, found) -> dict[str, float]:
    """precision, recall and f1 over whole elements; truth and found are lists of BIO labels, address by address."""
    right = named = real = 0
    for gold, told in zip(truth, found, strict=True):
        gold, told = set(spans(gold)), set(spans(told))
        right, named, real = right + len(gold & told), named + len(told), real + len(gold)
    return {
        "precision": round(right / named, 4) if named else 0.0,
        "recall": round(right / real, 4) if real else 0.0,
        "f1": round(2 * right / (named + real), 4) if named + real else 0.0,
    }
