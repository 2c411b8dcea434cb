import pytest


@pytest.fixture(autouse=True)
def own_index(settings, tmp_path):
    """The search index of a test lies in a folder of its own."""
    settings.HOME = tmp_path
