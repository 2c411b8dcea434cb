"""Mending by sound: names and telephone numbers of callers before and after, and what is mended without need.

    python benchmarks/mending.py [--shared ../shared] [--heard FILE.jsonl]

The names are the districts, streets, communities and units of the Haikou orders, and the places that their texts name
three times or more, without the orders that the calls were written from and those that are paired with them.
--heard keeps what the recogniser heard, so that it need not hear again.
"""

import argparse
import collections
import csv
import json
import pathlib
import random
import re
import sys
import time

ROOT = pathlib.Path(__file__).parent.parent
COLUMNS = (("区", "district"), ("街道", "street"), ("社区", "community"))
SENTENCES = 6000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared")
    parser.add_argument("--heard", type=pathlib.Path)
    options = parser.parse_args()
    sys.path[:0] = [str(ROOT / "src"), str(options.shared / "score")]
    from zhixi.assist.speech.mending import Mender

    data = options.shared / "data"
    talks = [json.loads(line) for line in _lines(data / "calls" / "dialogues_dev.jsonl")]
    names = _names(data / "haikou", {talk["source_order"] for talk in talks})
    start = time.process_time()
    mender = Mender.of(names)
    print(f"{len(names)} names, indexed in {time.process_time() - start:.1f} CPU-s.\n")
    _callers(mender, {name.text for name in names}, talks, data, options.heard)
    _false(mender, talks, data)


def _callers(mender, known: set[str], talks, data: pathlib.Path, keep) -> None:
    from zhixi.assist.speech.wording import worded

    sums, spent = collections.Counter(), 0.0
    by_id = {talk["id"]: talk for talk in talks}
    for name, texts in _heard(data / "calls" / "audio", keep):
        talk = by_id[name]
        said = [turn["text"] for turn in talk["turns"] if turn["role"] == "caller"]
        start = time.process_time()
        after = [worded(text, mender, calling_number=talk["ani"]) for text in texts]
        spent += time.process_time() - start
        mends = [one.text[m.start : m.end] for one in after for m in one.marks if m.kind == "name"]
        sums["utterances"] += len(texts)
        sums["mends"] += len(mends)
        sums["wrong"] += sum(mend not in "".join(said) for mend in mends)
        _count(sums, said, {"before": texts, "after": [one.text for one in after]}, known)
    _show(sums, spent)


def _count(sums: collections.Counter, said: list[str], heard: dict[str, list[str]], known: set[str]) -> None:
    """What was said, and what of it stands in the text before and after mending."""
    places, numbers = _places("".join(said), known), _phones(said)
    sums["places"] += len(places)
    sums["known"] += len(places & known)
    sums["phones"] += len(numbers)
    for when, texts in heard.items():
        text = "".join(texts)
        found = {place for place in places if place in text}
        errors, characters = _errors("".join(said), text)
        sums[f"places {when}"] += len(found)
        sums[f"known {when}"] += len(found & known)
        sums[f"phones {when}"] += len(numbers & _phones(texts))
        sums[f"errors {when}"] += errors
        sums[f"characters {when}"] += characters


def _show(sums: collections.Counter, spent: float) -> None:
    print("| caller legs | before | after |\n|---|---|---|")
    for label, key in (
        ("places said", "places"),
        ("of them in the gazetteer", "known"),
        ("telephone numbers", "phones"),
    ):
        found = (sums[f"{key} {when}"] for when in ("before", "after"))
        print(f"| {label} | {' | '.join(f'{n} of {sums[key]} ({n / sums[key]:.0%})' for n in found)} |")
    errors = (f"{sums[f'errors {when}'] / sums[f'characters {when}']:.1%}" for when in ("before", "after"))
    print(f"| CER | {' | '.join(errors)} |")
    cost = spent / sums["utterances"] * 1000
    print(f"\n{sums['mends']} names mended, {sums['wrong']} wrongly; {cost:.2f} CPU-ms an utterance.\n")


