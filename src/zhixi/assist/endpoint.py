"""One question to a language model over OpenAI's chat completions, within a time that it cannot stretch (大模型接口)."""

import contextlib
import dataclasses
import http.client
import json
import socket
import ssl
import threading
import urllib.parse

MOST_BYTES = 65_536


@dataclasses.dataclass(frozen=True, slots=True)
class Endpoint:
    """A language model (大模型接口). url: up to and with `/v1`; seconds: the most that one question may take, all in all."""

    url: str
    model: str
    key: str = dataclasses.field(default="", repr=False)
    seconds: float = 8.0


def ask(endpoint: Endpoint, body: dict) -> str:
    """The words of the model. Raises OSError, HTTPException or ValueError where there are none in time."""
    parts = urllib.parse.urlsplit(endpoint.url.rstrip("/") + "/chat/completions")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("the endpoint is no http(s) address")
    line = _line(parts, endpoint.seconds)
    headers = {"Content-Type": "application/json"}
    headers |= {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    line.connect()
    # A socket's own timeout starts anew with every byte that drips in; this ends the line whatever it does.
    end = threading.Timer(endpoint.seconds, _cut, (line.sock,))
    end.daemon = True
    end.start()
    try:
        line.request("POST", parts.path, json.dumps(body, ensure_ascii=False).encode(), headers)
        answer = line.getresponse()
        found = answer.read(MOST_BYTES)
        if answer.status != 200:
            raise ValueError("the endpoint refused")
        return _content(found)
    finally:
        end.cancel()
        line.close()


def _cut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _line(parts: urllib.parse.SplitResult, seconds: float) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, parts.port, timeout=seconds, context=context)
    return http.client.HTTPConnection(host, parts.port, timeout=seconds)


def _content(body: bytes) -> str:
    try:
        said = json.loads(body)
        content = said["choices"][0]["message"]["content"]
    except (LookupError, TypeError, RecursionError) as error:
        raise ValueError("the endpoint answered something else") from error
    if not isinstance(content, str):
        raise ValueError("the endpoint answered no text")
    return content
