"""The true library on tiny models in the true shapes. It is an extra (zhixi[sherpa]); without it most is skipped."""

import pathlib

import numpy as np
import pytest

from zhixi.assist.speech import load_recogniser
from zhixi.assist.speech.events import Down, Partial
from zhixi.assist.speech.listening import Heard
from zhixi.assist.speech.pool import Pool
from zhixi.assist.speech.recognisers import abilities_of
from zhixi.assist.speech.tests.listeners import Notes
from zhixi.assist.speech.tests.sounds import silence, voice
from zhixi.assist.talk import Leg
from zhixi.errors import BadInput, Unavailable

pytest.importorskip("sherpa_onnx", reason="sherpa-onnx is not installed (pip install 'zhixi[sherpa]')")
pytest.importorskip("onnx", reason="the tiny models are made with the package onnx")

from zhixi.assist.speech.tests.sherpa_models import (
    sense_voice,
    streaming_paraformer,
    streaming_zipformer,
)

SOUND = np.concatenate([silence(0.4), voice(2), silence(0.4)])
MODELS = [streaming_zipformer, streaming_paraformer, sense_voice]


def name(folder) -> str:
    return f"sherpa:{folder}"


@pytest.mark.parametrize("make", MODELS)
def test_a_voice_gives_words_and_silence_none(make, tmp_path):
    recogniser = load_recogniser(name(make(tmp_path)))
    assert set(recogniser.recognise(SOUND).text) == {"好"}
    assert recogniser.recognise(silence(3)).text == ""
    assert 0 < recogniser.recognise(SOUND).confidence <= 1


@pytest.mark.parametrize("make", MODELS[:2])
def test_streaming_models_give_first_words_early_and_the_same_words_in_the_end(make, tmp_path):
    recogniser = load_recogniser(name(make(tmp_path)))
    stream, other = recogniser.stream(), recogniser.stream()
    texts = [stream.push(part) for part in np.array_split(SOUND, 20)]
    other.push(silence(1))
    assert texts[0] == "" and texts[15] and texts[-1].startswith(texts[15])
    assert stream.finish().text == recogniser.recognise(SOUND).text
    assert other.finish().text == ""


def test_sensevoice_tells_the_dialect(tmp_path):
    assert load_recogniser(name(sense_voice(tmp_path))).recognise(SOUND).language == "yue"


def test_hotwords_bend_what_a_zipformer_hears_and_unsayable_ones_do_no_harm(tmp_path):
    folder = name(streaming_zipformer(tmp_path))
    assert "坏" not in load_recogniser(folder).recognise(SOUND).text
    assert "坏坏" in load_recogniser(folder, hotwords=("坏坏", "龘", "")).recognise(SOUND).text
    assert "坏" not in load_recogniser(folder, hotwords=("龘",)).recognise(SOUND).text


def test_each_model_declares_what_it_can_do_and_loads_nothing_for_it(tmp_path):
    able = {}
    for make in MODELS:
        folder = tmp_path / make.__name__
        folder.mkdir()
        able[make] = abilities_of(name(make(folder)))
    zipformer, paraformer, sensevoice = (able[make] for make in MODELS)
    assert zipformer.streaming and zipformer.hotwords and not zipformer.punctuation
    assert paraformer.streaming and not paraformer.hotwords
    assert sensevoice.punctuation and "yue" in sensevoice.languages and not sensevoice.streaming


@pytest.mark.parametrize("make", MODELS)
@pytest.mark.parametrize("how", ["gone", "empty", "cut", "rubbish"])
def test_a_file_that_is_missing_or_damaged_is_told_and_ends_no_process(make, how, tmp_path):
    make(tmp_path)
    for path in sorted(tmp_path.iterdir()):
        whole = path.read_bytes()
        if how == "gone":
            path.unlink()
        else:
            path.write_bytes({"empty": b"", "cut": whole[: len(whole) // 2], "rubbish": b"x" * 99}[how])
        with pytest.raises((BadInput, Unavailable)) as told:
            load_recogniser(name(tmp_path))
        assert str(tmp_path) in str(told.value) and told.value.cure
        path.write_bytes(whole)
    assert load_recogniser(name(tmp_path))


def test_of_two_sizes_the_smaller_is_taken_and_two_of_one_size_are_refused(tmp_path):
    streaming_zipformer(tmp_path)
    encoder = tmp_path / "encoder-epoch-1.onnx"
    (tmp_path / "encoder-epoch-1.int8.onnx").write_bytes(encoder.read_bytes())
    encoder.write_bytes(b"never read")
    assert load_recogniser(name(tmp_path))
    (tmp_path / "encoder-epoch-2.int8.onnx").write_bytes(b"")
    with pytest.raises(BadInput, match="more than one encoder"):
        load_recogniser(name(tmp_path))


@pytest.mark.parametrize("where", ["", "/no/such/folder"])
def test_what_is_no_folder_is_refused(where):
    with pytest.raises(BadInput, match="sherpa:DIR"):
        load_recogniser(name(where))


@pytest.mark.parametrize("make", MODELS)
def test_in_a_pool_two_legs_are_heard_with_first_words_and_times(make, tmp_path):
    with Pool(name(make(tmp_path)), workers=2) as pool:
        legs = []
        for leg in (Leg.AGENT, Leg.CALLER):
            legs.append((pool.open(leg=leg, told=(notes := Notes())), notes))
        for ear, notes in legs:
            ear.push(np.concatenate([silence(1), voice(4)]))
            notes.wait_for(Partial)
            ear.push(silence(1))
            (heard,) = notes.wait_for(Heard)
            assert set(heard.text) == {"好"} and 0.5 < heard.start < heard.end < 6
            assert heard.language == ("yue" if make is sense_voice else "")
            assert not notes.of(Down)


def test_a_model_that_turns_bad_while_the_pool_runs_is_told_and_its_words_come_once_it_is_mended(tmp_path):
    decoder = streaming_paraformer(tmp_path) / "decoder.onnx"
    whole = decoder.read_bytes()
    decoder.write_bytes(b"x")
    with Pool(name(tmp_path), workers=1) as pool:
        ear = pool.open(leg=Leg.CALLER, told=(notes := Notes()))
        ear.push(np.concatenate([silence(1), voice(2), silence(1)]))
        (down,) = notes.wait_for(Down)
        assert str(pathlib.Path(tmp_path)) in down.reason
        decoder.write_bytes(whole)
        assert notes.wait_for(Heard)
