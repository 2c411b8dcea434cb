import json
import pathlib

import pytest

from zhixi.assist.speech.pool import Pool
from zhixi.assist.speech.tests.crews import ENGINE, children


@pytest.fixture
def engine(monkeypatch, tmp_path):
    """Sets what the engine does; gives the path of a thing that happens once, as soon as it is touched."""

    def wish(**wishes):
        paths = {
            what: str(tmp_path / what)
            for what in ("die", "hang", "fail", "linger", "away")
            if wishes.pop(what, False)
        }
        for path in paths.values():
            pathlib.Path(path).touch()
        monkeypatch.setenv("ZHIXI_TEST_ENGINE", json.dumps({**wishes, **paths}))

    wish()
    return wish


@pytest.fixture
def pools():
    """Opens pools; afterwards no process of theirs is left."""
    opened = []

    def open_pool(workers=2, **options):
        opened.append(Pool(ENGINE, workers=workers, **options))
        return opened[-1]

    yield open_pool
    for pool in opened:
        pool.close(patience=0)
    assert not children()
