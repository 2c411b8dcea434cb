"""Vectors on disk: kept for every process, whole or not at all, and never of what a caller says."""

import threading

import numpy as np
import pytest

from zhixi.assist.knowledge import Index, Remembering, Shelf, follow
from zhixi.assist.knowledge.tests.test_judging import ARTICLES, TODAY, Letters, _talk


@pytest.fixture
def path(tmp_path):
    return tmp_path / "index" / "letters.vectors"


def rows(*names: str) -> dict[bytes, np.ndarray]:
    return {name.ljust(16).encode(): np.full(4, float(len(name)), np.float32) for name in names}


def there(shelf: Shelf, *names: str) -> set[str]:
    return {key.decode().strip() for key in shelf.find(list(rows(*names)))}


def test_another_process_finds_what_was_put_and_what_comes_later(path):
    one, other = Shelf(path, 4), Shelf(path, 4)
    assert there(other, "a") == set()
    one.put(rows("a", "bb"))
    assert other.find(list(rows("bb")))[b"bb".ljust(16)].tolist() == [2, 2, 2, 2]
    other.put(rows("ccc"))
    assert there(one, "a", "bb", "ccc", "d") == {"a", "bb", "ccc"} and len(one) == 3


def test_what_a_killed_process_left_half_is_cut_off_and_a_deleted_file_begins_anew(path):
    Shelf(path, 4).put(rows("a"))
    with path.open("ab") as file:
        file.write(b"half a record")
    assert there(Shelf(path, 4), "a") == {"a"}
    shelf = Shelf(path, 4)
    shelf.put(rows("bb"))
    assert there(shelf, "a", "bb") == {"a", "bb"} and path.stat().st_size == 2 * (16 + 4 * 4)
    path.unlink()
    shelf.put(rows("c"))
    assert there(shelf, "c") == {"c"} == there(Shelf(path, 4), "a", "bb", "c")


def test_what_is_no_longer_wanted_goes_and_who_reads_meanwhile_reads_on(path):
    shelf, reader = Shelf(path, 4), Shelf(path, 4)
    shelf.put(rows("a", "bb", "ccc"))
    assert there(reader, "a") == {"a"}
    shelf.keep_only(list(rows("bb")))
    assert len(shelf) == 1 and there(shelf, "a", "bb") == {"bb"}
    assert there(reader, "a", "bb") == {"a", "bb"}
    shelf.put(rows("d"))
    assert there(reader, "d") == {"d"} and there(reader, "a") == set()


def test_many_write_at_once_and_nothing_is_lost(path):
    def write(n: int) -> None:
        shelf = Shelf(path, 4)
        for turn in range(20):
            shelf.put(rows(f"{n}-{turn}"))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = [f"{n}-{turn}" for n in range(4) for turn in range(20)]
    assert there(Shelf(path, 4), *names) == set(names)


def test_what_is_prepared_is_worked_out_once_for_all_and_callers_words_never_lie_there(path):
    index, letters = Index.build(ARTICLES), Letters()
    first = Remembering(letters, shelf=Shelf(path, 512))
    judge = index.judge(first)
    assert judge.prepare(ARTICLES, most=10) == 3 * len(ARTICLES) - 10 and len(Shelf(path, 512)) == 0
    assert judge.prepare(ARTICLES, most=1000) == 0 == judge.prepare(ARTICLES, most=0)
    size = path.stat().st_size
    assert size == 3 * len(ARTICLES) * (16 + 4 * 512)
    again = Letters()
    said = _talk("你好，我想问一下公积金提取怎么办")
    found = follow(said, Index.build(ARTICLES), on=TODAY, witness=Remembering(again, shelf=Shelf(path, 512)))
    assert found.cards[0].passage.key == "a1"
    assert len(again.asked) == 1 and "公积金提取怎么办" in again.asked[0]  # what was said, and nothing else
    assert path.stat().st_size == size


def test_a_base_that_became_another_leaves_nothing_behind_for_ever(path, monkeypatch):
    monkeypatch.setattr("zhixi.assist.knowledge.remembering._MOST", 10)
    kept = Remembering(Letters(), shelf=Shelf(path, 512))
    old = [("queries", f"旧{n}") for n in range(8)]
    kept.shelve(old, 100)
    kept.shelve([("queries", "新")], 100)
    assert path.stat().st_size == 16 + 4 * 512


def test_a_shelf_that_cannot_be_read_or_written_keeps_no_call_from_its_cards(path):
    path.mkdir(parents=True)  # in the place of the file
    index = Index.build(ARTICLES)
    seen = Remembering(Letters(), shelf=Shelf(path, 512))
    found = follow(_talk("你好，我想问一下公积金提取怎么办"), index, on=TODAY, witness=seen)
    assert found.cards[0].passage.key == "a1"
    with pytest.raises(OSError):
        index.judge(seen).prepare(ARTICLES, most=10)
