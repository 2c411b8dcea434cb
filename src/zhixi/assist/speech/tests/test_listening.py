import csv
import dataclasses
import difflib
import json
import re

import numpy as np
import pytest

from zhixi.assist.speech import Abilities, Heard, Listener, Recognised, load_recogniser, read_sound
from zhixi.assist.speech.tests.sounds import noise, silence, tone, voice, write
from zhixi.assist.speech.weights import is_whole, models_folder, whisper_name
from zhixi.assist.talk import Leg
from zhixi.errors import BadInput, Unavailable


@dataclasses.dataclass
class Measurer:
    """A recogniser that tells how long a stretch was: a real engine of the protocol, with one word."""

    abilities: Abilities = Abilities(languages=("zh",))

    def recognise(self, samples: np.ndarray) -> Recognised:
        return Recognised(f"{len(samples) / 16_000:.1f}秒", 0.9)


@pytest.fixture(scope="module")
def whisper():
    if not is_whole(models_folder() / whisper_name()):
        pytest.skip("the speech weights are not in place (zhixi models install)")
    return load_recogniser(threads=1)


def test_words_come_while_the_leg_still_goes_on_with_leg_and_times():
    listener = Listener(Measurer(), leg=Leg.CALLER)
    heard = []
    sound = np.concatenate([silence(1), voice(3), silence(2)])
    for start in range(0, len(sound), 320):
        heard += listener.push(sound[start : start + 320])
    (one,) = heard
    assert isinstance(one, Heard) and one.leg is Leg.CALLER
    assert one.start == pytest.approx(1, abs=0.4) and one.end == pytest.approx(4, abs=0.5)
    assert float(one.text.removesuffix("秒")) == pytest.approx(one.end - one.start + 0.8, abs=0.15)
    assert listener.flush() == []


def test_a_caller_who_hangs_up_in_the_middle_of_a_word_is_still_heard():
    listener = Listener(Measurer(), leg=Leg.AGENT)
    assert listener.push(voice(2)) == []
    assert listener.speaking
    (one,) = listener.flush()
    assert one.leg is Leg.AGENT and one.end == pytest.approx(2, abs=0.2)


def test_an_engine_that_nobody_knows_is_refused():
    with pytest.raises(BadInput, match="dictaphone"):
        load_recogniser("dictaphone")


def test_without_weights_the_message_names_the_command_that_brings_them(tmp_path, monkeypatch):
    monkeypatch.setenv("ZHIXI_HOME", str(tmp_path))
    with pytest.raises(Unavailable, match="zhixi models install whisper-base"):
        load_recogniser()


@pytest.mark.weights
@pytest.mark.parametrize("sound", [silence(3), noise(3, 0.02), noise(6, 0.3), tone(5), noise(0.3, 1e-4)])
def test_no_words_are_invented_for_silence_noise_and_tones(whisper, sound):
    assert whisper.recognise(sound).text == ""
    assert whisper.guess(sound) == ""


@pytest.mark.weights
def test_a_buzz_that_no_one_understands_never_becomes_an_endless_text(whisper):
    assert len(whisper.recognise(voice(10)).text) < 30


@pytest.mark.weights
@pytest.mark.shared
def test_a_recorded_call_is_heard_with_words_and_times_near_those_that_were_spoken(whisper, shared):
    folder = shared / "data" / "calls" / "audio"
    talk = json.loads((folder / "dev-011.json").read_text(encoding="utf-8"))
    turns = [turn for turn in talk["turns"] if turn["role"] == "caller"]
    listener = Listener(whisper, leg=Leg.CALLER)
    sound = read_sound(folder / "dev-011.caller.wav")
    heard = [one for block in sound.blocks() for one in listener.push(block)] + listener.flush()
    assert likeness("".join(one.text for one in heard), "".join(turn["text"] for turn in turns)) > 0.65
    assert heard[0].start == pytest.approx(turns[0]["start"], abs=0.6)
    assert heard[-1].end == pytest.approx(turns[-1]["end"], abs=0.6)
    assert all(one.start < one.end and 0 < one.confidence <= 1 for one in heard)


@pytest.mark.weights
@pytest.mark.shared
def test_the_first_words_of_a_sentence_are_guessed_before_it_ends(whisper, shared):
    folder = shared / "data" / "speech"
    with (folder / "index.tsv").open(encoding="utf-8") as index:
        rows = list(csv.DictReader(index, delimiter="\t"))[5:9]
    found = 0.0
    for row in rows:
        sound = np.concatenate(list(read_sound(folder / row["file"]).blocks()))
        half, meant = sound[: len(sound) // 2], row["transcript"]
        found += likeness(whisper.guess(half), meant[: len(meant) // 2]) / len(rows)
    assert found > 0.4


@pytest.mark.weights
@pytest.mark.shared
def test_a_sentence_at_telephone_rate_still_has_most_of_its_words(whisper, shared, tmp_path):
    folder = shared / "data" / "speech"
    with (folder / "index.tsv").open(encoding="utf-8") as index:
        rows = list(csv.DictReader(index, delimiter="\t"))[5:10]
    found = 0.0
    for row in rows:
        sound = np.concatenate(list(read_sound(folder / row["file"]).blocks()))
        telephone = write(tmp_path / "a.wav", sound[::2], 8_000, "ALAW")
        said = whisper.recognise(np.concatenate(list(read_sound(telephone).blocks()))).text
        found += likeness(said, row["transcript"]) / len(rows)
    assert found > 0.6


def likeness(said: str, meant: str) -> float:
    """Share of equal characters, punctuation apart: 1 for the same words."""
    said, meant = (re.sub(r"\W", "", text) for text in (said, meant))
    return difflib.SequenceMatcher(None, said, meant, autojunk=False).ratio()
