"""A reader of whole texts: for each unit it learns which tokens to look at, and what they say for it.

It reads what a sentence model makes of every token, which stays as it is; only where to look and what it says is
learnt, so an ordinary processor learns it in a minute or two. Label-wise attention after Mullenbach et al. 2018
(CAML). What it gains stands in docs/measurements/dispatch.md.
"""

import dataclasses
from collections.abc import Iterable, Iterator

import numpy as np

from zhixi.assist.dispatch.learning import softmax
from zhixi.assist.dispatch.states import States

HIDDEN = 256
_PASSES, _SIZE, _RATE = 6, 48, 8e-3
_RISING, _LAST = 0.1, 0.02  # share of the steps in which the rate rises; what is left of it at the end
_DROPPED = 0.3  # of what is seen
_SMOOTHED = 0.1  # of the truth, spread over all labels: labels are noisy
_DECAY = 0.01  # of the weights
_MOMENTUM, _MEMORY = 0.9, 0.999
_ALIKE = 20  # batches whose texts are sorted by length together
_ASKED = 128  # texts at once


@dataclasses.dataclass(frozen=True, eq=False)
class Reader:
    """first: (width, hidden), offsets: (hidden,), second: (hidden, labels): where a unit looks.

    says: (labels, width), what a token says for a unit; whole: (width, labels), what the mean of all says; biases.
    """

    first: np.ndarray
    offsets: np.ndarray
    second: np.ndarray
    says: np.ndarray
    whole: np.ndarray
    biases: np.ndarray

    def __post_init__(self):
        (width, hidden), labels = self.first.shape, len(self.biases)
        wanted = [(hidden,), (hidden, labels), (labels, width), (width, labels)]
        if [a.shape for a in (self.offsets, self.second, self.says, self.whole)] != wanted:
            raise ValueError("its reader does not fit together")

    def scores(self, states: States, rows: np.ndarray | None = None) -> np.ndarray:
        """(texts, labels) log-odds; of a text without tokens what is usual. rows: of these texts alone."""
        rows = np.arange(len(states)) if rows is None else rows
        found = np.tile(self.biases, (len(rows), 1))
        for at in _by_length(states.lengths[rows]):
            found[at] = _forward(self, *states.padded(rows[at]))[0]
        return found

    def spread(self, spread) -> "Reader":
        """With the labels as `Naming.spread` divides an office among its names."""
        second, biases = spread(self.second, self.biases)
        says, _ = spread(self.says.T, self.biases)
        whole, _ = spread(self.whole, self.biases)
        return dataclasses.replace(self, second=second, says=says.T, whole=whole, biases=biases)


def learn_reader(states: States, rows: np.ndarray, labels: np.ndarray, classes: int, seed: int) -> Reader:
    """Learn from the texts `rows`, whose labels are given; a text without tokens teaches nothing. Deterministic by seed."""
    said = states.lengths[rows] > 0
    rows, labels = rows[said], labels[said]
    generator = np.random.default_rng(seed)
    made = _begun(states.width, labels, classes, generator)
    learnt = [getattr(made, field.name) for field in dataclasses.fields(made)]
    moved = [(np.zeros_like(array), np.zeros_like(array)) for array in learnt]
    order = [batch for _ in range(_PASSES) for batch in _mixed(states.lengths[rows], generator)]
    for step, at in enumerate(order, 1):
        done = step / len(order)
        rate = _RATE * min(1.0, done / _RISING) * max(_LAST, 1 - done)
        slopes = _slopes(made, states.padded(rows[at]), labels[at], generator)
        _move(learnt, moved, slopes, rate, step)
    # As it is stored, so that a model says the same before and after.
    return Reader(*(array.astype(np.float16).astype(np.float32) for array in learnt))


def _begun(width: int, labels: np.ndarray, classes: int, generator) -> Reader:
    usual = np.log((np.bincount(labels, minlength=classes) + 0.5) / max(len(labels), 1))

    def drawn(*shape: int, by: float) -> np.ndarray:
        return np.float32(by) * generator.standard_normal(shape, dtype=np.float32)

    return Reader(
        first=drawn(width, HIDDEN, by=0.6 / np.sqrt(width)),
        offsets=np.zeros(HIDDEN, np.float32),
        second=drawn(HIDDEN, classes, by=0.05),
        says=drawn(classes, width, by=0.05),
        whole=drawn(width, classes, by=0.6 / np.sqrt(width)),
        biases=usual.astype(np.float32),
    )


