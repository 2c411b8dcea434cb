import pytest

from zhixi.__main__ import main
from zhixi.assist.speech.weights import write_stamp


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (folder / name).write_bytes(b"of our own")
    return folder


def test_the_list_tells_what_is_in_place_damaged_or_absent(own, tmp_path, capsys):
    models = tmp_path / "models"
    assert main(["models", "list", "--dir", str(models)]) == 0
    assert "not installed" in capsys.readouterr().out
    (models / "whisper-base").mkdir(parents=True)
    assert main(["models", "install", "city", "--from", str(own), "--dir", str(models)]) == 0
    assert main(["models", "list", "--dir", str(models)]) == 0
    first, second = capsys.readouterr().out.splitlines()[-2:]
    assert "whisper-base" in first and "damaged" in first
    assert "city" in second and "in place" in second and "your own" in second


def test_what_is_in_place_is_not_installed_again(own, tmp_path, capsys):
    folder = tmp_path / "models" / "whisper-base"
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(b"checked before")
    write_stamp(folder)
    assert main(["models", "install", "--dir", str(tmp_path / "models")]) == 0
    assert "is in place" in capsys.readouterr().out
    assert (folder / "model.bin").read_bytes() == b"checked before"


def test_unknown_weights_are_refused_with_the_names_that_there_are(tmp_path, capsys):
    assert main(["models", "install", "whisper-enormous", "--dir", str(tmp_path)]) == 2
    assert "whisper-base" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_files_that_are_not_the_known_weights_are_refused_under_their_name(own, tmp_path, capsys):
    (own / "vocabulary.txt").write_text("")
    models = tmp_path / "models"
    assert main(["models", "install", "whisper-base", "--from", str(own), "--dir", str(models)]) == 3
    assert "not what it should be" in capsys.readouterr().err
    assert list(models.iterdir()) == []


def test_the_list_tells_which_recogniser_is_chosen_and_what_it_can_do(tmp_path, capsys, monkeypatch):
    assert main(["models", "list", "--dir", str(tmp_path)]) == 0
    assert "* whisper" in (out := capsys.readouterr().out) and "whisper: zh, punctuation" in out
    monkeypatch.setenv("ZHIXI_RECOGNISER", "funasr:ws://user:secret@10.0.0.7:10095")
    assert main(["models", "list", "--dir", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "* funasr" in out and "streaming, hotwords, punctuation, remote" in out and "secret" not in out


@pytest.mark.parametrize("name", ["sherpa:/no/such/folder", "dictaphone", "funasr:10.0.0.7"])
def test_the_list_tells_what_is_wrong_with_the_chosen_recogniser(name, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("ZHIXI_RECOGNISER", name)
    assert main(["models", "list", "--dir", str(tmp_path)]) == 0
    assert name.partition(":")[2] in (out := capsys.readouterr().out) and ("（" in out)
