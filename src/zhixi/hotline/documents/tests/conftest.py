import dataclasses
import pathlib

import pytest
from django.utils import timezone

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.articles.actions import take
from zhixi.hotline.articles.models import Article
from zhixi.hotline.documents.actions import bring_in
from zhixi.hotline.documents.opening import opened
from zhixi.hotline.documents.wishes import Wishes


@pytest.fixture
def people(db):
    roles = {"editor": Role.KNOWLEDGE_EDITOR, "reviewer": Role.KNOWLEDGE_REVIEWER, "agent": Role.AGENT}
    return {
        name: User.objects.create_user(username=name, name=name, role=role) for name, role in roles.items()
    }


@dataclasses.dataclass
class Desk:
    """An editor's desk: files of a folder are imported from it, and drafts published."""

    people: dict
    folder: pathlib.Path

    def file(self, content: str | bytes, name: str = "办法.md") -> pathlib.Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def imports(self, content: str | bytes, name: str = "办法.md", by: str = "editor", **wishes):
        document, digest = opened(self.file(content, name))
        return bring_in(
            actor=self.people[by],
            document=document,
            name=name,
            digest=digest,
            wishes=Wishes(**wishes),
            now=timezone.now(),
        )

    def publishes(self, keys: list[str]) -> None:
        for key in keys:
            article = Article.objects.get(key=key)
            for person, verb in ((self.people["editor"], "submit"), (self.people["reviewer"], "publish")):
                now = timezone.now()
                article = take(actor=person, key=key, verb=verb, revision=article.revision, now=now)


@pytest.fixture
def desk(people, tmp_path) -> Desk:
    return Desk(people, tmp_path)
