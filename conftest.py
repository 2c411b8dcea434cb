"""What every test may use: the measuring data beside the checkout, where it is."""

import os
import pathlib

import pytest

# Sentence vectors take seconds to load: tests of the office follow talks by words, those of the judge bring their own.
os.environ.setdefault("ZHIXI_MEANING", "0")


def pytest_configure() -> None:
    """The settings are read before this file is."""
    from django.conf import settings

    settings.MEANING = os.environ["ZHIXI_MEANING"] == "1"


SHARED = pathlib.Path(os.environ.get("ZHIXI_SHARED", pathlib.Path(__file__).parent.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> pathlib.Path:
    """The folder of measuring data; the test skips, with the reason, where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the measuring data (shared/) does not lie beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """A test database of this run's own: a file, so that threads may share it, or one named by the process."""
    from django.conf import settings

    test = settings.DATABASES["default"].setdefault("TEST", {})
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        test["NAME"] = tmp_path_factory.mktemp("database") / "test.sqlite3"
    else:
        test["NAME"] = f"test_zhixi_{os.getpid()}"
