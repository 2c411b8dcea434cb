"""The search index of published articles: a folder a version under ZHIXI_HOME/index, made from rows, deletable.

The version is read from the rows, so every process that answers knows by one small query whether its index
is still right, and the first that finds it is not builds the next.
"""

import functools
import pathlib
import re
import shutil

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max

from zhixi.assist.knowledge import Answer, Passage
from zhixi.errors import Unavailable
from zhixi.hotline.articles.choices import ArticleState
from zhixi.hotline.articles.models import Article

LAYOUT = 2  # grows when passages are cut or fields are filled in another way
LONG = 700  # characters; a longer article is cut at its headings


def answer(question: str, *, on, city: str = "", district: str = "", limit: int = 5) -> Answer:
    """What answers this question on that day and in that place, or none."""
    return current_index().answer(question, on=on, city=city, district=district, limit=limit)


def current_index():
    """The `Index` of what is published now. Dates are left to the search: tomorrow needs no new index."""
    return _open(version(), settings.HOME / "index")


def version() -> str:
    """Grows with every change to an article that a search could show."""
    of = Article.objects.aggregate(n=Count("pk"), last=Max("changed_at"), revisions=Max("revision"))
    last = of["last"].timestamp() if of["last"] else 0
    database = re.sub(r"\W", "", str(connection.settings_dict["NAME"]))[-40:]
    return f"articles-{database}-{LAYOUT}-{of['n']}-{last:.6f}-{of['revisions'] or 0}"


def passages() -> list[Passage]:
    rows = Article.objects.filter(state=ArticleState.PUBLISHED).select_related("unit")
    return [passage for article in rows for passage in _cut(article)]


@functools.lru_cache(maxsize=2)
def _open(name: str, home: pathlib.Path):
    from zhixi.assist.knowledge import Index  # the search engine is loaded where somebody searches

    folder = home / name
    try:
        return Index.open(folder)
    except Unavailable:  # not there yet, or written by another version of the search: it is made from rows
        Index.build(passages(), folder=folder)
        _forget_old(folder)
    return Index.open(folder)


def _forget_old(folder: pathlib.Path, kept: int = 3) -> None:
    prefix = "-".join(folder.name.split("-")[:2]) + "-"
    old = sorted(folder.parent.glob(f"{prefix}*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in old[kept:]:
        shutil.rmtree(path, ignore_errors=True)


def _cut(article: Article):
    parts = [article.body]
    if len(article.body) > LONG:
        parts = [part.strip() for part in re.split(r"\n(?=#{1,3} )", article.body) if part.strip()]
    for part in parts:
        yield Passage(
            key=article.key,
            title=article.title,
            text=plain(part),
            source=article.source,
            clause=article.clause,
            unit=article.unit.code if article.unit else "",
            district=article.district,
            valid_from=article.valid_from,
            valid_to=article.valid_to,
            article=article.key,
            variants=tuple(article.variants),
        )


def plain(markdown: str) -> str:
    """An article's words without the signs of Markdown: what a card shows, and what its spans count in."""
    text = re.sub(r"^#{1,6} +", "", markdown, flags=re.MULTILINE)
    text = re.sub(r"\*\*(.+?)\*\*|__(.+?)__", lambda found: found[1] or found[2], text)
    return re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
