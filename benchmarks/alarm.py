"""Measure the life-safety alarm: its labelled utterances, the measuring data's calls, and how often real texts raise it.

usage: python benchmarks/alarm.py [--shared ../shared]

Prints markdown with counts only, never a text. What real orders and messages raise is no error by itself: some tell of
a danger. How many of a hundred drawn ones did was judged by a person (docs/measurements/forms.md).
"""

import argparse
import collections
import csv
import json
import pathlib
import sys
import time

from zhixi.assist.safety import alarms_in
from zhixi.assist.safety.alarms import label
from zhixi.assist.safety.tests.sets import quiet, raised

csv.field_size_limit(10**8)
TEXTS = (
    ("orders of Haikou", "haikou/orders.csv", "诉求"),
    ("orders with titles", "haikou/order_forms.csv", "诉求内容"),
    ("messages, labelled", "teddy/messages.csv", "留言详情"),
    ("messages, others", "teddy/hot_messages.csv", "留言详情"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=pathlib.Path, default=pathlib.Path("../shared"))
    data = parser.parse_args().shared / "data"
    _labelled()
    if not data.is_dir():
        sys.exit(f"{data} is not there: only the labelled utterances were measured")
    _calls(data / "calls/dialogues_dev.jsonl")
    _texts(data)


def _labelled() -> None:
    print("| set | must raise | raised | right kind | must not | raised |\n" + "|---" * 6 + "|")
    for name, suffix in (("first", ""), ("later", "_later")):
        dangers, others = raised(f"raised{suffix}.txt"), quiet(f"quiet{suffix}.txt")
        heard = [(kind, {k for k, *_ in alarms_in(text)}) for kind, text in dangers]
        wrong = sum(bool(alarms_in(text)) for text in others)
        hits, right = sum(bool(found) for _, found in heard), sum(kind in found for kind, found in heard)
        print(f"| {name} | {len(dangers)} | {hits} | {right} | {len(others)} | {wrong} |")
    print()


def _calls(path: pathlib.Path) -> None:
    """Calls of the measuring data that raise an alarm, by the urgency that their order has."""
    counts: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
    for line in path.read_text(encoding="utf-8").splitlines():
        call = json.loads(line)
        callers = [turn["text"] for turn in call["turns"] if turn["role"] == "caller"]
        level = counts[call["form"]["urgency"]]
        level[0] += 1
        level[1] += any(alarms_in(text) for text in callers)
    print("| urgency of the call | calls | with an alarm |\n|---|---|---|")
    for level, (calls, alarmed) in counts.items():
        print(f"| {level} | {calls} | {alarmed} |")
    print()


def _texts(data: pathlib.Path) -> None:
    print("| texts | rows | raised | per 1,000 | of them, by kind | ms a text |\n" + "|---" * 6 + "|")
    for name, path, column in TEXTS:
        rows, hits, kinds, began = 0, 0, collections.Counter(), time.process_time()
        with (data / path).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                found = alarms_in(row[column] or "")
                rows, hits = rows + 1, hits + bool(found)
                kinds.update(kind for kind, *_ in found)
        took = 1000 * (time.process_time() - began) / max(rows, 1)
        shown = "，".join(f"{label(kind)} {count}" for kind, count in kinds.most_common())
        print(f"| {name} | {rows:,} | {hits} | {1000 * hits / max(rows, 1):.1f} | {shown} | {took:.2f} |")


if __name__ == "__main__":
    main()
