"""Write the model of how people speak to a hotline, which the recogniser's n-best texts are weighed with.

    python tools/make_talk_model.py

Its texts are all invented, and stand in this repository: `talk.txt` beside the model (sentences that callers say), what
callers say in the calls of the demonstration city, and its orders, which count less since clerks wrote them.
"""

import csv
import pathlib
import sys

import numpy as np
import yaml

ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))

from zhixi.assist.speech.rescoring.model import general_model  # noqa: E402
from zhixi.assist.speech.rescoring.talk import TALK, counted  # noqa: E402

WRITTEN = 0.3  # of a spoken sentence


def main() -> None:
    said = [*_sentences(), *_callers()]
    found = counted(
        [*((text, 1.0) for text in said), *((text, WRITTEN) for text in _orders())], general_model()
    )
    np.savez_compressed(TALK, **found)
    print(
        f"{TALK}: {len(found['alone'])} words, {len(found['times'])} pairs, {TALK.stat().st_size / 1e3:.0f} kB"
    )


def _sentences() -> list[str]:
    return TALK.with_name("talk.txt").read_text(encoding="utf-8").split("\n")


def _callers() -> list[str]:
    calls = (
        yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(ROOT.glob("city/calls/*.yaml"))
    )
    return [turn["text"] for call in calls for turn in call["turns"] if turn["leg"] == "caller"]


def _orders() -> list[str]:
    with (ROOT / "city" / "orders.csv").open(encoding="utf-8", newline="") as file:
        return [row["description"] for row in csv.DictReader(file)]


if __name__ == "__main__":
    main()
