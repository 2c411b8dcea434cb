"""Filling of misheard talks: the calls garbled as a recogniser errs, beside a plain baseline, and calls from sound.

usage: python benchmarks/misheard.py [--shared ../shared] [--heard TRANSCRIPTS.jsonl]

The garbler shares no table with the product: the sounds are pypinyin's, the choice among homophones follows how often
people write them, as a recogniser's own model does. Same seed, same talk. TRANSCRIPTS.jsonl is what
`zhixi transcribe --legs` wrote for the calls of calls/audio. The city's names are those of its past orders, without
the orders that the calls were written from.
"""

import argparse
import collections
import csv
import difflib
import json
import pathlib
import random
import statistics
import sys
import tempfile
from collections.abc import Iterable

import pypinyin

# How an error looks; --heard tells what they are in real transcripts, where many sound like nothing that was said.
KINDS = {"homophone": 0.45, "near": 0.30, "lost": 0.20, "fused": 0.05}
SEEDS = (1, 2, 3, 4, 5)
SAME_TONE = 3.0  # how much likelier a homophone of the same tone is than one of another
JOINED = 1.0  # share of utterances run into the one before (of the same side), for a share of 1 of characters misheard
INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
NEAR_INITIALS = "zh z,ch c,sh s,n l,f h,r l,b p,d t,g k,j q,q x,zh j,ch q,sh x,m n,w h"
NEAR_FINALS = (
    "an ang,en eng,in ing,ian iang,uan uang,an en,e ei,i ei,o uo,ong eng,ou u,ao ou,ian ie,un en,u ou"
)


class Ear:
    """Mishears talks. `texts` tell which characters people write, and how often."""

    def __init__(self, texts: Iterable[str]):
        counts = collections.Counter(c for text in texts for c in text if "\u4e00" <= c <= "\u9fa5")
        self._sound = {c: _sound(c) for c in counts}
        self._by_sound: dict[tuple[str, str], list[tuple[str, str, float]]] = {}
        for char, count in counts.items():
            initial, final, tone = self._sound[char]
            self._by_sound.setdefault((initial, final), []).append((char, tone, count**0.5))
        self._near_initials, self._near_finals = _pairs(NEAR_INITIALS), _pairs(NEAR_FINALS)

    def talk(self, dialogue: dict, share: float, seed: int) -> dict:
        """The dialogue with `share` of its characters misheard. Turns keep their numbers: a joined one leaves ""."""
        luck = random.Random(f"{seed} {dialogue['id']}")
        turns = [{**turn, "text": self.text(turn["text"], share, luck)} for turn in dialogue["turns"]]
        for n, turn in enumerate(turns):
            before = next(
                (m for m in range(n - 1, max(-1, n - 3), -1) if turns[m]["role"] == turn["role"]), None
            )
            if before is not None and turns[before]["text"] and luck.random() < share * JOINED:
                between = turns[before + 1 : n]
                if all(len(t["text"]) <= 4 for t in between):
                    turns[before]["text"] += turn["text"]
                    turn["text"] = ""
        return {**dialogue, "turns": turns}

    def text(self, text: str, share: float, luck: random.Random) -> str:
        heard, at = [], 0
        while at < len(text):
            char, at = text[at], at + 1
            if char not in self._sound or luck.random() >= share:
                heard.append(char)
                continue
            kind = luck.choices(list(KINDS), KINDS.values())[0]
            if kind == "fused" and at < len(text) and text[at] in self._sound:
                heard.append(self._other((self._sound[char][0], *self._sound[text[at]][1:]), char, luck))
                at += 1
            elif kind == "homophone":
                heard.append(self._other(self._sound[char], char, luck))
            elif kind == "near":
                heard.append(self._other(self._nearby(self._sound[char], luck), char, luck))
        return "".join(heard)

    def _other(self, sound: tuple[str, str, str], char: str, luck: random.Random) -> str:
        """Another character of that sound, the common ones more often; nothing where there is none."""
        others = [one for one in self._by_sound.get(sound[:2], ()) if one[0] != char]
        if not others:
            return ""
        weights = [count * (SAME_TONE if tone == sound[2] else 1.0) for _, tone, count in others]
        return luck.choices(others, weights)[0][0]

    def kind(self, said: str, heard: str) -> str:
        """homophone, near or other: what one character is to another."""
        one, other = self._sound[said], self._sound[heard]
        if one[:2] == other[:2]:
            return "homophone"
        near = other[0] in self._near_initials.get(one[0], ()) or one[0] == other[0]
        near = near and (other[1] in self._near_finals.get(one[1], ()) or one[1] == other[1])
        return "near" if near else "other"

    def _nearby(self, sound: tuple[str, str, str], luck: random.Random) -> tuple[str, str, str]:
        initial, final, tone = sound
        choices = [(i, final, tone) for i in self._near_initials.get(initial, ())]
        choices += [(initial, f, tone) for f in self._near_finals.get(final, ())]
        choices = [c for c in choices if c[:2] in self._by_sound]
        return luck.choice(choices) if choices else sound


