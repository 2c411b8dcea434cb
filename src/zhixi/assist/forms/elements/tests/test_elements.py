"""Learning address elements, by arithmetic that is checked against counting, and from files that people send."""

import datetime as dt
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixi.assist.forms.elements import chain, fit, learning, load_tagger, network, read_labelled
from zhixi.assist.forms.elements.labelled import entity_figures, spans
from zhixi.assist.forms.elements.signs import TABLES, Signs
from zhixi.assist.forms.elements.tests.addresses import invented, lines
from zhixi.errors import BadInput, Unavailable

TODAY = dt.date(2026, 1, 31)


def test_the_chain_agrees_with_counting_every_labelling():
    luck = np.random.default_rng(0)
    scores, moves = luck.standard_normal((1, 4, 3)), luck.standard_normal((4, 3))

    def weight(path):
        steps = zip((3, *path), path, strict=False)
        return sum(scores[0, n, x] for n, x in enumerate(path)) + sum(moves[a, b] for a, b in steps)

    paths = list(itertools.product(range(3), repeat=4))
    total = np.log(sum(np.exp(weight(p)) for p in paths))
    truth = np.array([[0, 2, 1, 1]])
    loss, slope, by_moves = chain.gradients(scores, np.array([4]), moves, truth)
    assert loss[0] == pytest.approx(total - weight((0, 2, 1, 1)))
    assert tuple(chain.best(scores, np.array([4]), moves)[0]) == max(paths, key=weight)
    share = sum(np.exp(weight(p) - total) for p in paths if p[2] == 0)
    assert slope[0, 2, 0] == pytest.approx(share)
    pair = sum(np.exp(weight(p) - total) for p in paths for a, b in itertools.pairwise(p) if (a, b) == (2, 2))
    assert by_moves[2, 2] == pytest.approx(pair)


def test_the_network_learns_in_the_direction_that_it_says():
    signs = Signs.learn(["望江路12号", "锦绣花园3幢"], least=dict.fromkeys(TABLES, 1))
    sizes = {name: len(signs.tables[name]) for name in TABLES}
    arrays = network.new_arrays(sizes, {"own": 5}, 0)
    arrays = {name: array.astype(np.float64) for name, array in arrays.items()}
    numbers, marks, lengths, _ = learning.together(
        [signs.numbers("望江路1号"), signs.numbers("锦绣花园13幢")]
    )
    real = np.arange(numbers.shape[1]) < lengths[:, None]
    truth = np.random.default_rng(2).integers(0, 5, real.shape)

    def loss():
        out, held = network.scores(arrays, numbers, marks, real, "own", np.random.default_rng(3))
        told, slope, _ = chain.gradients(out, lengths, arrays["moves own"], truth)
        return told.sum(), network.slopes(arrays, held, slope, "own")

    for name, slope in loss()[1].items():
        row, slope = (slope[0][0], slope[1][0]) if isinstance(slope, tuple) else (0, slope[0])
        at = (row, 1) if np.ndim(slope) else (row,)
        before = arrays[name][at]
        sides = []
        for step in (1e-5, -1e-5):
            arrays[name][at] = before + step
            sides.append(loss()[0])
        arrays[name][at] = before
        assert (sides[0] - sides[1]) / 2e-5 == pytest.approx(
            float(slope[1] if np.ndim(slope) else slope), abs=1e-4
        )


@pytest.fixture(scope="module")
def tagger(tmp_path_factory):
    folder = tmp_path_factory.mktemp("elements")
    (folder / "train.txt").write_text(lines(invented(500)), encoding="utf-8")
    made = fit(read_labelled(folder / "train.txt"), rounds=8, networks=1, first=0, made_on=TODAY)
    made.save(folder / "model")
    return load_tagger(folder / "model")


def test_addresses_not_seen_are_parted_into_their_elements(tagger):
    assert tagger.card["made_on"] == "2026-01-31"
    assert tagger.card["held_out"]["f1"] > 0.95
    found = tagger.elements("云岭区学府路77号湖畔家园9幢")
    assert [(e.kind, e.text) for e in found] == [
        ("district", "云岭区"),
        ("road", "学府路"),
        ("roadno", "77号"),
        ("poi", "湖畔家园"),
        ("houseno", "9幢"),
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gives_elements_that_stand_in_it(tagger, text):
    end = 0
    for element in tagger.elements(text):
        assert end <= element.start < element.end <= len(text)
        assert element.text == text[element.start : element.end]
        end = element.end


def test_a_text_of_a_hundred_thousand_characters_is_read_at_its_start(tagger):
    assert all(e.end <= 200 for e in tagger.elements("望江路12号" * 20_000))


@pytest.mark.parametrize("marks", ["BIO", "BMES"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_both_customs_of_labels_and_three_encodings_read_alike(tmp_path, marks, encoding):
    path = tmp_path / "a.txt"
    path.write_text(lines(invented(20), marks).replace("\n", "\r\n"), encoding=encoding, newline="")
    read = read_labelled(path)
    assert [a.text for a in read] == ["".join(words for words, _ in parts) for parts in invented(20)]
    first = [(kind, words) for words, kind in invented(20)[0] if kind]
    assert [(kind, read[0].text[a:b]) for kind, a, b in spans(read[0].labels)] == first


def test_a_piece_of_several_characters_shares_its_label(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("路 B-road\n22 B-roomno\n##01 I-roomno\n", encoding="utf-8")
    assert read_labelled(path)[0].text == "路2201"
    assert read_labelled(path)[0].labels == ("B-road", "B-roomno", "I-roomno", "I-roomno", "I-roomno")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "is empty"),
        ("路 B-road\n号\n".encode(), "line 2: 1 fields"),
        ("路 B-road\n号 I-roadno\n".encode(), "line 2: I-roadno goes on where no roadno began"),
        ("路 I-road\n".encode(), "line 1"),
        ("路 X-road\n".encode(), "'X-road' is no label"),
        ("路 B-\n".encode(), "is no label"),
        (
            "路 B-road\n".encode() + "号 B-roadno\n".encode("gb18030") + "路 B-road\n".encode(),
            "neither UTF-8",
        ),
        ("路 B-road\n".encode() * 401, "line 401"),
    ],
)
def test_a_broken_file_is_told_in_one_line(tmp_path, content, told):
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(BadInput) as error:
        read_labelled(path)
    assert told in str(error.value) and "\n" not in str(error.value)


def test_a_model_that_was_tampered_with_is_refused(tagger, tmp_path):
    tagger.save(tmp_path / "m")
    (tmp_path / "m" / "network-0.npz").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(Unavailable, match="fit-address"):
        load_tagger(tmp_path / "m")
    with pytest.raises(Unavailable):
        load_tagger(tmp_path / "none")


def test_figures_count_whole_elements():
    gold, found = ["B-road", "I-road", "B-poi"], ["B-road", "I-road", "I-road"]
    assert entity_figures([gold], [gold])["f1"] == 1.0
    assert entity_figures([gold], [found])["f1"] == 0.0
    assert entity_figures([gold], [["B-road", "I-road", "O"]]) == {
        "precision": 1.0,
        "recall": 0.5,
        "f1": 0.6667,
    }
