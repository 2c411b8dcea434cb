"""Names that a gazetteer lacks, said clean: how many are taken for another's; and names that it has, misheard: how many come right.

usage: python benchmarks/standing.py [--shared ../shared]

Each of 600 names of the city's past orders (roads, communities, buildings) is said once in a short written talk: clean, to a
gazetteer without that fourth of the names; and with one character misheard, as `misheard.py` garbles, to the whole one, in
that talk alone and behind a talk of which one character in ten was misheard.
"""

import argparse
import csv
import dataclasses
import datetime as dt
import json
import pathlib
import random
import tempfile

import misheard

from zhixi.assist.city import City, read_city
from zhixi.assist.forms.gazetteer import Gazetteer
from zhixi.assist.forms.reheard import Ears
from zhixi.assist.talk import Conversation, Leg, Utterance

NAMES, PARTS = 600, 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=pathlib.Path, default=pathlib.Path("../shared"))
    data = parser.parse_args().shared / "data"
    lines = (data / "calls/dialogues_dev.jsonl").read_text(encoding="utf-8").splitlines()
    talks = [json.loads(line) for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        misheard._write_names(pathlib.Path(folder), data / "haikou", {talk["source_order"] for talk in talks})
        city = read_city(folder)
    with (data / "haikou/orders.csv").open(encoding="utf-8-sig", newline="") as file:
        ear = misheard.Ear([row["诉求"] for row in csv.DictReader(file)][:4000])
    names = sorted(
        {p.name for p in city.places if p.kind in ("road", "community", "poi") and _is_plain(p.name)}
    )
    random.Random(3).shuffle(names)
    names = names[:NAMES]
    before = [t["text"] for t in ear.talk(talks[0], 0.1, 1)["turns"]]
    print("| | names | as said | another |\n|---|---|---|---|")
    _row("clean, not in the gazetteer", [_clean(city, names[n::PARTS]) for n in range(PARTS)])
    _row("misheard, in the gazetteer, in a talk heard well", [_misheard(city, names, ear, [])])
    _row("the same behind a talk heard badly", [_misheard(city, names, ear, before)])


def _is_plain(name: str) -> bool:
    return 3 <= len(name) <= 8 and all("\u4e00" <= char <= "\u9fff" for char in name)


def _clean(city: City, names: list[str]) -> list[tuple[str, str, str]]:
    """(meant, written, heard) of each name, in a city that has none of them."""
    gone = set(names)
    ears = _ears(dataclasses.replace(city, places=tuple(p for p in city.places if p.name not in gone)))
    return [(name, name, _heard(ears, name, [])) for name in names]


def _misheard(
    city: City, names: list[str], ear: misheard.Ear, before: list[str]
) -> list[tuple[str, str, str]]:
    ears, found = _ears(city), []
    for number, name in enumerate(names):
        luck = random.Random(number)
        at = luck.randrange(len(name))
        char = ear.text(name[at], 1.0, luck)
        wrong = name[:at] + char + name[at + 1 :]
        if len(char) == 1 and wrong != name:
            found.append((name, wrong, _heard(ears, wrong, before)))
    return found


def _ears(city: City) -> Ears:
    return Ears(city, Gazetteer(city))


def _heard(ears: Ears, name: str, before: list[str]) -> str:
    texts = [*before, "请问在哪里？", f"在{name}那边，路灯坏了好几天没人修。"]
    turns = tuple(Utterance(n, Leg.CALLER, n, n + 1, text) for n, text in enumerate(texts))
    talk = ears.again(Conversation(dt.datetime(2026, 1, 1, tzinfo=dt.UTC), turns))
    return talk.utterances[-1].text[1 : 1 + len(name)]


def _row(what: str, parts: list[list[tuple[str, str, str]]]) -> None:
    all_of_them = [one for part in parts for one in part]
    right = sum(meant == heard for meant, _, heard in all_of_them)
    other = sum(heard not in (meant, written) for meant, written, heard in all_of_them)
    print(f"| {what} | {len(all_of_them)} | {right} | {other} |")


if __name__ == "__main__":
    main()