def _forward(reader: Reader, tokens: np.ndarray, present: np.ndarray, kept=(1, 1)):
    """Scores (texts, labels), and what was on the way to them.

    tokens: (texts, longest, width) float32, zeros behind the end; present: (texts, longest). kept: what is left, while it
    learns, of the numbers that a token says and of those that the whole says.
    """
    texts, longest, width = tokens.shape
    hidden = np.tanh(tokens.reshape(-1, width) @ reader.first + reader.offsets)
    looks = (hidden @ reader.second).reshape(texts, longest, -1)
    looks -= looks.max(axis=1, keepdims=True)
    np.exp(looks, out=looks)
    looks *= present[:, :, None]
    looks /= looks.sum(axis=1, keepdims=True)
    heard = (tokens * kept[0]).reshape(-1, width)
    said = (heard @ reader.says.T).reshape(looks.shape)
    seen = np.einsum("ntl,ntl->nl", looks, said)
    whole = tokens.sum(axis=1) / present.sum(axis=1, keepdims=True).astype(np.float32) * kept[1]
    return seen + whole @ reader.whole + reader.biases, (hidden, looks, heard, said, seen, whole)


def _slopes(reader: Reader, texts: tuple[np.ndarray, np.ndarray], labels, generator) -> list[np.ndarray]:
    """By how much the loss grows with each number, in the order of the reader's fields."""
    tokens, present = texts
    size, _, width = tokens.shape
    kept = [_left(generator, (size, width), share) for share in (_DROPPED, _DROPPED / 3)]
    scores, (hidden, looks, heard, said, seen, whole) = _forward(
        reader, tokens, present, (kept[0][:, None, :], kept[1])
    )
    classes = scores.shape[1]
    wrong = softmax(scores) - np.float32(_SMOOTHED / classes)
    wrong[np.arange(size), labels] -= 1 - _SMOOTHED
    wrong /= size
    looks *= wrong[:, None, :]
    says = looks.reshape(-1, classes).T @ heard
    said -= seen[:, None, :]
    looks *= said  # by how much the loss grows with each look, before they are made to add up to 1
    told = looks.reshape(-1, classes)
    inner = (told @ reader.second.T) * (1 - hidden * hidden)
    first = tokens.reshape(-1, width).T @ inner
    return [first, inner.sum(axis=0), hidden.T @ told, says, whole.T @ wrong, wrong.sum(axis=0)]


def _left(generator, shape: tuple[int, int], dropped: float) -> np.ndarray:
    return (generator.random(shape, dtype=np.float32) > dropped) / np.float32(1 - dropped)


def _move(learnt, moved, slopes, rate: float, step: int) -> None:
    """One step of AdamW (Loshchilov & Hutter 2019), the whole slope no longer than 1."""
    length = np.sqrt(sum(float(np.vdot(slope, slope)) for slope in slopes))
    even, steady = 1 - _MOMENTUM**step, 1 - _MEMORY**step
    for array, (mean, square), slope in zip(learnt, moved, slopes, strict=True):
        slope *= np.float32(1 / max(length, 1.0))
        mean += np.float32(1 - _MOMENTUM) * (slope - mean)
        square += np.float32(1 - _MEMORY) * (slope * slope - square)
        array *= np.float32(1 - rate * _DECAY)
        array -= np.float32(rate / even) * mean / (np.sqrt(square / np.float32(steady)) + np.float32(1e-8))


def _mixed(lengths: np.ndarray, generator) -> Iterable[np.ndarray]:
    """Batches in random order of texts in random order, those of like length together."""
    order = generator.permutation(len(lengths))
    found = []
    for start in range(0, len(order), _SIZE * _ALIKE):
        some = order[start : start + _SIZE * _ALIKE]
        some = some[np.argsort(lengths[some], kind="stable")]
        found += [some[at : at + _SIZE] for at in range(0, len(some), _SIZE)]
    return [found[at] for at in generator.permutation(len(found))]


def _by_length(lengths: np.ndarray) -> Iterator[np.ndarray]:
    order = np.argsort(lengths, kind="stable")
    order = order[lengths[order] > 0]
    return (order[at : at + _ASKED] for at in range(0, len(order), _ASKED))