def _false(mender, talks, data: pathlib.Path) -> None:
    """What is mended in text that is right already: each mend there is a false one, or mends a writer's own slip."""
    print("| text that was never heard | sentences | mends a thousand |\n|---|---|---|")
    texts = {
        "letters to another city's office": [
            " ".join(row.values()) for row in _rows(data / "jiamusi" / "letters.csv")
        ],
        "messages from other cities": [
            " ".join(row.values()) for row in _rows(data / "teddy" / "messages.csv")
        ],
        "orders of this city": [row["诉求"] for row in _rows(data / "haikou" / "orders.csv")],
        "the 40 calls as written": [turn["text"] for talk in talks for turn in talk["turns"]],
    }
    for name, rows in texts.items():
        random.Random(0).shuffle(rows)
        sentences = [s for row in rows[:3000] for s in re.split(r"[。！？\n]", row) if 5 <= len(s) <= 120][
            :SENTENCES
        ]
        mends = sum(len(mender.mend(sentence).marks) for sentence in sentences)
        print(f"| {name} | {len(sentences)} | {mends / len(sentences) * 1000:.1f} |")


def _names(folder: pathlib.Path, without: set[str]):
    from zhixi.assist.city import City
    from zhixi.assist.forms.addresses import Gazetteer, parts_in
    from zhixi.assist.speech.mending import Name
    from zhixi.assist.speech.mending.names import said_shorter

    pairs = [set(row.values()) for row in _rows(folder / "related_pairs.csv")]
    without = without.union(*(pair for pair in pairs if pair & without))
    forms = [row for row in _rows(folder / "order_forms.csv") if row["工单编号"] not in without]
    orders = [row for row in _rows(folder / "orders.csv") if row["工单编号"] not in without]
    found = {row[column].strip(): kind for row in forms for column, kind in COLUMNS if row[column].strip()}
    found |= {row["处置单位"]: "unit" for row in orders}
    counts: collections.Counter = collections.Counter()
    for text in dict.fromkeys([row["诉求内容"] for row in forms] + [row["诉求"] for row in orders]):
        parts = parts_in(text[:600], Gazetteer(City()))
        counts.update({(part.name, part.kind) for part in parts if part.kind not in ("number", "tail")})
    seen = {name: count for (name, _), count in counts.items()}
    for (name, kind), count in counts.items():
        # 求龙华区 is what the rules cut badly from a sentence, and no gazetteer has it.
        cut = seen.get(name[1:], 0) > count or name[0] in "进当但求向予造想次丹等由为"
        if count >= 3 and Name(name).core > 1 and not cut:
            found.setdefault(name, kind)
    return [Name(text, kind) for name, kind in found.items() for text in (name, *said_shorter(name))]


def _places(text: str, known: set[str]) -> set[str]:
    from zhixi.assist.city import City
    from zhixi.assist.forms.addresses import Gazetteer, parts_in

    found = {part.name for part in parts_in(text, Gazetteer(City())) if part.kind not in ("number", "tail")}
    return {name for name in found | {name for name in known if name in text} if len(name) > 1}


def _phones(texts: list[str]) -> set[str]:
    from zhixi.assist.speech.writing import write

    return {
        m.written.replace("-", "") for text in texts for m in write(text).marks if m.kind == "phone"
    } | set(re.findall(r"(?<!\d)(?:1[3-9]\d{9}|0\d{10,11})(?!\d)", " ".join(texts)))


def _heard(folder: pathlib.Path, keep):
    """(call, texts of the caller's utterances)."""
    if keep and keep.exists():
        yield from (tuple(json.loads(line)) for line in _lines(keep))
        return
    from zhixi.assist.speech import Listener, load_recogniser, read_sound
    from zhixi.assist.talk import Leg

    recogniser, rows = load_recogniser(threads=1), []
    for path in sorted(folder.glob("*.caller.wav")):
        listener = Listener(recogniser, leg=Leg.CALLER)
        heard = [
            one for block in read_sound(path).blocks() for one in listener.push(block)
        ] + listener.flush()
        rows.append((path.name.split(".")[0], [one.text for one in heard]))
    if keep:
        keep.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    yield from rows


def _errors(words: str, said: str) -> tuple[int, int]:
    from score_speech import distance, natural, plain, spell

    meant = plain(words, natural)
    return min(distance(meant, plain(said, read)) for read in (spell, natural)), len(meant)


def _lines(path: pathlib.Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _rows(path: pathlib.Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
