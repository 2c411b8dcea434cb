"""Categories learnt from a city's past orders: written requests and calls that were not learnt, beside plain baselines.

    PYTHONPATH=src python benchmarks/categories.py --shared ../shared

Two trees of different months stand in the orders; the city folder made here holds that of the requests (January).
Asked are the requests whose number's SHA-1 is divisible by five, and the calls; learnt are the other orders of
January, without those that the calls were written on. Also told: how often two orders of nearly the same words
were given the same first level, which no learner can pass by much.
"""

import argparse
import collections
import csv
import datetime as dt
import hashlib
import json
import pathlib
import resource
import sys
import tempfile
import time

import numpy as np

from zhixi.assist.city import read_city
from zhixi.assist.forms import Filler
from zhixi.assist.forms.letters import body
from zhixi.assist.forms.past import read_past
from zhixi.assist.forms.sorting import fit_sorter
from zhixi.assist.talk import Conversation, Leg, Utterance

NUMBER, TEXT = "工单编号", "诉求内容"
LEVELS = [f"行业分类{n}级" for n in range(1, 5)]
LATER = "20180201"  # from then on orders are of another tree
FEW = 50  # orders of a first level that make it one of the later tree
DEPTHS = (1, 2, 3, 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=pathlib.Path, default=pathlib.Path("../shared"))
    shared = parser.parse_args().shared
    sys.path.insert(0, str(shared / "score"))
    orders, requests = _rows(shared / "data/haikou/orders.csv"), _rows(shared / "data/haikou/order_forms.csv")
    calls = [json.loads(x) for x in (shared / "data/calls/dialogues_dev.jsonl").open(encoding="utf-8")]
    later = collections.Counter(row[LEVELS[0]] for row in orders if row[NUMBER] >= LATER)
    mine = [r for r in [*requests, *orders] if r[LEVELS[0]] and later[r[LEVELS[0]]] < FEW]
    every = list({row[NUMBER]: row for row in mine}.values())
    asked = [row for row in requests if int(hashlib.sha1(row[NUMBER].encode()).hexdigest(), 16) % 5 == 0]
    hidden = {row[NUMBER] for row in asked} | {call["source_order"] for call in calls}
    past = [row for row in every if row[NUMBER] not in hidden]
    with tempfile.TemporaryDirectory() as folder:
        _measure(pathlib.Path(folder), every, past, asked, calls)
    _agreement(every)


def _measure(folder: pathlib.Path, every, past, asked, calls) -> None:
    paths = sorted({tuple(row[level] for level in LEVELS) for row in every})
    _write(
        folder / "categories.csv",
        ["code", "level1", "level2", "level3", "level4"],
        [(f"C{n}", *p) for n, p in enumerate(paths)],
    )
    plain = Filler(read_city(folder))
    _write(
        folder / "past.csv",
        [NUMBER, TEXT, *LEVELS],
        [[row[c] for c in (NUMBER, TEXT, *LEVELS)] for row in past],
    )
    start = time.process_time()
    rows = read_past([folder / "past.csv"], text=TEXT, levels=LEVELS, city=read_city(folder)).rows
    sorter = fit_sorter(rows, made_on=dt.date.today().isoformat())
    sorter.save(folder / "models" / "category")
    print(f"{len(rows)} orders learnt, {len(paths)} nodes, fit {time.process_time() - start:.0f} CPU-seconds")
    print(f"the last fifth of these in time: {sorter.card['held_out']}\n")
    learnt = Filler(read_city(folder))
    usual = collections.Counter(path[0] for _, path in rows).most_common(1)[0][0]
    print("| level | " + " | ".join(map(str, DEPTHS)) + " |\n|---" + "|---" * len(DEPTHS) + "|")
    texts = [_letter(row[TEXT]) for row in asked]
    truth = [[row[level] for level in LEVELS] for row in asked]
    talks, real = [_talk(call) for call in calls], [call["form"]["category"] for call in calls]
    told = [_letter(f"{c['form']['title']}。{c['form']['description']}") for c in calls]
    for name, gold, found in (
        (f"requests ({len(asked)}): most frequent", truth, [[usual]] * len(asked)),
        ("requests: names of nodes", truth, _filled(plain, texts)),
        ("requests: learnt", truth, _filled(learnt, texts)),
        (f"calls ({len(calls)}): most frequent", real, [[usual]] * len(calls)),
        ("calls: names of nodes", real, _filled(plain, talks)),
        ("calls: learnt", real, _filled(learnt, talks)),
        ("calls: learnt, from the title and description that a person wrote", real, _filled(learnt, told)),
    ):
        shares = [np.mean([f[:n] == g[:n] for f, g in zip(found, gold, strict=True)]) for n in DEPTHS]
        print(f"| {name} | " + " | ".join(f"{share:.3f}" for share in shares) + " |")
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB\n")


def _filled(filler: Filler, talks) -> list[list[str]]:
    return [filler.fill(talk).form()["category"] for talk in talks]


def _agreement(rows) -> None:
    """Pairs of orders by how alike their matter is (cosine of runs of 1–3 characters), and how often level 1 agrees."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [body(row[TEXT])[1][:200] for row in rows]
    long = np.array([len(text) > 12 for text in texts])
    level = np.array([row[LEVELS[0]] for row in rows])
    vectors = TfidfVectorizer(
        analyzer="char", ngram_range=(1, 3), sublinear_tf=True, min_df=2, dtype=np.float32
    )
    matrix = vectors.fit_transform(texts)
    alike = (matrix @ matrix.T).tocoo()
    print("| alike | pairs | same level 1 |\n|---|---|---|")
    for least, most in ((0.6, 0.8), (0.8, 0.9), (0.9, 2.0)):
        kept = (alike.data >= least) & (alike.data < most) & (alike.row < alike.col) & long[alike.row]
        same = level[alike.row[kept]] == level[alike.col[kept]]
        print(f"| {least} and more | {kept.sum()} | {same.mean():.3f} |")


def _letter(text: str) -> Conversation:
    return Conversation(
        dt.datetime(2018, 1, 1, tzinfo=dt.UTC), (Utterance(0, Leg.MIXED, 0, 0, text),), written=True
    )


def _talk(call: dict) -> Conversation:
    turns = tuple(
        Utterance(n, Leg(t["role"]), t["start"], t["end"], t["text"]) for n, t in enumerate(call["turns"])
    )
    return Conversation(dt.datetime.fromisoformat(call["call_time"]), turns, call["ani"])


def _rows(path: pathlib.Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: pathlib.Path, header: list[str], rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


if __name__ == "__main__":
    main()
