"""A POST of JSON that knows whether the request had left when the line broke."""

import http.client
import json
import ssl
import urllib.parse

from zhixi.hotline.notifications.senders.letter import Answer, Door, doubtful, later, refused

BUSY = (408, 425, 429)
LONGEST_ANSWER = 65_536


def post(door: Door, url: str, body: dict, headers: dict | None = None) -> dict | Answer:
    """The JSON object that the other side answered, or what came of it where there is none."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return refused("地址须为 http:// 或 https:// 开头的网址")
    line = _line(parts, door.timeout)
    try:
        try:
            line.connect()
        except (OSError, ssl.SSLError) as error:
            return later(f"连接失败：{type(error).__name__}")
        try:
            target = parts.path or "/"
            line.request(
                "POST",
                f"{target}?{parts.query}" if parts.query else target,
                json.dumps(body, ensure_ascii=False).encode(),
                {"Content-Type": "application/json; charset=utf-8", **(headers or {})},
            )
            answer = line.getresponse()
            said = answer.read(LONGEST_ANSWER)
        except (OSError, http.client.HTTPException) as error:
            return doubtful(f"已发出，未得到回应：{type(error).__name__}")
    finally:
        line.close()
    return _read(answer.status, said)


def _line(parts, timeout: float):
    if parts.scheme == "https":
        return http.client.HTTPSConnection(parts.hostname, parts.port, timeout=timeout)
    return http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)


def _read(status: int, said: bytes) -> dict | Answer:
    if status >= 500 or status in BUSY:
        return later(f"HTTP {status}")
    if not 200 <= status < 300:
        return refused(f"HTTP {status}")
    try:
        found = json.loads(said) if said.strip() else {}
    except ValueError:
        return doubtful(f"HTTP {status}，回应不是 JSON")
    return found if isinstance(found, dict) else doubtful(f"HTTP {status}，回应不是 JSON 对象")
