"""Does dispatch learn as it goes? A city's orders played week by week; a unit is split in the middle.

    PYTHONPATH=src python benchmarks/dispatch_weeks.py ../shared/data/haikou/orders.csv --number 工单编号 \
        --text 诉求 --label 处置单位 --by 行业分类2级

Each week is asked of a model of all weeks before it (one machine a label, 60,000 features: the product's first learner,
made smaller for speed), beside one that stays as it was after the first four weeks. Halfway the unit with most orders is
split in two by the column `--by`: from then on its old orders teach nothing (the split has no words), and the new ones
are told by their new names. Prints top1 a week, and for the split unit's orders in runs of fifty.
"""

import argparse
import collections
import csv
import datetime as dt
import pathlib

import numpy as np

from zhixi.assist.dispatch.features import Features
from zhixi.assist.dispatch.learning import weights_for
from zhixi.assist.dispatch.mapping import Change, Succession

FIRST, RUN = 4, 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("orders", type=pathlib.Path)
    for name in ("--number", "--text", "--label", "--by"):
        parser.add_argument(name, required=True)
    options = parser.parse_args()
    weeks = list(_weeks(options).values())
    usual = collections.Counter(unit for week in weeks for _, unit, _ in week).most_common(1)[0][0]
    middle, halves = len(weeks) // 2, _halves(weeks, usual)
    played, whole = [], Succession([Change(usual, "")])
    for n, week in enumerate(weeks):
        split = [(t, halves[by] if n >= middle and unit == usual else unit) for t, unit, by in week]
        played.append(split)
    print(
        f"{usual} is split from week {middle + 1} on\n\n| week | orders | top1, learnt weekly | top1, left alone |"
    )
    print("|---|---|---|---|")
    still, hits = _learn(sum(played[:FIRST], [])), []
    for n in range(FIRST, len(weeks)):
        past = sum(played[:n], [])
        model = _learn(list(whole.applied(past)) if n >= middle else past)
        right, before = _right(model, played[n]), _right(still, played[n])
        print(f"| {n + 1} | {len(right)} | {right.mean():.3f} | {before.mean():.3f} |", flush=True)
        hits += [
            h for h, (_, unit) in zip(right, played[n], strict=True) if unit in (usual, *halves.values())
        ]
        if n == middle - 1:
            known, hits = float(np.mean(hits)), []
    print(f"\nthe unit's own orders: right {known:.3f} before the split; after it, {RUN} by {RUN}:")
    print(", ".join(f"{np.mean(hits[n : n + RUN]):.2f}" for n in range(0, len(hits), RUN)))


def _weeks(options) -> dict:
    weeks = collections.defaultdict(list)
    with options.orders.open(encoding="utf-8-sig", newline="") as file:
        for row in sorted(csv.DictReader(file), key=lambda row: row[options.number]):
            if row[options.text].strip() and row[options.label].strip():
                day = dt.datetime.strptime(row[options.number][:8], "%Y%m%d")
                told = row[options.text], row[options.label].strip(), row[options.by]
                weeks[day.isocalendar()[:2]].append(told)
    return weeks


def _halves(weeks, usual: str) -> dict[str, str]:
    """By matter, one of two names, so that both get about as many orders."""
    matters = collections.Counter(by for week in weeks for _, unit, by in week if unit == usual)
    sizes, halves = [0, 0], {}
    for by, count in matters.most_common():
        half = sizes.index(min(sizes))
        halves[by] = f"{usual}·{'甲乙'[half]}"
        sizes[half] += count
    return halves


def _learn(rows):
    rows = [(text, unit) for text, unit in rows if unit]
    labels, numbers = np.unique([unit for _, unit in rows], return_inverse=True)
    features, matrix = Features.learn([text for text, _ in rows], most=60_000)
    return features, labels, *weights_for(matrix, numbers, len(labels))


def _right(model, rows) -> np.ndarray:
    features, labels, weights, biases = model
    scores = features.matrix([text for text, _ in rows]) @ weights + biases
    return labels[scores.argmax(axis=1)] == np.array([unit for _, unit in rows])


if __name__ == "__main__":
    main()
