"""Marks of an utterance as they are stored, shown, and masked for those who must not read the numbers (标注)."""

import dataclasses
import json

from zhixi.assist.talk import Mark
from zhixi.hotline.privacy.masking import mask_speech

PERSONAL = frozenset({"phone", "identity", "plate"})  # kinds of numbers that say who somebody is
MANY = 6  # digits in a row that may be a part of one


def stored(marks: tuple[Mark, ...]) -> str:
    """JSON, or "" where there is none."""
    return json.dumps([dataclasses.asdict(mark) for mark in marks], ensure_ascii=False) if marks else ""


def read(text: str) -> tuple[Mark, ...]:
    return tuple(Mark(**mark) for mark in json.loads(text)) if text else ()


def masked_utterance(body: dict) -> dict:
    """An utterance of the feed for others: wherever its text is starred, what was heard there and what is written
    there is starred too. Signs of the text are replaced one for one."""
    marks = body.get("marks", ())
    text = list(mask_speech(body["text"]))
    for mark in marks:
        if mark["kind"] in PERSONAL or (mark["kind"] == "digits" and len(mark["written"]) >= MANY):
            text[mark["start"] : mark["end"]] = "*" * (mark["end"] - mark["start"])
    starred = {at for at, (sign, said) in enumerate(zip(text, body["text"], strict=True)) if sign != said}
    shown = [_masked(mark, starred) for mark in marks]
    return body | {"text": "".join(text), "marks": shown}


def _masked(mark: dict, starred: set[int]) -> dict:
    hidden = any(at in starred for at in range(mark["start"], mark["end"]))
    hide = (lambda text: "*" * len(text)) if hidden else mask_speech
    return mark | {"written": hide(mark["written"]), "said": hide(mark["said"])}
