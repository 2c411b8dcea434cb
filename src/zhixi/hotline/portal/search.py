"""The public's own search: an index of what everybody may read, and of nothing else."""

import re

from django.conf import settings
from django.db import connection

from zhixi.assist.knowledge import Answer
from zhixi.hotline.articles import search as articles
from zhixi.hotline.portal import queries, wording
from zhixi.hotline.portal.wording import without_numbers

LAYOUT = 2
SHOWN = 8


def answer(question: str, *, on, now) -> Answer:
    """What answers this question, of what is public now; the same search as at the desk."""
    database = re.sub(r"\W", "", str(connection.settings_dict["NAME"]))[-40:]
    name = f"public-{database}-{articles.LAYOUT}-{LAYOUT}-{queries.fingerprint(now)}"
    index = articles.opened_or_built(name, settings.HOME / "index", lambda: passages(now))
    return index.answer(question, on=on, city=queries.city_name(), limit=SHOWN)


def passages(now) -> list:
    """The passages of the public texts, as the public reads them."""
    found = []
    for version in queries.public(now).order_by("article__key"):
        version.title = without_numbers(version.title)
        for name, text in wording.public(version).items():
            setattr(version, name, text)
        version.variants = [without_numbers(one) for one in version.variants]
        found += articles.cut(version)
    return found
