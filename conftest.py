"""What every test may use: the measuring data beside the checkout, where it is."""

import os
import pathlib

import pytest

SHARED = pathlib.Path(os.environ.get("ZHIXI_SHARED", pathlib.Path(__file__).parent.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> pathlib.Path:
    """The folder of measuring data; the test skips, with the reason, where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the measuring data (shared/) does not lie beside this checkout")
    return SHARED
