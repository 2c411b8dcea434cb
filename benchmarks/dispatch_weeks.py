"""Does dispatch learn as it goes? A city's orders played week by week; a unit is split in the middle.

    PYTHONPATH=src python benchmarks/dispatch_weeks.py ../shared/data/haikou/orders.csv --number 工单编号 \
        --text 诉求 --label 处置单位 --words 停 --weeks 8-17

Each week is asked of a model of all weeks before it (one machine a label, 60,000 features: the product's first learner,
made smaller for speed), and of one that stays as it was before the split; each alone, and corrected order by order by
what the orders before it turned out to be (`Recent`), as the desk does. Halfway the unit with most orders is split in two:
by `--words` that stand in the text, or by the column `--by`. Nothing but the orders tells who took over what.

Prints top1 a week, and for the split unit's own orders in runs of fifty, beside the share for which the unit before the split
would have been named (nobody can do better without knowing the halves) and a model that knew the halves all along.
"""

import argparse
import collections
import csv
import datetime as dt
import pathlib
import re

import numpy as np

from zhixi.assist.dispatch.features import Features
from zhixi.assist.dispatch.learning import softmax, weights_for
from zhixi.assist.dispatch.mapping import Change, Succession
from zhixi.assist.dispatch.recent import Lesson, Recent

RUN, NAMED, TEMPERATURE = 50, 10, 0.6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("orders", type=pathlib.Path)
    for name in ("--number", "--text", "--label"):
        parser.add_argument(name, required=True)
    parser.add_argument("--by", default="")
    parser.add_argument(
        "--words", default="", help="parted by |: orders with one of them are the first half's"
    )
    parser.add_argument("--weeks", default="5-99")
    options = parser.parse_args()
    weeks = list(_weeks(options).values())
    usual = collections.Counter(unit for week in weeks for _, unit, _ in week).most_common(1)[0][0]
    middle, halves = len(weeks) // 2, _halves(weeks, usual, options.words)
    split = [[(t, halves(t, by) if u == usual else u) for t, u, by in week] for week in weeks]
    played = [[(t, u) for t, u, _ in week] if n < middle else split[n] for n, week in enumerate(weeks)]
    heirs = sorted({unit for week in split[middle:] for _, unit in week if unit.startswith(f"{usual}·")})
    shared = Succession([Change(usual, heir) for heir in heirs])
    first, last = (int(n) for n in options.weeks.split("-"))
    before = Learnt(sum(played[:middle], []))
    knew = Learnt(sum(split[:middle], []))
    print(f"{usual} is split from week {middle + 1} on\n")
    print(
        "| week | orders | learnt weekly | and corrected | left alone | and corrected |\n" + "|---" * 6 + "|"
    )
    runs, lately = collections.defaultdict(list), Recent()
    for n in range(first - 1, min(last, len(weeks))):
        past = sum(played[:n], [])
        weekly = Learnt(list(shared.applied(past)) if n >= middle else past)
        gone = frozenset([usual]) if n >= middle else frozenset()
        old = before if n >= middle else weekly
        alone, corrected, _ = weekly.asked(played[n], Recent(), gone)
        still, caught, lately = old.asked(played[n], lately if n > middle else Recent(), gone)
        cells = " | ".join(f"{each.mean():.3f}" for each in (alone, corrected, still, caught))
        print(f"| {n + 1} | {len(alone)} | {cells} |", flush=True)
        own = np.array([unit in heirs for _, unit in played[n]])
        if n >= middle and own.any():
            mine = [pair for pair, of in zip(played[n], own, strict=True) if of]
            runs["named as one"] += before.names([text for text, _ in mine], usual)
            runs["knew the halves"] += knew.asked(mine, None, frozenset())[0].tolist()
            for name, hits in (
                ("weekly", alone),
                ("weekly, corrected", corrected),
                ("left alone, corrected", caught),
            ):
                runs[name] += hits[own].tolist()
    print(f"\nthe split unit's own orders after the split, {RUN} by {RUN}:\n")
    for name, hits in runs.items():
        print(
            f"| {name} | "
            + " | ".join(f"{np.mean(hits[n : n + RUN]):.2f}" for n in range(0, len(hits), RUN))
            + " |"
        )


class Learnt:
    def __init__(self, rows):
        rows = [(text, unit) for text, unit in rows if unit]
        self.labels, numbers = np.unique([unit for _, unit in rows], return_inverse=True)
        self.features, matrix = Features.learn([text for text, _ in rows], most=60_000)
        self.weights, self.biases = weights_for(matrix, numbers, len(self.labels))

    def _chances(self, texts):
        rows = self.features.matrix(texts)
        return rows, softmax((rows @ self.weights + self.biases) * TEMPERATURE)

    def names(self, texts, unit: str) -> list[bool]:
        return (self.labels[self._chances(texts)[1].argmax(axis=1)] == unit).tolist()

    def asked(self, orders, recent: Recent | None, gone: frozenset[str]):
        """Right or not, alone and corrected by the orders before; and what was then learnt. recent None: alone."""
        rows, chances = self._chances([text for text, _ in orders])
        best = np.argsort(-chances, axis=1)[:, :NAMED]
        alone, corrected = [], []
        for n, (_, unit) in enumerate(orders):
            given = {str(self.labels[label]): float(chances[n, label]) for label in best[n]}
            alone.append(_first(given, gone) == unit)
            if recent is not None:
                corrected.append(_first(recent.corrected(rows[n], given, "", gone), gone) == unit)
                recent = recent.with_more([Lesson(rows[n], given, unit)])
        return np.array(alone), np.array(corrected), recent


def _first(chances: dict[str, float], gone: frozenset[str]) -> str:
    return max((code for code in chances if code not in gone), key=chances.get, default="")


def _weeks(options) -> dict:
    weeks = collections.defaultdict(list)
    with options.orders.open(encoding="utf-8-sig", newline="") as file:
        for row in sorted(csv.DictReader(file), key=lambda row: row[options.number]):
            if row[options.text].strip() and row[options.label].strip():
                day = dt.datetime.strptime(row[options.number][:8], "%Y%m%d")
                told = row[options.text], row[options.label].strip(), row[options.by] if options.by else ""
                weeks[day.isocalendar()[:2]].append(told)
    return weeks


def _halves(weeks, usual: str, words: str):
    """(text, matter) → one of two names. By matter, so that both get about as many orders."""
    if words:
        told = re.compile(words)
        return lambda text, by: f"{usual}·{'甲' if told.search(text) else '乙'}"
    matters = collections.Counter(by for week in weeks for _, unit, by in week if unit == usual)
    sizes, halves = [0, 0], {}
    for by, count in matters.most_common():
        half = sizes.index(min(sizes))
        halves[by] = f"{usual}·{'甲乙'[half]}"
        sizes[half] += count
    return lambda text, by: halves[by]


if __name__ == "__main__":
    main()
