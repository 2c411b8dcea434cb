"""What tests of dispatch models share: a home of their own, and models that take a second to learn."""

import datetime as dt

import pytest

from zhixi.assist.dispatch import fit
from zhixi.hotline.dispatching import keeping, presenting
from zhixi.hotline.dispatching.models import LearntModel


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    keeping._present.cache_clear()
    presenting._figures.cache_clear()
    yield tmp_path
    keeping._present.cache_clear()


@pytest.fixture(scope="session")
def small_model():
    """Knows the two matters of the small city."""
    rows = [(f"{n}号门前占道摆摊", "east-cg") for n in range(20)]
    return fit(rows + [(f"{n}楼停水没有水", "water") for n in range(20)])


@pytest.fixture
def offered(small_model, city, now):
    """offered("a") → the row of a model that lies in its place."""

    def make(name: str, **more) -> LearntModel:
        key = f"learnt-{name}"
        folder = keeping.folder_of(key)
        small_model.save(folder)
        until = now - dt.timedelta(days=14)
        told = {"rows": 40, "made_at": now, "learnt_until": until, "digest": keeping.digest(folder)} | more
        return LearntModel.objects.create(key=key, bytes=keeping.size(folder), **told)

    return make
