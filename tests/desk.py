"""A desk without a browser: signed in over HTTP, listening on the seats' line, back with its cursor when it broke."""

import asyncio
import http.cookiejar
import json
import urllib.request

import websockets

PASSWORD = "desk-test-12345"


class Desk:
    """rows: what the feed told, as it came. partials: words in the making. breaks: how often the line broke."""

    def __init__(self, port: int):
        self.address = f"127.0.0.1:{port}"
        self.rows: list[dict] = []
        self.partials: list[dict] = []
        self.breaks = 0
        self.open_call: str | None = None
        self._cookies = http.cookiejar.CookieJar()
        self._http = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))

    def sign_in(self, username: str, password: str = PASSWORD) -> None:
        self.asks("/api/session")
        self.asks("/api/session", {"username": username, "password": password})

    def asks(self, path: str, body: dict | None = None):
        request = urllib.request.Request(f"http://{self.address}{path}")
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
            request.add_header("X-CSRFToken", self._cookie("csrftoken"))
        with self._http.open(request, timeout=20) as answer:
            return json.load(answer)

    def of(self, kind: str) -> list[dict]:
        return [row["body"] for row in self.rows if row["kind"] == kind]

    async def listens(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self._listens_once()
            except (OSError, websockets.WebSocketException):
                self.breaks += 1
                await asyncio.sleep(0.3)

    async def looks_at(self, call: str) -> None:
        """Have this call open, now and after each break."""
        self.open_call = call
        await self._look()

    async def hears(self, true, seconds: float = 180) -> None:
        """Wait until something is true of what was told."""
        async with asyncio.timeout(seconds):
            while not true():
                await asyncio.sleep(0.05)

    async def _listens_once(self) -> None:
        since = f"?since={self.rows[-1]['id']}" if self.rows else "?since=0"
        headers = {"Cookie": f"sessionid={self._cookie('sessionid')}", "Origin": f"http://{self.address}"}
        async with websockets.connect(
            f"ws://{self.address}/ws/seat{since}", additional_headers=headers
        ) as self._line:
            async for message in self._line:
                told = json.loads(message)
                if told["kind"] == "ready":
                    await self._look()
                else:
                    (self.rows if "id" in told else self.partials).append(told)

    async def _look(self) -> None:
        if self.open_call:
            await self._line.send(json.dumps({"kind": "look", "call": self.open_call}))

    def _cookie(self, name: str) -> str:
        return next((cookie.value for cookie in self._cookies if cookie.name == name), "")
