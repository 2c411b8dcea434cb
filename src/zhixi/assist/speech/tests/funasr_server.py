"""A FunASR server of 2pass mode for tests, written from the published protocol; it shares no code with the client.

Its words are the length of the sound that it was sent, so that a test sees whether any was lost or came twice.
"""

import contextlib
import json
import threading
import time

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import serve

SECOND = 32_000  # bytes


class Server:
    """Serves on `port` until the `with` ends.

    python: answers as the Python server does (is_final while somebody speaks), else as the C++ one.
    cut_at: seconds at which its own voice activity ends a first part. silent: says nothing at the end.
    breaks: how many connections it breaks after a second of sound. delay: seconds before each last answer.
    repeats: says each second-pass answer twice. garbage: says things that are no answer.
    """

    def __init__(self, port: int = 0, **ways):
        self._ways = {"breaks": 0, "delay": 0.0, **ways}
        self.starts: list[dict] = []
        self._server = serve(self._talk, "127.0.0.1", port, subprotocols=["binary"])
        self.port = self._server.socket.getsockname()[1]
        self._links: set = set()

    @property
    def address(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    @property
    def links(self) -> int:
        return len(self._links)

    def __enter__(self) -> "Server":
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exception) -> None:
        """Dies as a server does that is killed: its connections break without a word."""
        self._server.shutdown()
        self._thread.join()
        for link in tuple(self._links):
            with contextlib.suppress(OSError):
                link.socket.shutdown(2)

    def _talk(self, link) -> None:
        self._links.add(link)
        with contextlib.suppress(ConnectionClosed, OSError):
            self._hear(link)
        self._links.discard(link)

    def _hear(self, link) -> None:
        settings, heard, told, cut = {}, 0, 0, self._ways.get("cut_at")
        for message in link:
            if isinstance(message, bytes):
                heard += len(message)
                if self._ways["breaks"] > 0 and heard > SECOND:
                    self._ways["breaks"] -= 1
                    link.socket.shutdown(2)
                    return
                if heard // SECOND > (heard - len(message)) // SECOND:
                    self._say(link, settings, "2pass-online", "嗯")
                if cut and heard >= cut * SECOND:
                    self._say(link, settings, "2pass-offline", f"{heard / SECOND:.2f}秒")
                    told, cut = heard, None
                continue
            settings |= json.loads(message)
            if not settings["is_speaking"]:
                time.sleep(self._ways["delay"])
                self._end(link, settings, heard - told)
                return
            self.starts.append(json.loads(message))

    def _end(self, link, settings: dict, rest: int) -> None:
        if not self._ways.get("silent"):
            self._say(link, settings, "2pass-offline", f"{rest / SECOND:.2f}秒")
        for _ in link:
            pass  # until the client goes

    def _say(self, link, settings: dict, mode: str, text: str) -> None:
        if self._ways.get("garbage"):
            for rubbish in ("{", "[]", "null", '{"text": 5}', b"\xff\x00", '{"is_final": "maybe"}'):
                link.send(rubbish)
        speaking = settings["is_speaking"]
        answer = {"mode": mode, "wav_name": settings["wav_name"], "text": text}
        answer["is_final"] = speaking if self._ways.get("python") else not speaking
        if mode == "2pass-offline":
            answer["timestamp"] = f"[[0,{len(text)}]]"
        for _ in range(2 if self._ways.get("repeats") and mode == "2pass-offline" else 1):
            link.send(json.dumps(answer, ensure_ascii=False))
