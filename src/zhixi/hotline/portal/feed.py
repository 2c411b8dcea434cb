"""The open feed (开放数据): JSON Feed 1.1 with an extension that names clause, source, unit and dates of effect."""

import hashlib
import json
import math

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from zhixi.errors import NotFound
from zhixi.hotline.attachments.choices import MEDIA_TYPES
from zhixi.hotline.portal import queries

SIZE = 100
VERSION = "https://jsonfeed.org/version/1.1"
MEDIA = "application/feed+json; charset=utf-8"


def address(name: str, **parts: str | int) -> str:
    """As citizens reach it. It does not follow the request: the same article has one address, whoever asks."""
    return settings.CITIZEN_URL + reverse(f"portal:{name}", kwargs=parts)


def page(number: int, now) -> dict:
    """One page of what is public, newest first. Raises NotFound beyond the last."""
    rows = queries.public(now)
    total = rows.count()
    pages = max(1, math.ceil(total / SIZE))
    if not 1 <= number <= pages:
        raise NotFound(f"没有第{number}页", cure=f"共{pages}页")
    items = [_item(version) for version in rows[(number - 1) * SIZE : number * SIZE]]
    feed = address("feed")
    city = queries.city_name()
    told = {
        "version": VERSION,
        "title": f"{city}12345热线知识库",
        "home_page_url": address("home"),
        "feed_url": feed,
        "description": "经审核向公众公开、现行有效的答复",
        "language": "zh-CN",
        "items": items,
        "_zhixi": {
            "city": city,
            "total": total,
            "page": number,
            "pages": pages,
            "withdrawn": _withdrawn(now),
        },
    }
    if number < pages:
        told["next_url"] = f"{feed}?page={number + 1}"
    return told


def _item(version) -> dict:
    shown = queries.shown(version)
    where = address("article", key=shown["key"])
    own = ("key", "parts", "source", "clause", "unit", "district", "topic", "version")
    days = {name: shown[name] and shown[name].isoformat() for name in ("valid_from", "valid_to")}
    moment = timezone.localtime(shown["updated_at"]).isoformat(timespec="seconds")
    return {
        "id": where,
        "url": where,
        "title": shown["title"],
        "content_text": shown["body"],
        "date_modified": moment,
        "tags": [shown["topic"]] if shown["topic"] else [],
        "attachments": [_file(shown["key"], row) for row in shown["files"]],
        "_zhixi": {name: shown[name] for name in own} | days,
    }


def _file(key: str, row) -> dict:
    return {
        "url": address("file", key=key, number=row.pk),
        "mime_type": MEDIA_TYPES[row.kind],
        "title": row.name,
        "size_in_bytes": row.size,
    }


def _withdrawn(now) -> list[dict]:
    """All that was public once, on every page: who keeps a copy learns from any of them what to take out."""
    return [
        {
            "id": address("article", key=gone.key),
            "reason": gone.why.value,
            "label": str(gone.why.label),
            "withdrawn_at": timezone.localtime(gone.at).isoformat(timespec="seconds"),
        }
        for gone in queries.withdrawn(now)
    ]


def answered(request, told: dict, now) -> HttpResponse:
    """The feed, or 304 to whoever has it already (ETag, If-Modified-Since)."""
    content = json.dumps(told, ensure_ascii=False).encode()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    changed = queries.changed_at(now)
    seconds = int(changed.timestamp()) if changed else None
    answer = HttpResponse(content, content_type=MEDIA)
    answer["ETag"] = etag
    if seconds is not None:
        answer["Last-Modified"] = http_date(seconds)
    answer["Cache-Control"] = "public, max-age=60"
    answer["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag, seconds, answer)
