"""A small convolutional network over the places of an address: numbers of signs → a score for each label.

Embeddings side by side → one dense layer → `DEPTH` convolutions of three places, each added to what it was given,
and behind the first two of them the mean of the whole address, so that each place knows of all → scores. All by numpy, forwards and backwards; arrays by name, so that they can be stored and learnt alike.
"""

import numpy as np
import scipy.sparse as sp

from zhixi.assist.forms.elements.signs import COLUMNS, MARKS, TABLES

WIDE = {"character": 48, "pair": 48, "word": 48, "hint": 24}
HIDDEN = 144
REACH = (1, 1, 2, 3)  # how far apart the three places of each convolution are
DEPTH = len(REACH)
WHOLE_BEHIND = 1  # number of the convolution behind which the mean of all places is added
INPUT = sum(WIDE[name] for name in COLUMNS) + MARKS
KEEP_INPUT, KEEP_HIDDEN = 0.6, 0.75  # shares that are kept while learning


def new_arrays(sizes: dict[str, int], heads: dict[str, int], seed: int) -> dict[str, np.ndarray]:
    """Random arrays. sizes: signs a table; heads: labels a head (what it is learnt on → how many labels)."""
    luck = np.random.default_rng(seed)

    def random(*shape: int) -> np.ndarray:
        return (luck.standard_normal(shape) * np.sqrt(2 / shape[0])).astype(np.float32)

    arrays = {
        f"table {t}": (luck.standard_normal((sizes[t] + 1, WIDE[t])) * 0.3).astype(np.float32) for t in TABLES
    }
    arrays |= {"dense": random(INPUT, HIDDEN), "dense start": np.zeros(HIDDEN, np.float32)}
    for n in range(DEPTH):
        arrays[f"fold {n}"] = random(3 * HIDDEN, HIDDEN) * np.float32(0.5)
        arrays[f"fold {n} start"] = np.zeros(HIDDEN, np.float32)
    arrays |= {"whole": random(HIDDEN, HIDDEN) * np.float32(0.5), "whole start": np.zeros(HIDDEN, np.float32)}
    for head, labels in heads.items():
        arrays[f"out {head}"] = random(HIDDEN, labels) * np.float32(0.3)
        arrays[f"out {head} start"] = np.zeros(labels, np.float32)
        arrays[f"moves {head}"] = np.zeros((labels + 1, labels), np.float32)
    return arrays


def scores(arrays, numbers, marks, real, head: str, luck=None):
    """((rows, places, labels) scores, what `slopes` needs). numbers: (rows, places, columns); real: (rows, places).

    luck: a numpy generator while learning, for dropping out; None in use.
    """
    mask = real[:, :, None].astype(np.float32)
    parts = [arrays[f"table {name}"][numbers[:, :, n]] for n, name in enumerate(COLUMNS)]
    given = np.concatenate([*parts, marks], axis=2)
    kept = _drop(luck, given.shape, KEEP_INPUT)
    given = given * kept * mask if luck else given * mask
    state = np.maximum(given @ arrays["dense"] + arrays["dense start"], 0) * mask
    first, wides, drops, whole = state, [], [], None
    for n, reach in enumerate(REACH):
        wide = _beside(state, reach)
        new = np.maximum(wide @ arrays[f"fold {n}"] + arrays[f"fold {n} start"], 0)
        drop = _drop(luck, new.shape, KEEP_HIDDEN)
        state = state + (new * drop if luck else new) * mask
        wides.append(wide)
        drops.append((new > 0) * drop * mask if luck else None)
        if n == WHOLE_BEHIND:
            state, whole = _with_whole(arrays, state, mask)
    out = state @ arrays[f"out {head}"] + arrays[f"out {head} start"]
    return out, (numbers, given, kept, mask, first, state, wides, drops, whole)


def _with_whole(arrays, state, mask):
    """The places with the mean of all of them worked in, and what `slopes` needs of it."""
    share = mask / mask.sum(1, keepdims=True)
    mean = (state * share).sum(1)
    added = np.maximum(mean @ arrays["whole"] + arrays["whole start"], 0)
    return state + added[:, None] * mask, (share, mean, added > 0)


def _drop(luck, shape, keep: float):
    return (luck.random(shape, dtype=np.float32) < keep) * np.float32(1 / keep) if luck else 1.0


def _beside(state, reach: int):
    """(rows, places, 3 × hidden): each place with those `reach` before and behind it, nothing beyond the ends."""
    empty = np.zeros_like(state[:, :reach])
    before = np.concatenate([empty, state], axis=1)[:, : state.shape[1]]
    after = np.concatenate([state, empty], axis=1)[:, -state.shape[1] :]
    return np.concatenate([before, state, after], axis=2)


def slopes(arrays, held, slope, head: str):
    """By name, how the loss changes: arrays as in `arrays`; for tables (rows in use, slopes of these rows)."""
    numbers, given, kept, mask, first, last, wides, drops, (share, mean, lit) = held
    found = {f"out {head}": _over(last, slope), f"out {head} start": slope.sum((0, 1))}
    back = slope @ arrays[f"out {head}"].T
    for n in range(DEPTH - 1, -1, -1):
        if n == WHOLE_BEHIND:
            added = (back * mask).sum(1) * lit
            found["whole"], found["whole start"] = mean.T @ added, added.sum(0)
            back = back + (added @ arrays["whole"].T)[:, None] * share
        inner = back * drops[n]
        found[f"fold {n}"], found[f"fold {n} start"] = _over(wides[n], inner), inner.sum((0, 1))
        back = back + _folded_back(inner @ arrays[f"fold {n}"].T, REACH[n])
    back = back * (first > 0) * mask
    found["dense"], found["dense start"] = _over(given, back), back.sum((0, 1))
    return found | _by_table(numbers, (back @ arrays["dense"].T) * kept * mask)


def _over(left, right):
    return left.reshape(-1, left.shape[-1]).T @ right.reshape(-1, right.shape[-1])


def _folded_back(wide, reach: int):
    before, state, after = np.split(wide, 3, axis=2)
    state = state.copy()
    if state.shape[1] > reach:
        state[:, :-reach] += before[:, reach:]
        state[:, reach:] += after[:, :-reach]
    return state


def _by_table(numbers, back):
    found, start = {}, 0
    pieces: dict[str, list] = {name: [] for name in TABLES}
    for n, name in enumerate(COLUMNS):
        pieces[name].append(
            (numbers[:, :, n].ravel(), back[:, :, start : start + WIDE[name]].reshape(-1, WIDE[name]))
        )
        start += WIDE[name]
    for name, parts in pieces.items():
        used, place = np.unique(np.concatenate([p[0] for p in parts]), return_inverse=True)
        slope = np.concatenate([p[1] for p in parts])
        count = len(place)
        sums = sp.csr_matrix(
            (np.ones(count, np.float32), (place, np.arange(count))), shape=(len(used), count)
        )
        found[f"table {name}"] = (used, sums @ slope)
    return found
