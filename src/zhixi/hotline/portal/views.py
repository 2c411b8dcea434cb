"""The public's pages: written by the server, read without a script, a login or a cookie."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from ninja.throttling import SimpleRateThrottle

from zhixi.errors import NotFound
from zhixi.hotline.articles import enclosing
from zhixi.hotline.attachments import serving
from zhixi.hotline.http import refusal
from zhixi.hotline.portal import feed, queries, search
from zhixi.hotline.portal.paragraphs import paragraphs

POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
SIZE, LONGEST, SHOWN = 30, 100, 140


class Searches(SimpleRateThrottle):
    """How often one address may search; a new one for each request, for it remembers whom it looked at."""

    scope = "portal"

    def get_cache_key(self, request):
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


@require_safe
def home(request):
    """Topics, and the articles of one or of all, newest first."""
    now = timezone.now()
    topic = request.GET.get("topic", "")[:40]
    rows = queries.of_topic(queries.public(now), topic) if topic.isprintable() else queries.public(now).none()
    page = Paginator(rows.order_by("-released_at", "article__key"), SIZE).get_page(request.GET.get("page"))
    names = {code or "-": name for code, name, _ in queries.topics(now)}
    told = {
        "page": page,
        "rows": [queries.shown(version) for version in page],
        "topics": [(code or "-", name, n) for code, name, n in queries.topics(now)],
        "topic": topic,
        "topic_name": names.get(topic, ""),
    }
    return _page(request, "portal/home.html", told)


@csrf_exempt  # it changes nothing, and has no session that could be misused
@require_POST
def found(request):
    """What answers a question. A POST, so that what somebody asks stands in no address and no log."""
    throttle = Searches(settings.PORTAL_RATE)
    if not throttle.allow_request(request):
        answer = _page(request, "portal/busy.html", {}, status=429)
        answer["Retry-After"] = str(int(throttle.wait() or 60) + 1)
        return answer
    question = "".join(s for s in request.POST.get("q", "") if s.isprintable())[:LONGEST].strip()
    if not question:
        return _page(request, "portal/found.html", {"question": "", "cards": []})
    now = timezone.now()
    answer = search.answer(question, on=timezone.localdate(now), now=now)
    seen: dict[str, dict] = {}
    for card in answer.cards:
        version = queries.one(card.passage.article, now)
        if version is not None and card.passage.article not in seen:
            seen[card.passage.article] = queries.shown(version) | {"passage": _beginning(card.passage.text)}
    told = {"question": question, "cards": list(seen.values()), "answered": answer.answered}
    return _page(request, "portal/found.html", told)


def _beginning(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}……"


@require_safe
def article(request, key: str):
    version = queries.one(key, timezone.now())
    if version is None:
        return _page(request, "portal/absent.html", {}, status=404)
    shown = queries.shown(version)
    return _page(request, "portal/article.html", {"article": shown, "blocks": paragraphs(shown["body"])})


@require_safe
def file(request, key: str, number: int):
    """A file that goes with a public article."""
    version = queries.one(key, timezone.now())
    try:
        row = enclosing.one(version, number) if version else None
        answer = serving.whole(row, row.name) if row else None
    except NotFound:
        answer = None
    if answer is None:
        return _page(request, "portal/absent.html", {}, status=404)
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def open_feed(request):
    number = request.GET.get("page", "1")
    now = timezone.now()
    try:
        told = feed.page(int(number) if number.isdecimal() and len(number) < 7 else 0, now)
    except NotFound as error:
        return refusal(error)
    return feed.answered(request, told, now)


def _page(request, template: str, told: dict, status: int = 200) -> HttpResponse:
    told = told | {"city": queries.city_name(), "feed": feed.address("feed")}
    answer = render(request, template, told, status=status)
    answer["Content-Security-Policy"] = POLICY
    answer["Cache-Control"] = "no-cache"
    return answer
