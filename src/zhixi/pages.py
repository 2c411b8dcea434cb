"""The built pages: one `index.html` for every path that is no API, and what a browser may do with it."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.html import escape
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

# Everything comes from this server; styles may be set in elements, scripts never.
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self' ws: wss:; media-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
BUILD = "python hatch_build.py"


@require_safe
@ensure_csrf_cookie
def desk(request, path: str = "") -> HttpResponse:
    """The desk. Never cached: it names the assets of this build, which may be cached for ever."""
    index = settings.WEB_ROOT / "desk" / "index.html"
    try:
        page = HttpResponse(index.read_bytes())
    except FileNotFoundError:
        page = HttpResponse(_not_built(), status=503)
    page["Cache-Control"] = "no-cache"
    page["Content-Security-Policy"] = POLICY
    return page


def is_built() -> bool:
    return (settings.WEB_ROOT / "desk" / "index.html").is_file()


def _not_built() -> str:
    return (
        "<!doctype html><html lang=zh><meta charset=utf-8><title>智席</title>"
        f"<h1>页面尚未构建</h1><p>请在源码目录运行 <code>{escape(BUILD)}</code>，然后刷新。</p>"
        f"<p lang=en>The pages are not built yet: run <code>{escape(BUILD)}</code> in the checkout.</p>"
    )
