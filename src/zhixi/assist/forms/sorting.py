"""A category model learnt from past orders (事项分类): first the branch, then the leaf within it.

Top branches are few and hold many orders each, so they are learnt together; leaves are many and are told apart
only from their neighbours of the same branch, which is both faster and better than one choice among all.

An order as an office wrote it says in its heading and its last sentence who is to act ("请交警核实处理"), which
tells half of the category; what a caller tells does not. So branches are learnt twice: from orders as they are, for
written requests, and from their matter alone, for calls.
"""

import dataclasses
import functools
import json
import pathlib
from collections.abc import Callable, Sequence

import numpy as np

from zhixi.assist.dispatch import Model, fit, load_model
from zhixi.assist.dispatch.calibration import Calibration
from zhixi.assist.dispatch.features import Features
from zhixi.assist.dispatch.learning import weights_for
from zhixi.assist.dispatch.model import scored
from zhixi.assist.folders import put_folder
from zhixi.assist.forms.letters import body
from zhixi.errors import BadInput, Unavailable

FORMAT = 2
LEAF_FEATURES = 60_000
JOIN = "\t"
Path = tuple[str, ...]


@dataclasses.dataclass(frozen=True, eq=False)
class Sorter:
    """branches: a model of the first level, for written requests; told: the same for what callers tell.

    leaves: scores of whole paths, that compare within a branch only.
    """

    branches: Model
    told: Model
    leaves: Model
    card: dict

    @functools.cached_property
    def paths(self) -> list[Path]:
        return [tuple(label.split(JOIN)) for label in self.leaves.labels]

    def ranked(
        self, text: str, *, written: bool, allowed: set[Path] | None = None
    ) -> tuple[Path, float] | None:
        """The likeliest path, of those allowed, with the chance that its first level is right; None for no text."""
        if not text.strip():
            return None
        scores = scored(self.leaves.features.matrix([text]), self.leaves.weights, self.leaves.biases)[0]
        branches = self.branches if written else self.told
        for branch, chance in branches.predict([text])[0].ranked:
            of_it = [
                n for n, p in enumerate(self.paths) if p[0] == branch and (allowed is None or p in allowed)
            ]
            if of_it:
                return self.paths[max(of_it, key=lambda n: scores[n])], chance
        return None

    def save(self, folder: pathlib.Path | str) -> None:
        """Write the model beside `folder`, then put it in its place. Raises BadInput, Unavailable."""

        def fill(made: pathlib.Path) -> None:
            self.branches.save(made / "branches")
            self.told.save(made / "told")
            self.leaves.save(made / "leaves")
            told = json.dumps({"format": FORMAT, **self.card}, ensure_ascii=False, indent=1)
            (made / "card.json").write_text(told, encoding="utf-8")

        put_folder(folder, fill, mark="card.json")


def is_sorter(folder: pathlib.Path) -> bool:
    """Whether a model folder is of this kind rather than one choice among all labels."""
    try:
        return json.loads((folder / "card.json").read_text(encoding="utf-8")).get("format") == FORMAT
    except (OSError, ValueError, AttributeError):
        return False


def load_sorter(folder: pathlib.Path | str) -> Sorter:
    """Open a model that `save` wrote. Raises Unavailable."""
    folder, cure = pathlib.Path(folder), "run `zhixi forms fit-category` to make it again"
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        found = card.pop("format", None)
    except (OSError, ValueError, AttributeError) as error:
        raise Unavailable(f"{folder} holds no whole model: {error}", cure=cure) from error
    if found != FORMAT:
        raise Unavailable(f"the model in {folder} is of another format than {FORMAT}", cure=cure)
    branches, told, leaves = (load_model(folder / name) for name in ("branches", "told", "leaves"))
    return Sorter(branches, told, leaves, card)


def fit_sorter(
    rows: Sequence[tuple[str, Path]],
    *,
    made_on: str,
    on_progress: Callable[[str], None] = lambda step: None,
) -> Sorter:
    """Learn from (text, path from the top) pairs, oldest first; measured on the last fifth, then learnt from all.

    Raises BadInput with too few rows or with one branch only.
    """
    if len({path[0] for _, path in rows}) < 2:
        raise BadInput("all orders are of one branch", cure="give orders of two first levels at least")
    late = len(rows) // 5
    early = _learnt(rows[:-late], made_on, lambda step: on_progress(f"to measure: {step}"))
    figures = _figures(early, rows[-late:])
    on_progress(f"on the latest {late}: {figures}")
    whole = _learnt(rows, made_on, on_progress)
    card = {"made_on": made_on, "rows": len(rows), "nodes": len(whole.leaves.labels)}
    return dataclasses.replace(whole, card=card | {"held_out": {"rows": late, **figures}})


def _figures(sorter: Sorter, rows: Sequence[tuple[str, Path]]) -> dict[str, list[float]]:
    """Share right down to each of four levels, as written and as told; and of the most frequent branch alone."""
    usual = max(range(len(sorter.branches.prior)), key=lambda n: sorter.branches.prior[n])
    usual = float(np.mean([path[0] == sorter.branches.labels[usual] for _, path in rows]))
    told = [(_matter(text), path) for text, path in rows]
    return {
        "levels": _levels(sorter, rows, written=True),
        "levels_as_told": _levels(sorter, told, written=False),
        "most_frequent_branch": round(usual, 4),
    }


def _levels(sorter: Sorter, rows: Sequence[tuple[str, Path]], *, written: bool) -> list[float]:
    """A path that ends above a level counts by its end."""
    found = [(sorter.ranked(text, written=written) or ((), 0.0))[0] for text, _ in rows]
    return [
        round(float(np.mean([told[:n] == path[:n] for told, (_, path) in zip(found, rows, strict=True)])), 4)
        for n in range(1, 5)
    ]


def _learnt(rows: Sequence[tuple[str, Path]], made_on: str, say: Callable[[str], None]) -> Sorter:
    branches = fit(((text, path[0]) for text, path in rows), on_progress=say, made_on=made_on)
    told = fit(((_matter(text), path[0]) for text, path in rows), on_progress=say, made_on=made_on)
    say("learning the leaves of each branch")
    return Sorter(branches, told, _leaves(rows, made_on), {})


def _matter(text: str) -> str:
    """An order's text without its heading and without who is to act."""
    return body(text)[1] or text


def _leaves(rows: Sequence[tuple[str, Path]], made_on: str) -> Model:
    labels, numbers = np.unique(np.array([JOIN.join(p) for _, p in rows], dtype=object), return_inverse=True)
    features, matrix = Features.learn([text for text, _ in rows], most=LEAF_FEATURES)
    counts = np.bincount(numbers, minlength=len(labels))
    weights = np.zeros((features.size, len(labels)), dtype=np.float16)
    # Alone in its branch, or never preferred by its words: then the more frequent leaf.
    biases = (np.log(counts) * 1e-3).astype(np.float32)
    tops = np.array([label.split(JOIN)[0] for label in labels], dtype=object)
    for top in np.unique(tops):
        of_it = np.flatnonzero(tops == top)
        if len(of_it) > 1:
            chosen = np.flatnonzero(np.isin(numbers, of_it))
            place = np.searchsorted(of_it, numbers[chosen])
            weights[:, of_it], biases[of_it] = weights_for(matrix[chosen], place, len(of_it))
    even = np.zeros(len(labels))
    calibration = Calibration(1.0, even, np.zeros(4), np.ones(4), np.zeros(6), even)
    prior = (counts / counts.sum()).astype(np.float32)
    return Model(tuple(labels.tolist()), features, weights, biases, prior, calibration, {"made_on": made_on})
