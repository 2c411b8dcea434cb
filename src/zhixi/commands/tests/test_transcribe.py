import json

import numpy as np
import pytest
import soundfile

from zhixi.__main__ import main
from zhixi.assist.speech.weights import is_whole, models_folder, whisper_name


@pytest.fixture
def weights():
    if not is_whole(models_folder() / whisper_name()):
        pytest.skip("the speech weights are not in place (zhixi models install)")


@pytest.fixture
def noise(tmp_path):
    path = tmp_path / "noise.wav"
    sound = np.random.default_rng(1).normal(0, 0.05, 80_000)
    soundfile.write(path, sound, 8_000, subtype="ALAW")
    return path


def lines(path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.weights
def test_silence_and_noise_give_a_line_with_no_words(weights, noise, tmp_path):
    silence, out = tmp_path / "silence.flac", tmp_path / "out.jsonl"
    soundfile.write(silence, np.zeros(32_000), 16_000)
    assert main(["transcribe", str(silence), str(noise), "--out", str(out)]) == 0
    assert lines(out) == [
        {"file": "silence.flac", "text": "", "utterances": []},
        {"file": "noise.wav", "text": "", "utterances": []},
    ]


@pytest.fixture
def legs(shared, tmp_path):
    """The first 20 seconds of a call's two legs: arrays, and files named by leg."""
    sounds = {}
    for leg in ("agent", "caller"):
        path = shared / "data" / "calls" / "audio" / f"dev-008.{leg}.wav"
        sounds[leg] = soundfile.read(path, frames=8_000 * 20)[0]
        soundfile.write(tmp_path / f"{leg}.wav", sounds[leg], 8_000, subtype="ALAW")
    return sounds


@pytest.mark.weights
@pytest.mark.shared
def test_two_legs_are_one_line_in_the_order_in_which_utterances_end(weights, legs, tmp_path):
    agent, caller, out = (str(tmp_path / name) for name in ("agent.wav", "caller.wav", "out.jsonl"))
    assert main(["transcribe", "--legs", agent, caller, "--out", out]) == 0
    (talk,) = lines(tmp_path / "out.jsonl")
    assert talk["file"] == "caller.wav"
    assert {one["leg"] for one in talk["utterances"]} == {"agent", "caller"}
    ends = [one["end"] for one in talk["utterances"]]
    assert ends == sorted(ends)
    assert all(one["text"] in talk["text"] for one in talk["utterances"])


@pytest.mark.weights
@pytest.mark.shared
def test_a_stereo_file_is_heard_as_two_legs_when_it_is_said_who_is_where(weights, legs, tmp_path):
    both, out = tmp_path / "both.wav", tmp_path / "out.jsonl"
    soundfile.write(both, np.stack([legs["caller"], legs["agent"]], axis=1)[: 8_000 * 12], 8_000)
    assert main(["transcribe", str(both), "--channels", "caller,agent", "--out", str(out)]) == 0
    assert lines(out)[0]["utterances"][0]["leg"] == "agent"


def test_one_bad_file_among_good_ones_is_named_and_nothing_is_written(noise, tmp_path, capsys):
    bad, out = tmp_path / "letter.wav", tmp_path / "out.jsonl"
    bad.write_text("这不是录音" * 100, encoding="utf-8")
    out.write_text("former\n")
    assert main(["transcribe", str(noise), str(bad), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert "letter.wav" in said and "is not sound" in said and said.count("\n") == 1
    assert out.read_text() == "former\n"
    assert {path.name for path in tmp_path.iterdir()} == {"letter.wav", "noise.wav", "out.jsonl"}


def test_a_place_that_cannot_be_written_is_told_before_any_recording_is_heard(noise, tmp_path, capsys):
    assert main(["transcribe", str(noise), "--out", str(tmp_path / "none" / "out.jsonl")]) in (2, 3)
    assert "out.jsonl" in capsys.readouterr().err or not is_whole(models_folder() / whisper_name())


def test_no_recording_at_all_is_told(tmp_path, capsys):
    assert main(["transcribe", "--out", str(tmp_path / "out.jsonl")]) == 2
    assert "no recording" in capsys.readouterr().err


def test_without_weights_the_command_that_brings_them_is_named(noise, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ZHIXI_HOME", str(tmp_path))
    assert main(["transcribe", str(noise), "--out", str(tmp_path / "out.jsonl")]) == 3
    assert "zhixi models install" in capsys.readouterr().err
