"""Versions of an article: going out, ending, where each stands, and what one changed of another (知识版本).

Called by the actions alone, with the article locked.
"""

from zhixi.hotline.articles.choices import Ended, Standing
from zhixi.hotline.articles.models import Article, ArticleText, Version

SAID = tuple(field.name for field in ArticleText._meta.get_fields())


def release(*, article: Article, by, at, now) -> Version:
    """The article's text goes out at `at`; until then, and only until then, what is out stays."""
    last = article.versions.order_by("-n").values_list("n", flat=True).first() or 0
    end(article=article, at=at, as_=Ended.REPLACED)
    return Version.objects.create(
        article=article,
        n=last + 1,
        written_by=article.written_by,
        released_by=by,
        approved_at=now,
        released_at=at,
        **{name: getattr(article, name) for name in SAID},
    )


def end(*, article: Article, at, as_: Ended) -> None:
    """Nothing of it is out from `at` on. What would have begun later never does."""
    for version in article.versions.open_at(at):
        version.ended_at = max(at, version.released_at)
        version.ended_as = as_
        version.save(update_fields=["ended_at", "ended_as"])


def standing(version: Version, now) -> Standing:
    if version.ended_at is not None and version.ended_at <= version.released_at:
        return Standing.CANCELLED
    if version.released_at > now:
        return Standing.COMING
    return Standing.LIVE if version.ended_at is None or version.ended_at > now else Standing.ENDED
