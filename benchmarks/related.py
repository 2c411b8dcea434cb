"""Is the order that a later one is about found again among 2,000 others, by its words alone?

    PYTHONPATH=src python benchmarks/related.py ../shared/data/haikou

The folder has orders.csv, order_forms.csv and related_pairs.csv (order, related_order). Numbers are taken out of the
texts first: a cited order number would tell everything. Prints a markdown table.
"""

import csv
import datetime as dt
import pathlib
import random
import re
import sys

from zhixi.hotline.orders import repeats

NUMBER = re.compile(r"\d{8,}")
OTHERS = 2_000
NOW = dt.datetime(2018, 6, 1, tzinfo=dt.UTC)


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    texts = {row["工单编号"]: row["诉求内容"] for row in _rows(folder / "order_forms.csv")}
    texts |= {row["工单编号"]: row["诉求内容"] for row in _rows(folder / "orders.csv")}
    pairs = [(row["order"], row["related_order"]) for row in _rows(folder / "related_pairs.csv")]
    others = random.Random(1).sample(sorted(texts), OTHERS)
    reports = {key: repeats.Report(key, NOW, NUMBER.sub("", text)) for key, text in texts.items()}
    found, shown, wrong = [], 0, 0
    for order, related in pairs:
        past = [reports[key] for key in {*others, related} - {order}]
        keys = [one.key for one in repeats.likely(reports[order], past)]
        found.append((related in keys[:1], related in keys[:3]))
        shown += len(keys)
        wrong += sum(key != related for key in keys)
    first, three = (sum(hit) / len(found) for hit in zip(*found, strict=True))
    print("| pairs | recall at 1 | recall at 3 | shown, each | of them others, each |\n|---|---|---|---|---|")
    print(
        f"| {len(pairs)} | {first:.3f} | {three:.3f} | {shown / len(pairs):.2f} | {wrong / len(pairs):.2f} |"
    )


def _rows(path: pathlib.Path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    main()
