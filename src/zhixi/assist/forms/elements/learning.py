"""Learn the network from labelled addresses: first on those of other hands, then on one's own."""

import dataclasses
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from zhixi.assist.forms.elements import chain, network
from zhixi.assist.forms.elements.labelled import Labelled
from zhixi.assist.forms.elements.signs import COLUMNS, MARKS, Signs

BATCH = 32
RATE, LEAST_RATE = 2e-3, 2e-5
UNSEEN = 0.04  # share of signs that are hidden while learning, so that unknown ones mean something


@dataclasses.dataclass(frozen=True, eq=False)
class Task:
    """Addresses as numbers, sorted into batches of like length. head: whose labels these are."""

    head: str
    labels: tuple[str, ...]
    rows: list[tuple[np.ndarray, np.ndarray, np.ndarray]]

    @classmethod
    def of(cls, head: str, addresses: Sequence[Labelled], signs: Signs) -> "Task":
        labels = tuple(sorted({label for a in addresses for label in a.labels}))
        number = {label: n for n, label in enumerate(labels)}
        rows = [(*signs.numbers(a.text), np.array([number[x] for x in a.labels])) for a in addresses]
        return cls(head, labels, rows)

    def batches(self, luck: np.random.Generator) -> Iterator[tuple]:
        """(numbers, marks, lengths, truth) of every address once, in an order of chance."""
        lengths = np.array([len(row[2]) for row in self.rows])
        order = np.argsort(lengths + luck.random(len(lengths)) * 4, kind="stable")
        parts = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        for n in luck.permutation(len(parts)):
            yield together([self.rows[row] for row in parts[n]])


def together(rows) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Rows of different length as (rows, places, …) arrays and their lengths."""
    lengths = np.array([len(row[0]) for row in rows])
    numbers = np.zeros((len(rows), lengths.max(), len(COLUMNS)), dtype=np.int64)
    marks = np.zeros((len(rows), lengths.max(), MARKS), dtype=np.float32)
    truth = np.zeros((len(rows), lengths.max()), dtype=np.int64)
    for n, row in enumerate(rows):
        numbers[n, : lengths[n]], marks[n, : lengths[n]] = row[0], row[1]
        if len(row) > 2:
            truth[n, : lengths[n]] = row[2]
    return numbers, marks, lengths, truth


class Adam:
    """Steps of their own size for every number; of the tables only the rows in use are touched."""

    def __init__(self, arrays: dict[str, np.ndarray]):
        self.arrays, self.time = arrays, 0
        self.mean = {name: np.zeros_like(a) for name, a in arrays.items()}
        self.square = {name: np.zeros_like(a) for name, a in arrays.items()}

    def step(self, slopes: dict, rate: float) -> None:
        self.time += 1
        rate *= np.sqrt(1 - 0.999**self.time) / (1 - 0.9**self.time)
        for name, slope in slopes.items():
            rows, slope = slope if isinstance(slope, tuple) else (slice(None), slope)
            mean = 0.9 * self.mean[name][rows] + 0.1 * slope
            square = 0.999 * self.square[name][rows] + 0.001 * slope**2
            self.mean[name][rows], self.square[name][rows] = mean, square
            self.arrays[name][rows] -= rate * mean / (np.sqrt(square) + 1e-7)


def learn(
    main: Task,
    others: Sequence[Task],
    sizes: dict[str, int],
    *,
    rounds: int,
    first: int,
    seed: int,
    on_progress: Callable[[str], None] = lambda step: None,
) -> dict[str, np.ndarray]:
    """`first` rounds over the others, then `rounds` over the main addresses: the network's arrays.

    The step's size falls evenly to almost nothing over the main rounds.
    """
    luck = np.random.default_rng(seed)
    arrays = network.new_arrays(sizes, {t.head: len(t.labels) for t in (*others, main)}, seed)
    adam = Adam(arrays)
    for number in range(first):
        for task in others:
            for batch in task.batches(luck):
                _step(arrays, adam, batch, task.head, RATE, luck)
            on_progress(f"round {number + 1} of {first} on other addresses")
    count, done = rounds * -(-len(main.rows) // BATCH), 0
    for number in range(rounds):
        for batch in main.batches(luck):
            _step(arrays, adam, batch, main.head, max(RATE * (1 - done / count), LEAST_RATE), luck)
            done += 1
        on_progress(f"round {number + 1} of {rounds}")
    return arrays


def _step(arrays, adam: Adam, batch, head: str, rate: float, luck) -> None:
    numbers, marks, lengths, truth = batch
    numbers = np.where(luck.random(numbers.shape) < UNSEEN, 0, numbers)
    real = np.arange(numbers.shape[1]) < lengths[:, None]
    out, held = network.scores(arrays, numbers, marks, real, head, luck)
    _, slope, by_moves = chain.gradients(out, lengths, arrays[f"moves {head}"], truth)
    slope, by_moves = slope / len(lengths), by_moves / len(lengths)
    adam.step(network.slopes(arrays, held, slope, head) | {f"moves {head}": by_moves}, rate)
