"""Measure filling and the alarm on talks that the rules were not written on (benchmarks/talks), half by half.

usage: python benchmarks/talks.py [--shared ../shared]

"Seen": the half by SHA-256 that was looked at while rules were mended; "unseen": the other. Prints markdown.
"""

import argparse
import hashlib
import importlib
import json
import pathlib
import sys

from forms import _drafts

from zhixi.assist.city import City
from zhixi.assist.forms.filler import Filler
from zhixi.assist.safety import alarms_in

HERE = pathlib.Path(__file__).parent / "talks"
HALVES = ("seen", "unseen")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=pathlib.Path, default=pathlib.Path("../shared"))
    sys.path.insert(0, str(parser.parse_args().shared / "score"))
    calls = [json.loads(line) for line in (HERE / "calls.jsonl").read_text(encoding="utf-8").splitlines()]
    _filling(calls)
    _alarm(calls)


def _half(text: str) -> str:
    return HALVES[int(hashlib.sha256(text.encode()).hexdigest(), 16) % 2]


def _filling(calls: list[dict]) -> None:
    score = importlib.import_module("score_forms").score
    drafts = _drafts(Filler(City()), calls)
    parts = {half: [call for call in calls if _half(call["id"]) == half] for half in HALVES}
    scores = {half: score(drafts, part) for half, part in parts.items()}
    rows = [{"calls": s["dialogues"], "fields_f1": s["fields_f1"]} | _flat(s) for s in scores.values()]
    print("| | " + " | ".join(HALVES) + " |\n|---|---|---|")
    for name in rows[0]:
        print(f"| {name} | " + " | ".join(str(row[name]) for row in rows) + " |")
    print()


def _flat(score: dict) -> dict:
    texts = {f"{name} ROUGE-L": value for name, value in score["rouge_l"].items()}
    rest = {name: score[name] for name in ("time", "unsupported", "evidence")}
    return score["exact"] | {"address F1": score["address"]["f1"]} | texts | rest


def _alarm(calls: list[dict]) -> None:
    raise_, not_ = _lines("must_raise.txt"), _lines("must_not.txt")
    print("| half | must raise | raised | must not | raised |\n" + "|---" * 5 + "|")
    for half in HALVES:
        hit, wrong = ([bool(alarms_in(t)) for t in texts if _half(t) == half] for texts in (raise_, not_))
        print(f"| {half} | {len(hit)} | {sum(hit)} | {len(wrong)} | {sum(wrong)} |")
    levels: dict[str, list[bool]] = {}
    for call in calls:
        said = [turn["text"] for turn in call["turns"] if turn["role"] == "caller"]
        levels.setdefault(call["form"]["urgency"], []).append(any(alarms_in(text) for text in said))
    told = ", ".join(f"{name} {sum(found)} of {len(found)}" for name, found in levels.items())
    print(f"\ncalls with an alarm: {told}")


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


if __name__ == "__main__":
    main()
