"""A learnt tagger of address elements (地址要素): stored, loaded and asked without executing anything that it holds."""

import dataclasses
import json
import pathlib
import zipfile
from collections.abc import Sequence

import numpy as np

from zhixi.assist.folders import put_folder
from zhixi.assist.forms.elements import chain, network
from zhixi.assist.forms.elements.labelled import spans
from zhixi.assist.forms.elements.learning import together
from zhixi.assist.forms.elements.signs import TABLES, Signs
from zhixi.errors import Unavailable

FORMAT = 1
HEAD = "own"
LONGEST = 200  # characters of an address that are read
_BATCH = 64


@dataclasses.dataclass(frozen=True, slots=True)
class Element:
    """One element: its kind as the labels name it (road, poi, houseno …), its words, and where they stand."""

    kind: str
    text: str
    start: int
    end: int


@dataclasses.dataclass(frozen=True, eq=False)
class Tagger:
    """members: the arrays of each network, whose scores are added. card: what it was learnt from, and figures."""

    labels: tuple[str, ...]
    signs: Signs
    members: tuple[dict[str, np.ndarray], ...]
    card: dict

    def elements(self, text: str) -> list[Element]:
        """The elements of one address, left to right; nothing for an empty one. Beyond 200 characters none."""
        return [Element(kind, text[a:b], a, b) for kind, a, b in spans(self.tagged([text])[0])]

    def tagged(self, texts: Sequence[str]) -> list[list[str]]:
        """BIO labels, one a character; "O" beyond the 200th."""
        found = [["O"] * len(text) for text in texts]
        order = sorted((n for n, text in enumerate(texts) if text), key=lambda n: len(texts[n]))
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH]
            for n, path in zip(part, self._paths([texts[n][:LONGEST] for n in part]), strict=True):
                found[n][: len(path)] = [self.labels[label] for label in path]
        return found

    def _paths(self, texts: list[str]) -> list[np.ndarray]:
        numbers, marks, lengths, _ = together([self.signs.numbers(text) for text in texts])
        real = np.arange(numbers.shape[1]) < lengths[:, None]
        told = [network.scores(arrays, numbers, marks, real, HEAD)[0] for arrays in self.members]
        moves = [arrays[f"moves {HEAD}"] for arrays in self.members]
        return chain.best(np.mean(told, axis=0), lengths, np.mean(moves, axis=0))

    def save(self, folder: pathlib.Path | str) -> None:
        """Write the tagger beside `folder`, then put it in its place. Raises BadInput, Unavailable."""

        def fill(made: pathlib.Path) -> None:
            for n, arrays in enumerate(self.members):
                half = {name: array.astype(np.float16) for name, array in arrays.items()}
                np.savez(made / f"network-{n}.npz", **half)
            told = {
                "format": FORMAT,
                **self.card,
                "labels": list(self.labels),
                "networks": len(self.members),
                "signs": {name: list(table) for name, table in self.signs.tables.items()},
            }
            (made / "card.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")

        put_folder(folder, fill, mark="card.json")


def load_tagger(folder: pathlib.Path | str) -> Tagger:
    """Open a tagger that `save` wrote. Raises Unavailable for one that is missing, broken or of another format."""
    folder = pathlib.Path(folder)
    cure = "run `zhixi forms fit-address` to make it again"
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        if card.pop("format", None) != FORMAT:
            raise Unavailable(f"the model in {folder} is of another format than {FORMAT}", cure=cure)
        labels, count, held = tuple(card.pop("labels")), int(card.pop("networks")), card.pop("signs")
        signs = Signs({name: {sign: n for n, sign in enumerate(held[name], 1)} for name in TABLES})
        members = tuple(_arrays(folder / f"network-{n}.npz", signs, len(labels)) for n in range(count))
        if not members:
            raise ValueError("no network")
    except (OSError, ValueError, KeyError, TypeError, EOFError, AttributeError, zipfile.BadZipFile) as error:
        raise Unavailable(f"{folder} holds no whole model: {error}", cure=cure) from error
    return Tagger(labels, signs, members, card)


def _arrays(path: pathlib.Path, signs: Signs, labels: int) -> dict[str, np.ndarray]:
    wanted = network.new_arrays({name: len(signs.tables[name]) for name in TABLES}, {HEAD: labels}, 0)
    with np.load(path, allow_pickle=False) as stored:
        arrays = {name: stored[name].astype(np.float32) for name in wanted}
    for name, array in arrays.items():
        if array.shape != wanted[name].shape:
            raise ValueError(f"{name} is {array.shape} instead of {wanted[name].shape}")
    return arrays
