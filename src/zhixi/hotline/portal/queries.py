"""What the public may read at a moment: let out, published, in force on that day, in this city, with nothing against it."""

import dataclasses
import datetime as dt
import hashlib

from django.db.models import Max, Q
from django.utils import timezone

from zhixi.hotline.articles import enclosing
from zhixi.hotline.articles.choices import Element
from zhixi.hotline.articles.elements import joined
from zhixi.hotline.articles.models import Version
from zhixi.hotline.portal import wording
from zhixi.hotline.portal.choices import ExposureState, Gone
from zhixi.hotline.portal.models import Exposure
from zhixi.hotline.portal.wording import without_numbers
from zhixi.hotline.units.models import CityAbout, Place

ELSEWHERE = "其他"


@dataclasses.dataclass(frozen=True, slots=True)
class Withdrawn:
    """An article that the public could read and no longer can. at: since when, as far as it is known."""

    key: str
    why: Gone
    at: dt.datetime


def public(now):
    """The versions that everybody may read at that moment; the one place that says which those are."""
    today = timezone.localdate(now)
    districts = ["", *Place.objects.filter(kind="district").values_list("name", flat=True)]
    return (
        Version.objects.live_at(now)
        .valid_on(today)
        .filter(article__exposure__state=ExposureState.APPROVED, recheck="", district__in=districts)
        .select_related("article", "category", "unit")
        .order_by("-released_at", "article__key")
    )


def one(key: str, now) -> Version | None:
    return public(now).filter(article__key=key).first() if key.isprintable() else None


def topics(now) -> list[tuple[str, str, int]]:
    """(code, name, how many articles) of the highest categories that have any."""
    counts: dict[tuple[str, str], int] = {}
    for code, path in public(now).order_by().values_list("category__code", "category__path"):
        top = (code.partition(".")[0], path.partition("/")[0]) if code else ("", ELSEWHERE)
        counts[top] = counts.get(top, 0) + 1
    found = [(code, name, n) for (code, name), n in counts.items()]
    return sorted(found, key=lambda row: (row[0] == "", row[0]))


def of_topic(rows, code: str):
    """Narrowed to a highest category and all below it; "-" is what has none."""
    if code == "-":
        return rows.filter(category=None)
    return rows.filter(Q(category__code=code) | Q(category__code__startswith=f"{code}.")) if code else rows


def withdrawn(now) -> list[Withdrawn]:
    """What was public once and is not now, newest first."""
    shown = set(public(now).order_by().values_list("article__key", flat=True))
    found = []
    once = Exposure.objects.exclude(public_since=None).select_related("article")
    for exposure in once.prefetch_related("article__versions"):
        if exposure.article.key not in shown and (told := gone(exposure, now)):
            found.append(told)
    return sorted(found, key=lambda row: (row.at, row.key), reverse=True)


def gone(exposure: Exposure, now) -> Withdrawn | None:
    """None of what has not begun: a text that comes out or comes into force later."""
    key = exposure.article.key
    if exposure.state != ExposureState.APPROVED:
        return Withdrawn(key, Gone.RETRACTED, exposure.changed_at)
    versions = [v for v in exposure.article.versions.all() if v.released_at <= now]
    live = [v for v in versions if v.ended_at is None or v.ended_at > now]
    if not live:
        ends = [v.ended_at for v in versions if v.ended_at]
        return Withdrawn(key, Gone.ENDED, max(ends)) if ends else None
    version, today = live[0], timezone.localdate(now)
    if version.valid_to and version.valid_to < today:
        return Withdrawn(key, Gone.EXPIRED, _midnight(version.valid_to + dt.timedelta(days=1)))
    if version.valid_from and version.valid_from > today:
        return None
    if version.recheck:
        return Withdrawn(key, Gone.REVIEW, version.recheck_at or version.released_at)
    return Withdrawn(key, Gone.ENDED, version.released_at)


def changed_at(now) -> dt.datetime | None:
    """When what the public can read changed last: by a person, or by a day that came."""
    of = Version.objects.exclude(article__exposure=None)
    today = timezone.localdate(now)
    moments = of.aggregate(
        out=Max("released_at", filter=Q(released_at__lte=now)),
        end=Max("ended_at", filter=Q(ended_at__lte=now)),
        doubt=Max("recheck_at"),
    )
    days = of.aggregate(
        begin=Max("valid_from", filter=Q(valid_from__lte=today)),
        over=Max("valid_to", filter=Q(valid_to__lt=today)),
    )
    known = [*moments.values(), Exposure.objects.aggregate(at=Max("changed_at"))["at"]]
    known += [_midnight(days["begin"])] if days["begin"] else []
    known += [_midnight(days["over"] + dt.timedelta(days=1))] if days["over"] else []
    return max((moment for moment in known if moment), default=None)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def shown(version: Version) -> dict:
    """All that leaves the office of an article. Who wrote it, what is noted of it and its other wordings stay here.

    body: the whole of it; parts: those of its parts that say something; files: rows of `Enclosure`.
    """
    told = wording.public(version)
    return {
        "key": version.article.key,
        "title": without_numbers(version.title),
        "body": joined(told["body"], told),
        "parts": {part: told[part] for part in Element if told[part]},
        "files": enclosing.rows(version),
        "source": version.source,
        "clause": version.clause,
        "unit": version.unit.name if version.unit else "",
        "district": version.district,
        "topic": version.category.path.partition("/")[0] if version.category else "",
        "valid_from": version.valid_from,
        "valid_to": version.valid_to,
        "updated_at": version.released_at,
        "version": version.n,
    }


def fingerprint(now) -> str:
    """Another name whenever another set of texts is public."""
    keys = ",".join(str(pk) for pk in public(now).order_by("pk").values_list("pk", flat=True))
    return hashlib.sha256(keys.encode()).hexdigest()[:20]


def city_name() -> str:
    return CityAbout.objects.values_list("name", flat=True).first() or ""
