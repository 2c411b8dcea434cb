"""Measure filling: the calls and the written requests of the measuring data, beside a plain baseline, and the pace.

usage: python benchmarks/forms.py [--shared ../shared]

Prints markdown. The city folder that categories and units need is written to a temporary place, from past
orders without those that the calls were written on.
"""

import argparse
import collections
import csv
import datetime as dt
import json
import math
import pathlib
import re
import resource
import statistics
import sys
import tempfile
import time

from zhixi.assist.city import City, read_city
from zhixi.assist.forms import Filler
from zhixi.assist.talk import Conversation, Leg, Utterance

TYPES = {"咨询类": "咨询", "投诉类": "投诉", "建议类": "建议"}
KEYWORDS = 14


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=pathlib.Path, default=pathlib.Path("../shared"))
    shared = parser.parse_args().shared
    sys.path.insert(0, str(shared / "score"))
    from score_forms import rouge, score

    dialogues = _lines(shared / "data/calls/dialogues_dev.jsonl")
    sources = {d["source_order"] for d in dialogues}
    with tempfile.TemporaryDirectory() as folder:
        build_city(pathlib.Path(folder), shared / "data/haikou", sources)
        city = read_city(folder)
        print(
            f"city folder: {len(city.categories)} categories, {len(city.places)} places, {len(city.units)} units\n"
        )
        named = {
            "baseline": _baseline(dialogues),
            "no city": _drafts(Filler(City()), dialogues),
            "with city": _drafts(Filler(city), dialogues),
        }
        _table_of_calls({name: score(drafts, dialogues) for name, drafts in named.items()})
        _unmarked(Filler(City()), dialogues, score)
        _written(Filler(City()), Filler(city), shared / "data/haikou/order_forms.csv", rouge)
        _pace(Filler(city), dialogues)


def build_city(folder: pathlib.Path, haikou: pathlib.Path, leave_out: set[str]) -> None:
    """Write categories (with keywords), units and gazetteer of the past orders as a city folder."""
    words: dict[tuple, collections.Counter] = {}
    units, places = set(), set()
    for name in ("orders.csv", "order_forms.csv"):
        for row in _rows(haikou / name):
            units.add(row.get("原处置单位") or row["处置单位"])
            if row.get("区"):
                places |= {("district", row["区"]), ("street", row["街道"].removesuffix("办事处"))}
            path = tuple(row[f"行业分类{n}级"] for n in range(1, 5))
            if row["工单编号"] not in leave_out and path[0]:
                words.setdefault(path, collections.Counter()).update(_words(row["诉求内容"]))
    header = "code,level1,level2,level3,level4,keywords"
    kept = _keywords(words)
    nodes = [[f"C{n}", *path, "|".join(kept[path])] for n, path in enumerate(sorted(words))]
    _write(folder / "categories.csv", header, nodes)
    _write(folder / "units.csv", "code,name", [[f"U{n}", name] for n, name in enumerate(sorted(units))])
    _write(folder / "gazetteer.csv", "kind,name", [list(place) for place in sorted(places) if place[1]])


def _words(text: str) -> set[str]:
    import rjieba

    matter = re.split(r"请[^，。]{0,20}(?:核实|处理)", text)[0]
    return {w for w in rjieba.cut(matter) if len(w) > 1 and re.fullmatch(r"[\u4e00-\u9fa5]+", w)}


def _keywords(words: dict[tuple, collections.Counter]) -> dict[tuple, list[str]]:
    """The words that are frequent in one category and rare over all of them."""
    spread = collections.Counter(w for counter in words.values() for w in counter)
    kept = {}
    for path, counter in words.items():
        weight = {w: n * math.log(len(words) / spread[w]) ** 2 for w, n in counter.items() if n > 1}
        kept[path] = sorted(weight, key=weight.get, reverse=True)[:KEYWORDS]
    return kept


def _baseline(dialogues) -> dict:
    """What a first afternoon's code does: one regular expression a field, the first long sentence as the title."""
    drafts = {}
    for d in dialogues:
        callers = [(n, t["text"]) for n, t in enumerate(d["turns"]) if t["role"] == "caller"]
        text = "".join(words for _, words in callers)
        surname = _first(text, r"姓([\u4e00-\u9fa5])")
        first = next((words for _, words in callers if len(words) > 12), "")
        address = {
            "district": _first(text, r"([\u4e00-\u9fa5]{2}区)"),
            "road": _first(text, r"([\u4e00-\u9fa5]{2,3}[路街])"),
        }
        kind = next((k for k in ("投诉", "举报", "建议", "表扬") if k in text), "咨询")
        form = {
            "request_type": kind,
            "urgency": "一般",
            "caller_name": surname and surname + "先生",
            "caller_gender": "男",
            "contact_phone": d["ani"],
            "confidential": False,
            "callback_wanted": True,
            "incident_address": address,
            "title": f"关于{re.split('[，。？]', first)[0]}的问题",
            "demand": callers[-2][1],
            "description": text[:100],
        }
        everywhere = [n for n, _ in callers]
        drafts[d["id"]] = {"form": form, "evidence": dict.fromkeys(form, everywhere), "unit": []}
    return drafts


