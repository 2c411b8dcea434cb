"""FunASR's WebSocket server in 2pass mode, which stands on a machine of its own: `funasr:ws://HOST:10095`.

One connection carries one stretch of our own voice activity, while it grows: settings, sound in messages of
60 ms, an end mark; words in two passes come back. The whole stretch is kept here until its end is
acknowledged. A connection that breaks is made anew, all of the stretch is sent again, and what the old one
said is forgotten: so no word is lost or doubled, and a server that has to be started again every hour or two
never holds more of us than a few seconds.
"""

import contextlib
import json
import logging
import os
import ssl
import time
import urllib.parse
from collections.abc import Iterator

import numpy as np
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import connect

from zhixi.assist.speech.engine import Abilities, Recognised
from zhixi.assist.speech.recognisers.funasr_answers import ENDED, SPEAKS, Answers
from zhixi.errors import BadInput, Unavailable

log = logging.getLogger(__name__)

RATE = 16_000
MESSAGE = 960  # samples: 60 ms, what both servers count in
CHUNKS = [5, 10, 5]  # 300 ms behind, 600 ms at a time, 300 ms ahead
WEIGHT = 20  # of a hotword, the one that FunASR's documents use
CONNECT = 5.0  # seconds
SETTLE = 0.5  # seconds for a server that does not show which message is its last
ANSWER = 15.0  # seconds after the end mark in which the last words must come
ATTEMPTS = 2  # connections for one stretch before the pool is told that the engine is away


def abilities(where: str) -> Abilities:
    _check(where)
    return FunAsr.abilities


def load(where: str, *, threads: int, hotwords: tuple[str, ...]) -> "FunAsr":
    """Raises Unavailable where the server does not answer now."""
    engine = FunAsr(_check(where), hotwords)
    with engine.connected():
        return engine


def _check(where: str) -> str:
    address = urllib.parse.urlsplit(where)
    if address.scheme not in ("ws", "wss") or not address.hostname:
        raise BadInput(
            f"{where!r} is not the address of a FunASR server", cure="write funasr:ws://HOST:10095 or wss://"
        )
    return where


class FunAsr:
    abilities = Abilities(("zh",), streaming=True, hotwords=True, punctuation=True, remote=True)

    def __init__(self, address: str, hotwords: tuple[str, ...] = ()):
        self._address, self._hotwords = address, hotwords

    def recognise(self, samples: np.ndarray) -> Recognised:
        stream = self.stream()
        stream.push(samples)
        return stream.finish()

    def stream(self) -> "FunAsrStream":
        return FunAsrStream(self)

    @contextlib.contextmanager
    def connected(self) -> Iterator:
        """A connection that has been told how we speak. Raises Unavailable."""
        with contextlib.ExitStack() as opened:
            try:
                link = opened.enter_context(
                    connect(
                        self._address,
                        ssl=_certificates(self._address),
                        subprotocols=["binary"],
                        open_timeout=CONNECT,
                        close_timeout=0.2,
                        compression=None,
                        proxy=None,
                    )
                )
                link.send(json.dumps(self._start(), ensure_ascii=False))
            except (OSError, WebSocketException) as error:
                host = urllib.parse.urlsplit(self._address).hostname
                raise Unavailable(
                    f"FunASR 服务 {host} 没有应答（{type(error).__name__}）", cure="请检查该服务与网络"
                ) from error
            yield link

    def _start(self) -> dict:
        start = {"mode": "2pass", "chunk_size": CHUNKS, "chunk_interval": 10, "audio_fs": RATE, "itn": True}
        start |= {"wav_name": SPEAKS, "wav_format": "pcm", "is_speaking": True}
        if self._hotwords:
            start["hotwords"] = json.dumps(dict.fromkeys(self._hotwords, WEIGHT), ensure_ascii=False)
        return start


class FunAsrStream:
    """One stretch. See the module."""

    def __init__(self, engine: FunAsr):
        self._engine, self._sound = engine, np.zeros(0, np.float32)
        self._opened, self._link, self._sent = contextlib.ExitStack(), None, 0
        self._answers = Answers()

    def push(self, samples: np.ndarray) -> str:
        self._sound = np.concatenate([self._sound, samples])
        self._keep_trying(self._send)
        return self._answers.text

    def finish(self) -> Recognised:
        try:
            self._keep_trying(self._end)
        finally:
            self._hang_up()
        return self._answers.recognised()

    def drop(self) -> None:
        self._hang_up()

    def _keep_trying(self, step) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                if self._link is None:
                    self._link = self._opened.enter_context(self._engine.connected())
                    self._sent, self._answers = 0, Answers()
                return step()
            except (ConnectionClosed, TimeoutError) as error:
                self._hang_up()
                log.warning("FunASR broke off: %s", type(error).__name__)
                if attempt == ATTEMPTS:
                    raise Unavailable("FunASR 服务中断了连接", cure="请检查该服务") from error

    def _send(self, *, rest: bool = False) -> None:
        """What makes whole messages, or all of it; then take what has been answered by now."""
        end = len(self._sound) if rest else len(self._sound) - len(self._sound) % MESSAGE
        for start in range(self._sent, end, MESSAGE):
            sound = np.clip(self._sound[start : min(start + MESSAGE, end)] * 32_768, -32_768, 32_767)
            self._link.send(sound.astype("<i2").tobytes())
        self._sent = max(self._sent, end)
        with contextlib.suppress(TimeoutError):
            while True:
                self._answers.take(self._link.recv(timeout=0))

    def _end(self) -> None:
        self._send(rest=True)
        self._link.send(json.dumps({"is_speaking": False, "wav_name": ENDED}))
        until = time.monotonic() + ANSWER
        while not self._answers.complete:
            wait = SETTLE if self._answers.may_be_complete else until - time.monotonic()
            try:
                self._answers.take(self._link.recv(timeout=max(wait, 0)))
            except TimeoutError:
                if self._answers.may_be_complete or not self._answers.pending:
                    return  # a server that stays silent where nothing more was said
                raise

    def _hang_up(self) -> None:
        self._link = None
        with contextlib.suppress(OSError, WebSocketException):
            self._opened.close()


def _certificates(address: str) -> ssl.SSLContext | None:
    """FunASR's servers sign their own certificate: ZHIXI_FUNASR_CA is the file of it."""
    if not address.startswith("wss:"):
        return None
    return ssl.create_default_context(cafile=os.environ.get("ZHIXI_FUNASR_CA") or None)
