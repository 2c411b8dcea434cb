"""The labelled utterances beside this file, all invented: what must raise an alarm, and what must not."""

import pathlib

HERE = pathlib.Path(__file__).parent


def raised(name: str = "raised.txt") -> list[tuple[str, str]]:
    """(kind, utterance) pairs."""
    return [tuple(line.split("\t", 1)) for line in _lines(name)]


def quiet(name: str = "quiet.txt") -> list[str]:
    return _lines(name)


def _lines(name: str) -> list[str]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
