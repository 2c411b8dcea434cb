import pytest

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.units.models import Category, Unit


@pytest.fixture
def admin(db):
    return User.objects.create_user(username="admin", name="管理员", role=Role.SYSTEM_ADMIN)


@pytest.fixture
def city(db):
    """Two units and one category for files to name."""
    lamps = Unit.objects.create(code="lamps", name="路灯管理所", short_name="路灯所", aliases=["灯管"])
    water = Unit.objects.create(code="water", name="水务集团")
    category = Category.objects.create(code="01", name="路灯", path="路灯")
    return lamps, water, category


@pytest.fixture
def write(tmp_path):
    def make(text, name="file.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    return make
