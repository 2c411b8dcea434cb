"""How many planted contradictions are found, what is found where none was planted, and how long a large base takes.

    python benchmarks/contradictions.py [--seed 1]

Articles of the demonstration city. Planted: the same article under a longer title, with the last figure of one of
its numbers changed. Large: the articles again and again under titles that begin with four other characters.
"""

import argparse
import pathlib
import random
import re
import time

import yaml

from zhixi.hotline.articles.contradictions import Text, contradictions

ARTICLES = pathlib.Path(__file__).parent.parent / "city" / "articles"
NUMBER = re.compile(r"\d+(?:[.:：]\d+)*")
LARGE = 5000


def articles() -> list[Text]:
    found = []
    for path in sorted(ARTICLES.glob("*.md")):
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        told = yaml.safe_load(front)
        found.append(Text(told["key"], told["title"], body, told.get("district") or ""))
    return found


def planted(text: Text, rng: random.Random) -> Text | None:
    numbers = list(NUMBER.finditer(text.body))
    if not numbers:
        return None
    at = rng.choice(numbers).end() - 1
    changed = text.body[:at] + str((int(text.body[at]) + 3) % 10) + text.body[at + 1 :]
    return Text(f"{text.key}-copy", f"关于{text.title}", changed, text.district)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    rng = random.Random(parser.parse_args().seed)
    base = articles()
    print(f"articles {len(base)}, pairs found as they are {len(list(contradictions(base)))}")
    tried = [(text, copy) for text in base if (copy := planted(text, rng))]
    found = sum(1 for pair in tried if list(contradictions(pair)))
    print(f"planted {len(tried)}, found {found}")
    signs = [chr(0x4E00 + n) for n in range(2500)]
    large = [
        Text(f"{text.key}-{n}", "".join(rng.sample(signs, 4)) + text.title, text.body, text.district)
        for n in range(LARGE // len(base) + 1)
        for text in base
    ][:LARGE]
    start = time.perf_counter()
    pairs = sum(1 for _ in contradictions(large))
    print(f"large {len(large)}: {pairs} pairs in {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
