import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone

from zhixi.hotline.articles.tests.conftest import people as people
from zhixi.hotline.articles.tests.conftest import published as published
from zhixi.hotline.articles.tests.steps import take as article_take
from zhixi.hotline.articles.tests.steps import write
from zhixi.hotline.portal.actions import take

TEXT = "带上身份证到居住地的派出所办理，首次申领不收费。\n\n【内部】催得急的转办证中心李科长13800001111。"


@pytest.fixture(autouse=True)
def alone(settings, tmp_path):
    """The index of a test lies in a folder of its own, and nobody has searched yet."""
    settings.HOME = tmp_path
    cache.clear()


@pytest.fixture
def let_out(people):
    """let_out(key, …) → an article that is published and public."""

    def make(key="juzhuzheng", since=None, body="带上身份证到居住地的派出所办理，首次申领不收费。", **fields):
        now = since or timezone.now() - dt.timedelta(hours=1)
        fields = {"valid_from": None, "valid_to": None, "body": body} | fields
        article = write(people["editor"], key, now=now, **fields)
        article = article_take(people["editor"], article, "submit", now=now)
        article = article_take(people["reviewer"], article, "publish", now=now)
        take(actor=people["editor"], key=key, verb="offer", now=now)
        take(actor=people["reviewer"], key=key, verb="let_out", now=now)
        return article

    return make
