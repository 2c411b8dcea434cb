"""Dispatch on a city's orders, split by time, beside a plain baseline; and on the demonstration city.

    PYTHONPATH=src python benchmarks/dispatch.py --orders ../shared/data/haikou/orders.csv --number 工单编号 \
        --text 诉求 --label 处置单位 --until 20180501
    PYTHONPATH=src python benchmarks/dispatch.py --city city

Prints markdown tables. The first learns from orders numbered before `--until` and is asked the others.
"""

import argparse
import collections
import csv
import dataclasses
import datetime as dt
import pathlib
import resource
import tempfile
import time

import numpy as np

from zhixi.assist.city import read_city
from zhixi.assist.dispatch import Precedent, Precedents, Recommender, fit_and_judge, load_model
from zhixi.assist.dispatch.figures import figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=pathlib.Path)
    for name in ("--number", "--text", "--label", "--until"):
        parser.add_argument(name)
    parser.add_argument("--baseline", action="store_true", help="also the baseline: minutes more")
    parser.add_argument("--city", type=pathlib.Path)
    options = parser.parse_args()
    if options.orders:
        by_time(options)
    if options.city:
        by_evidence(options.city)


def by_time(options) -> None:
    with options.orders.open(encoding="utf-8-sig", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row[options.number])
    past = [row for row in rows if row[options.number] < options.until]
    later = [row for row in rows if row[options.number] >= options.until]
    texts, truth = [row[options.text] for row in later], [row[options.label].strip() for row in later]
    print("| | top1 | top3 | macro F1 | coverage at 95 % | ECE | fit, CPU s |\n|---|---|---|---|---|---|---|")
    if options.baseline:
        start = time.process_time()
        line("char 1–3-grams, linear SVM, sigmoid", *baseline(past, texts, options), truth, start)
    start = time.process_time()
    pairs = [(row[options.text], row[options.label]) for row in past]
    model = fit_and_judge(pairs, thorough=True).model
    spent = time.process_time() - start
    with tempfile.TemporaryDirectory() as folder:
        model.save(pathlib.Path(folder) / "m")
        model = load_model(pathlib.Path(folder) / "m")
        found = model.predict(texts)
        ranked = [[label for label, _ in one.ranked] for one in found]
        line("zhixi", ranked, [one.confidence for one in found], truth, time.process_time() - spent)
        size = sum(file.stat().st_size for file in (pathlib.Path(folder) / "m").iterdir()) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"\n{len(past)} orders learnt, {len(later)} asked; model {size:.0f} MB; peak memory {peak:.1f} GB")


def baseline(past, texts, options):
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    names = [row[options.label].strip() for row in past]
    often = [n for n, name in enumerate(names) if names.count(name) >= 3]
    vectors = TfidfVectorizer(
        analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True, dtype=np.float32
    )
    known = vectors.fit_transform([past[n][options.text] for n in often])
    model = CalibratedClassifierCV(LinearSVC(), cv=3).fit(known, [names[n] for n in often])
    chances = model.predict_proba(vectors.transform(texts))
    order = np.argsort(-chances, axis=1)[:, :10]
    return [[model.classes_[label] for label in row] for row in order], chances.max(axis=1)


def line(name: str, ranked, confidence, truth, start: float) -> None:
    spent = time.process_time() - start
    labels = sorted(set(truth) | {label for row in ranked for label in row})
    place = {label: n for n, label in enumerate(labels)}
    order = np.array([[place[label] for label in (row + row[-1:] * 10)[:10]] for row in ranked])
    right = np.array([place[label] for label in truth])
    told, first = figures(order, np.asarray(confidence), right), order[:, 0]
    shares = []
    for label in set(right.tolist()):
        both = ((first == label) & (right == label)).sum()
        shares.append(2 * both / ((first == label).sum() + (right == label).sum()))
    cells = (told["top1"], told["top3"], float(np.mean(shares)), told["coverage_95"], told["ece"])
    print(f"| {name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + f" | {spent:.0f} |")


def by_evidence(folder: pathlib.Path) -> None:
    """Every third past order of a city folder against its duty list, places and (other) precedents."""
    city = read_city(folder)
    with (folder / "orders.csv").open(encoding="utf-8", newline="") as file:
        orders = [row for row in csv.DictReader(file) if row["unit"]]
    asked, past = orders[::3], [row for n, row in enumerate(orders) if n % 3]
    known = [Precedent(_told(row), row["unit"], _day(row), row["returned_from"]) for row in past]
    print("\n| evidence | top1 | top3 | p95, ms |\n|---|---|---|---|")
    for name, precedents, category in (
        ("duty list by category, place", (), True),
        ("duty list by keywords, place", (), False),
        ("category, place, precedents", known, True),
        ("keywords, place, precedents", known, False),
    ):
        recommender, hits, spent = Recommender(city, precedents=precedents), [], []
        for row in asked:
            start = time.perf_counter()
            found = recommender.recommend(
                _told(row), category=row["category"] if category else "", place=row, on=_day(row)
            )
            spent.append(time.perf_counter() - start)
            units = [one.unit for one in found]
            hits.append((row["unit"] in units[:1], row["unit"] in units[:3]))
        top1, top3 = np.mean(hits, axis=0)
        print(f"| {name} | {top1:.3f} | {top3:.3f} | {np.percentile(spent, 95) * 1000:.1f} |")
    print(f"\n{len(asked)} orders asked, {len(known)} others as precedents")
    without_orders(city, orders)


def without_orders(city, orders) -> None:
    """Each unit in turn as if it were new: no duty line, no past order; is it named by its duty text alone?"""
    counts = collections.Counter(row["unit"] for row in orders)
    hits, wrong = {True: [], False: []}, {True: [], False: []}
    for unit in [u for u in city.units if u.duty and counts[u.code] >= 5]:
        known = [Precedent(_told(r), r["unit"], _day(r)) for r in orders if r["unit"] != unit.code]
        new = dataclasses.replace(city, duties=tuple(d for d in city.duties if d.unit != unit.code))
        mute = tuple(dataclasses.replace(u, duty="") if u.code == unit.code else u for u in city.units)
        index = Precedents(known)
        for told, facts in ((True, new), (False, dataclasses.replace(new, units=mute))):
            recommender = Recommender(facts, precedents=index)
            for row in [r for r in orders if r["unit"] == unit.code][:10]:
                found = [one.unit for one in recommender.recommend(_told(row), place=row, on=_day(row))]
                hits[told].append((unit.code in found[:1], unit.code in found[:3]))
            for row in [r for r in orders[::40] if r["unit"] != unit.code]:
                found = recommender.recommend(_told(row), place=row, on=_day(row))
                wrong[told].append(bool(found) and found[0].unit == unit.code)
    print(
        "\n| a unit without orders and duty lines | top1 | top3 | orders asked | first for orders of others |\n|---|---|---|---|---|"
    )
    for told, name in ((True, "with its duty text"), (False, "without")):
        top1, top3 = np.mean(hits[told], axis=0)
        print(f"| {name} | {top1:.3f} | {top3:.3f} | {len(hits[told])} | {np.mean(wrong[told]):.4f} |")


def _told(row) -> str:
    return f"{row['title']}。{row['description']}"


def _day(row) -> dt.date:
    return dt.date.fromisoformat(row["received_at"][:10])


if __name__ == "__main__":
    main()
