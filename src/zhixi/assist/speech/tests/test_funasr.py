import json
import time

import numpy as np
import pytest

from zhixi.assist.speech import load_recogniser
from zhixi.assist.speech.events import Down, Partial, Up
from zhixi.assist.speech.listening import Heard
from zhixi.assist.speech.pool import Pool
from zhixi.assist.speech.recognisers import abilities_of, funasr
from zhixi.assist.speech.recognisers.funasr_answers import Answers
from zhixi.assist.speech.tests.funasr_server import Server
from zhixi.assist.speech.tests.listeners import Notes
from zhixi.assist.speech.tests.sounds import voice
from zhixi.assist.speech.tests.test_pool import TALK, TURNS, alone, wait_until
from zhixi.assist.talk import Leg
from zhixi.errors import BadInput, Unavailable

SOUND = voice(2.5)


def heard_by(server, sound=SOUND, **options) -> str:
    return load_recogniser(f"funasr:{server.address}", **options).recognise(sound).text


def test_the_settings_are_those_of_the_protocol_with_the_hotwords_of_the_city():
    with Server() as server:
        heard_by(server, hotwords=("朝阳路", "民生小区"))
    start = server.starts[-1]
    assert start["mode"] == "2pass" and start["chunk_size"] == [5, 10, 5] and start["is_speaking"] is True
    assert start["audio_fs"] == 16_000 and start["wav_format"] == "pcm"
    assert set(json.loads(start["hotwords"])) == {"朝阳路", "民生小区"}


@pytest.mark.parametrize("python", [False, True])
@pytest.mark.parametrize(
    "ways",
    [{}, {"cut_at": 1.02}, {"delay": 1.0}, {"repeats": True}, {"garbage": True}, {"breaks": 1}],
    ids=lambda ways: ",".join(ways) or "well",
)
def test_each_kind_of_server_in_each_kind_of_trouble_hears_every_sample_once(ways, python):
    with Server(python=python, **ways) as server:
        text = heard_by(server)
    assert text == ("1.02秒1.48秒" if "cut_at" in ways else "2.50秒")


def test_first_words_come_while_the_stretch_still_grows():
    with Server() as server:
        stream = load_recogniser(f"funasr:{server.address}").stream()
        parts = np.array_split(np.tile(SOUND, 8), 200)
        assert stream.push(parts[0]) == ""
        text, patience = "", time.monotonic() + 60
        for part in parts[1:]:
            text = stream.push(part)
        while not text.startswith("嗯嗯") and time.monotonic() < patience:  # the server has its own pace
            time.sleep(0.02)
            text = stream.push(parts[0][:0])
        assert text.startswith("嗯嗯")
        assert stream.finish().text == "20.00秒"


def test_a_server_that_breaks_off_again_and_again_is_told_to_be_away():
    with Server(breaks=9) as server, pytest.raises(Unavailable, match="FunASR"):
        heard_by(server)


def test_a_server_that_says_nothing_at_the_end_is_believed_only_where_it_had_heard_nothing(monkeypatch):
    monkeypatch.setattr(funasr, "ANSWER", 0.5)
    with Server(silent=True) as server:
        assert heard_by(server, voice(0.5)) == ""
        with pytest.raises(Unavailable, match="FunASR"):
            heard_by(server, np.tile(SOUND, 2))


def test_a_stretch_that_nobody_finishes_leaves_no_connection_open():
    with Server() as server:
        stream = load_recogniser(f"funasr:{server.address}").stream()
        stream.push(SOUND)
        wait_until(lambda: server.links == 1)
        stream.drop()
        wait_until(lambda: server.links == 0)


def test_the_language_that_sensevoice_tells_is_kept_and_its_tags_are_not():
    answers = Answers()
    answers.take(
        json.dumps({"mode": "2pass-offline", "text": "<|yue|><|NEUTRAL|><|Speech|><|withitn|>好嘅。"})
    )
    assert answers.recognised().text == "好嘅。" and answers.recognised().language == "yue"


@pytest.mark.parametrize("where", ["", "10.0.0.7:10095", "http://10.0.0.7", "ws://"])
def test_what_is_no_address_of_a_server_is_refused(where):
    with pytest.raises(BadInput, match="funasr:ws://"):
        load_recogniser(f"funasr:{where}")
    with pytest.raises(BadInput):
        abilities_of(f"funasr:{where}")


def test_a_server_that_is_not_there_is_told_at_once():
    with Server() as server:
        address = server.address
    with pytest.raises(Unavailable, match=r"127\.0\.0\.1"):
        load_recogniser(f"funasr:{address}")


@pytest.mark.parametrize("python", [False, True])
def test_a_server_that_dies_in_the_middle_of_three_calls_and_comes_back_loses_and_doubles_no_word(python):
    middle, legs = 40_000, []
    with Server(python=python) as server, Pool(f"funasr:{server.address}") as pool:
        for _ in range(3):
            notes = Notes()
            legs.append((pool.open(leg=Leg.CALLER, told=notes), notes))
            for block in np.split(TALK[:middle], 50):
                legs[-1][0].push(block)
                time.sleep(0.03)
            notes.wait_for(Partial)
        server.__exit__()
        for ear, notes in legs:
            ear.push(TALK[middle:])
            notes.wait_for(Down)
        with Server(server.port, python=python):
            for ear, notes in legs:
                notes.wait_for(Up)
                assert len(notes.wait_for(Heard, TURNS)) == TURNS
                ear.close()
                assert notes.all_texts() == alone()
