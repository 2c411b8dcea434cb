"""How well the cards follow a talk: the right one in time, and no flicker (智能知识跟随).

    PYTHONPATH=src python benchmarks/following.py --city city
    PYTHONPATH=src python benchmarks/following.py --calls dialogues.jsonl --articles articles.csv [--city city]

`--city` plays a city folder's own calls against its own articles. `--calls` are talks with a form and the turns behind
it; the table of articles has key, title, body, variants (split by |), call (the talk that it answers) and also (keys
that would do as well); with `--city` the city's articles stand among them. The question is the caller's first turn
behind `demand` in an enquiry, behind `subject` in any other talk. In time: at that turn or the caller's next.
"""

import argparse
import csv
import datetime as dt
import json
import pathlib

import numpy as np
import yaml

from zhixi.assist.knowledge import Index, Passage, followed
from zhixi.assist.talk import Conversation, Leg, Utterance

DAY = dt.date(2026, 11, 21)
# The city's calls whose matter has an article of its own; the others should show no card.
CITY = {
    "call-01": {"juzhuzheng-shenling"},
    "call-02": {"zaosheng-shigong", "zaosheng-gaokao-2026"},
    "call-04": {"tingshui-baoxiu"},
    "call-05": {"ludeng-baoxiu"},
    "call-06": {"ranqi-louqi"},
    "call-07": {"shipin-tousu"},
    "call-10": {"wuyefei-tiaojia"},
    "call-11": {"gaoling-jintie"},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--city", type=pathlib.Path)
    parser.add_argument("--calls", type=pathlib.Path)
    parser.add_argument("--articles", type=pathlib.Path)
    parser.add_argument("--show", action="store_true", help="the cards of each talk")
    options = parser.parse_args()
    base = (
        [_article(path) for path in sorted((options.city / "articles").glob("*.md"))] if options.city else []
    )
    if options.calls:
        report(
            list(_told_calls(options.calls, options.articles)), base + _table(options.articles), options.show
        )
    else:
        report(list(_city_calls(options.city)), base, options.show)


def report(calls, passages: list[Passage], show: bool) -> None:
    """calls: (name, turns as (leg, text), place of the question or None, keys that are right)."""
    index = Index.build(passages)
    late, changes, wrong = [], [], []
    for name, turns, asked, right in calls:
        cards = _cards(turns, index)
        shown = [card for _, card in cards]
        changes.append(sum(a != b for a, b in zip(shown, shown[1:], strict=False) if a))
        if asked is None:
            wrong.append(bool(set(shown) - {""}))
        else:
            late.append(_late(cards, asked, right))
        if show:
            print(name, asked, sorted(right), late[-1] if asked is not None else "-", cards)
    in_time = np.mean([after is not None and after <= 1 for after in late])
    print(
        f"{len(late)} talks with an article: the right card at the question or one utterance later {in_time:.3f}",
        end="",
    )
    print(f", at any time {np.mean([after is not None for after in late]):.3f}")
    if wrong:
        print(f"{len(wrong)} talks without: a card shown {np.mean(wrong):.3f}")
    print(f"changes of the top card a talk: {np.mean(changes):.2f}, at most {max(changes)}")


def _cards(turns, index: Index) -> list[tuple[int, str]]:
    """The top card after each of the caller's turns, "" for none."""
    said = tuple(Utterance(n, leg, 4.0 * n, 4.0 * n + 3, text) for n, (leg, text) in enumerate(turns))
    talk = Conversation(dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC), said)
    answers = followed(talk, index, on=DAY, city="云汐市")
    return [
        (n, found.cards[0].passage.key if found.answered else "")
        for n, found in enumerate(answers)
        if turns[n][0] is Leg.CALLER
    ]


def _late(cards, asked: int, right: set[str]) -> int | None:
    """How many of the caller's turns after the question the right card stands; None: never."""
    after = [card for n, card in cards if n >= asked]
    return next((n for n, card in enumerate(after) if card in right), None)


def _told_calls(path: pathlib.Path, articles: pathlib.Path):
    right = {
        row["call"]: {row["key"], *row["also"].split()}
        for row in csv.DictReader(articles.open(encoding="utf-8-sig"))
    }
    for line in path.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        turns = [(Leg(turn["role"]), turn["text"]) for turn in told["turns"]]
        behind = told["evidence"]["demand" if told["form"]["request_type"] == "咨询" else "subject"]
        asked = next(n for n in behind if turns[n][0] is Leg.CALLER)
        yield told["id"], turns, asked, right[told["id"]]


def _city_calls(city: pathlib.Path):
    for path in sorted((city / "calls").glob("*.yaml")):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        turns = [(Leg(turn["leg"]), turn["text"]) for turn in told["turns"]]
        right = CITY.get(told["id"], set())
        first = next(n for n, (leg, text) in enumerate(turns) if leg is Leg.CALLER and len(text) > 12)
        asked = next(
            (n for n, (leg, text) in enumerate(turns) if leg is Leg.CALLER and "高龄" in text), first
        )
        yield told["id"], turns, asked if right else None, right


def _table(path: pathlib.Path) -> list[Passage]:
    rows = csv.DictReader(path.open(encoding="utf-8-sig"))
    return [
        Passage(
            row["key"], row["title"], row["body"], variants=tuple(filter(None, row["variants"].split("|")))
        )
        for row in rows
    ]


def _article(path: pathlib.Path) -> Passage:
    _, head, body = path.read_text(encoding="utf-8").split("---", 2)
    told = yaml.safe_load(head)
    days = {n: dt.date.fromisoformat(str(told[n])) for n in ("valid_from", "valid_to") if told.get(n)}
    variants = tuple(told["variants"] or ())
    return Passage(str(told["key"]), told["title"], body.strip(), variants=variants, **days)


if __name__ == "__main__":
    main()
