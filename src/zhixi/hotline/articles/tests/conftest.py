import pytest

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.articles.tests.steps import take, write


@pytest.fixture(autouse=True)
def own_index(settings, tmp_path):
    """The search index of a test lies in a folder of its own."""
    settings.HOME = tmp_path


@pytest.fixture
def people(db):
    roles = {
        "editor": Role.KNOWLEDGE_EDITOR,
        "reviewer": Role.KNOWLEDGE_REVIEWER,
        "other_reviewer": Role.KNOWLEDGE_REVIEWER,
        "agent": Role.AGENT,
    }
    return {
        name: User.objects.create_user(username=name, name=name, role=role) for name, role in roles.items()
    }


@pytest.fixture
def published(people):
    article = take(people["editor"], write(people["editor"]), "submit")
    return take(people["reviewer"], article, "publish")