def _sound(char: str) -> tuple[str, str, str]:
    read = pypinyin.pinyin(char, style=pypinyin.Style.TONE3, neutral_tone_with_five=True)[0][0]
    initial = next((i for i in INITIALS if read.startswith(i)), "")
    return initial, read[len(initial) : -1], read[-1]


def _pairs(text: str) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    for one, other in (pair.split() for pair in text.split(",")):
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    return near


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=pathlib.Path, default=pathlib.Path("../shared"))
    parser.add_argument("--heard", type=pathlib.Path)
    options = parser.parse_args()
    data = options.shared / "data"
    sys.path.insert(0, str(options.shared / "score"))
    from forms import _baseline, _drafts, _lines, _rows
    from score_forms import score

    from zhixi.assist.city import City, read_city
    from zhixi.assist.forms import Filler

    talks = _lines(data / "calls/dialogues_dev.jsonl")
    orders = [row["诉求"] for row in _rows(data / "haikou/orders.csv")][:4000]
    ear = Ear([turn["text"] for talk in talks for turn in talk["turns"]] + orders)
    with tempfile.TemporaryDirectory() as folder:
        _write_names(pathlib.Path(folder), data / "haikou", {talk["source_order"] for talk in talks})
        bare, city = Filler(City()), Filler(read_city(folder))
    ways = {
        "plain": _baseline,
        "no city": lambda some: _drafts(bare, some),
        "with city": lambda some: _drafts(city, some),
    }
    print(
        "| misheard | how | fields_f1 | phone | name | sex | earlier order | type | address f1 | time | title | unsupported | evidence |"
    )
    print("|---" * 13 + "|")
    for share in (0.0, 0.05, 0.1, 0.2):
        for name, fill in ways.items():
            heard = [[ear.talk(t, share, s) for t in talks] for s in SEEDS] if share else [talks]
            print(f"| {share:.0%} | {name} | {_means([score(fill(some), talks) for some in heard])} |")
    if options.heard:
        dialogues = {talk["id"]: talk for talk in talks}
        heard = [_dialogue(json.loads(line), dialogues) for line in options.heard.open(encoding="utf-8")]
        gold = [dialogues[talk["id"]] for talk in heard]
        for name, fill in ways.items():
            print(f"| sound | {name} | {_means([score(fill(heard), gold)])} |")
        print(f"\nerrors there: {_kinds(gold, heard, ear)}")


def _means(scores: list[dict]) -> str:
    takes = [lambda s: s["fields_f1"]]
    names = ("contact_phone", "caller_name", "caller_gender", "related_order", "request_type")
    takes += [lambda s, name=name: s["exact"][name] for name in names]
    takes += [lambda s: s["address"]["f1"], lambda s: s["time"], lambda s: s["rouge_l"]["title"]]
    takes += [lambda s: s["unsupported"], lambda s: s["evidence"]]
    return " | ".join(f"{statistics.mean(take(s) for s in scores):.3f}" for take in takes)


def _write_names(folder: pathlib.Path, haikou: pathlib.Path, without: set[str]) -> None:
    from mending import _names

    kinds = ("district", "street", "community", "road", "poi")
    rows = {(n.kind, n.text) for n in _names(haikou, without) if n.kind in kinds}
    with (folder / "gazetteer.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("kind", "name"), *sorted(r for r in rows if r[0] != "poi" or len(r[1]) > 2)]
        )


def _dialogue(line: dict, dialogues: dict[str, dict]) -> dict:
    talk = dialogues[line["file"].split(".")[0]]
    turns = sorted(line["utterances"], key=lambda one: one["start"])
    return {**talk, "turns": [{**one, "role": one["leg"]} for one in turns]}


def _kinds(gold: list[dict], heard: list[dict], ear: Ear) -> str:
    """How the characters that were not heard rightly were heard, as shares."""
    counts: collections.Counter = collections.Counter()
    for talk, transcript in zip(gold, heard, strict=True):
        for role in ("agent", "caller"):
            said, got = (
                "".join(c for t in one["turns"] if t["role"] == role for c in t["text"] if c in ear._sound)
                for one in (talk, transcript)
            )
            for what, a, b, c, d in difflib.SequenceMatcher(None, said, got, autojunk=False).get_opcodes():
                if what == "replace" and b - a == d - c:
                    counts.update(ear.kind(x, y) for x, y in zip(said[a:b], got[c:d], strict=True))
                elif what != "equal":
                    counts["lost"] += max(0, (b - a) - (d - c))
                    counts["other"] += min(b - a, d - c)
    total = sum(counts.values())
    return ", ".join(f"{kind} {count / total:.2f}" for kind, count in counts.most_common())


if __name__ == "__main__":
    main()
