"""Old orders of a unit that was split (分设), given to its heirs by what the heirs' own orders have shown since.

Left under the old name they teach whose an order is not; left out, the heirs begin from nothing.
"""

import collections
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from zhixi.assist.dispatch.features import Features

_FEWEST = 20  # orders of each heir: with fewer, nobody knows yet how the work was divided
_MOST = 2_000  # an heir's newest orders, from which it is learnt
_FEATURES = 60_000


def divided(rows: Sequence[tuple[str, str]], heirs: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """(text, label) pairs, oldest first; a split unit's rows get the label of the heir whose orders they are like.

    heirs: old label → the labels that share its work. Where not two of them have 20 orders each, the old label stays,
    for an old name can be corrected order by order (`Recent`), and a label left out cannot.
    """
    told = list(rows)
    own: dict[str, list[str]] = collections.defaultdict(list)
    for text, label in told:
        own[label].append(text)
    for old, new in heirs.items():
        known = {label: own[label][-_MOST:] for label in sorted(set(new)) if len(own[label]) >= _FEWEST}
        places = [n for n, (text, label) in enumerate(told) if label == old and text.strip()]
        if len(known) < 2 or not places:
            continue
        for n, label in zip(places, _whose([told[n][0] for n in places], known), strict=True):
            told[n] = (told[n][0], label)
    return told


def _whose(texts: list[str], known: Mapping[str, list[str]]) -> list[str]:
    from sklearn.svm import LinearSVC

    labels = [label for label, own in known.items() for _ in own]
    features, matrix = Features.learn([text for own in known.values() for text in own], most=_FEATURES)
    machine = LinearSVC(C=0.5, tol=1e-3, random_state=0, class_weight="balanced").fit(matrix, labels)
    return np.asarray(machine.predict(features.matrix(texts))).tolist()
