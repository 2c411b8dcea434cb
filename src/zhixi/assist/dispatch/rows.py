"""What a table of past orders gives a learner: rows with a text and a label, labels in one spelling."""

import collections
import itertools
import unicodedata
from collections.abc import Iterable

import numpy as np

from zhixi.errors import BadInput

FEWEST = 20


def useful(rows: Iterable[tuple[str, str]], sure: Iterable[float] | None):
    """Texts, labels, how sure these are (None where nobody said), and how many rows were left out."""
    texts, names, weights, skipped = [], [], [], 0
    for (text, label), weight in zip(rows, sure or itertools.repeat(1.0), strict=False):
        text, label = text.strip(), label.strip()
        if text and label:
            texts.append(text)
            names.append(label)
            weights.append(weight)
        else:
            skipped += 1
    names = one_spelling(names)
    if len(texts) < FEWEST:
        raise BadInput(
            f"only {len(texts)} rows have both a text and a label",
            cure=f"give at least {FEWEST}, better 1,000",
        )
    if len(set(names)) < 2:
        raise BadInput(
            f"all rows have the one label {names[0]!r}",
            cure="give orders of two units at least; is it the right column?",
        )
    return texts, names, np.array(weights) if sure is not None else None, skipped


def one_spelling(names: list[str]) -> list[str]:
    """Labels that differ by blanks or by full-width forms alone are one, as it is written most often."""
    seen: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    plain = ["".join(unicodedata.normalize("NFKC", name).split()) for name in names]
    for key, name in zip(plain, names, strict=True):
        seen[key][name] += 1
    usual = {key: min(forms, key=lambda form: (-forms[form], form)) for key, forms in seen.items()}
    return [usual[key] for key in plain]