def _first(text: str, pattern: str) -> str | None:
    match = re.search(pattern, text)
    return match.group(1) if match else None


def _drafts(filler: Filler, dialogues) -> dict:
    drafts = {}
    for d in dialogues:
        draft = filler.fill(_talk(d))
        drafts[d["id"]] = {"form": draft.form(), "evidence": draft.evidence_turns(), "unit": []}
    return drafts


def _talk(d: dict) -> Conversation:
    turns = tuple(
        Utterance(n, Leg(t["role"]), t["start"], t["end"], t["text"]) for n, t in enumerate(d["turns"])
    )
    return Conversation(dt.datetime.fromisoformat(d["call_time"]), turns, d["ani"])


def _table_of_calls(scores: dict[str, dict]) -> None:
    rows = [("fields_f1", lambda s: s["fields_f1"])]
    rows += [(name, lambda s, name=name: s["exact"][name]) for name in next(iter(scores.values()))["exact"]]
    rows += [
        (f"address {name}", lambda s, name=name: s["address"][name]) for name in ("precision", "recall", "f1")
    ]
    rows += [("time", lambda s: s["time"])]
    rows += [
        (f"{name} ROUGE-L", lambda s, name=name: s["rouge_l"][name])
        for name in ("title", "demand", "description")
    ]
    rows += [(name, lambda s, name=name: s[name]) for name in ("unsupported", "evidence")]
    rows += [(f"category level {n + 1}", lambda s, n=n: s["category"][n]) for n in range(4)]
    print("| calls | " + " | ".join(scores) + " |\n|---|" + "---|" * len(scores))
    for name, take in rows:
        print(
            f"| {name} | "
            + " | ".join(f"{take(s):.3f}" if take(s) is not None else "–" for s in scores.values())
            + " |"
        )
    print()


def _unmarked(filler: Filler, dialogues, score) -> None:
    unmarked = [
        {**d, "turns": [{**t, "text": re.sub(r"[^\w]", "", t["text"])} for t in d["turns"]]}
        for d in dialogues
    ]
    print(
        f"\nwithout any punctuation: fields_f1 {score(_drafts(filler, unmarked), dialogues)['fields_f1']:.3f}\n"
    )


def _letter(text: str) -> Conversation:
    started = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)
    return Conversation(started, (Utterance(0, Leg.MIXED, 0, 0, text),), written=True)


def _written(bare: Filler, filler: Filler, path: pathlib.Path, rouge) -> None:
    titles, plain, kinds, levels = [], [], [], []
    districts: dict[str, list[bool]] = {"no city": [], "with city": []}
    for row in _rows(path):
        text = row["诉求内容"]
        form = filler.fill(_letter(text)).form()
        titles.append(rouge(form["title"], row["标题"]))
        plain.append(rouge(_first_clause(text), row["标题"]))
        levels.append(form["category"][:1] == [row["行业分类1级"]])
        if row["诉求类型"] in TYPES:
            kinds.append(form["request_type"] == TYPES[row["诉求类型"]])
        if row["区"] and row["区"] in re.sub(r"请[^，。]{0,20}(?:核实|处理)", "", text):
            for name, one in (("no city", bare), ("with city", filler)):
                place = one.fill(_letter(text)).form()["incident_address"] or {}
                districts[name].append(place.get("district") == row["区"])
    print(f"| written requests ({len(titles)}) | baseline | zhixi |\n|---|---|---|")
    print(f"| title ROUGE-L | {statistics.mean(plain):.3f} | {statistics.mean(titles):.3f} |")
    print(f"| request type ({len(kinds)} of 咨询, 投诉, 建议) | – | {statistics.mean(kinds):.3f} |")
    for name, hits in districts.items():
        print(f"| district, {name} ({len(hits)} that name it) | – | {statistics.mean(hits):.3f} |")
    print(f"| category level 1 | – | {statistics.mean(levels):.3f} |\n")


def _first_clause(text: str) -> str:
    matter = re.sub(r"^[^：:，。]{0,14}[：:]\s*", "", text.strip())
    return "关于" + re.split(r"[，。；！\n]", matter)[0] + "的问题"


def _pace(filler: Filler, dialogues) -> None:
    """Talks grow by one utterance and are filled anew each time, as a live call is; p95 of the longest fifth."""
    print("| utterances in the talk | p50 | p95 CPU-ms a fill |\n|---|---|---|")
    turns = [t for d in dialogues for t in d["turns"]]
    took: dict[int, list[float]] = {}
    for start in (0, 300, 600):
        some = [turns[(start + n) % len(turns)] for n in range(200)]
        for length in range(1, 201):
            talk = _talk(
                {"turns": some[:length], "call_time": dialogues[0]["call_time"], "ani": "13900001234"}
            )
            began = time.process_time()
            filler.fill(talk)
            took.setdefault(-(-length // 40) * 40, []).append(1000 * (time.process_time() - began))
    for length, times in took.items():
        print(
            f"| {length - 39} to {length} | {statistics.median(times):.1f} | {sorted(times)[int(0.95 * len(times))]:.1f} |"
        )
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _lines(path: pathlib.Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _rows(path: pathlib.Path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _write(path: pathlib.Path, header: str, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header.split(","), *rows])


if __name__ == "__main__":
    main()
