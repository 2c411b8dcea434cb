"""sherpa-onnx, embedded, with a model of the user's own: `sherpa:DIR`.

Streaming Zipformer (transducer, takes hotwords) and streaming Paraformer give words while somebody speaks;
SenseVoice hears whole stretches, with punctuation, and tells the language. The files decide (`sherpa_folder`).
"""

import math
import pathlib
import re
import tempfile

import numpy as np

from zhixi.assist.speech.engine import Abilities, Recognised, Recogniser
from zhixi.assist.speech.recognisers.sherpa_folder import (
    PARAFORMER,
    SENSEVOICE,
    Found,
    look_into,
    read_tokens,
)
from zhixi.assist.speech.text import tidy
from zhixi.errors import Unavailable

RATE = 16_000
TAIL = 0.8  # seconds of silence behind a stretch, so that the last chunk of a streaming model is heard whole
_BETWEEN = re.compile(
    "(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])"
)  # between tokens; no pause, as with Whisper


def abilities(where: str) -> Abilities:
    return look_into(where).kind.abilities


def load(where: str, *, threads: int, hotwords: tuple[str, ...]) -> Recogniser:
    found = look_into(where)
    try:
        import sherpa_onnx
    except ImportError as error:
        raise Unavailable("sherpa-onnx is not installed", cure="pip install 'zhixi[sherpa]'") from error
    try:
        if found.kind is SENSEVOICE:
            return SenseVoice(_sense_voice(sherpa_onnx, found, threads))
        if found.kind is PARAFORMER:
            return Growing(_paraformer(sherpa_onnx, found, threads), found.kind.abilities)
        return Growing(_zipformer(sherpa_onnx, found, threads, hotwords), found.kind.abilities)
    except (RuntimeError, ValueError) as error:
        raise Unavailable(
            f"{found.folder} cannot be loaded: {str(error).splitlines()[0][:200]}",
            cure="copy the model's files again; see that they are of one model",
        ) from error


class Growing:
    """A recogniser (see `engine.Streaming`) for the streaming models."""

    def __init__(self, engine, abilities: Abilities):
        self._engine, self.abilities = engine, abilities

    def recognise(self, samples: np.ndarray) -> Recognised:
        stream = self.stream()
        stream.push(samples)
        return stream.finish()

    def stream(self) -> "GrowingStream":
        return GrowingStream(self._engine)


class GrowingStream:
    def __init__(self, engine):
        self._engine, self._stream = engine, engine.create_stream()

    def push(self, samples: np.ndarray) -> str:
        self._stream.accept_waveform(RATE, samples)
        while self._engine.is_ready(self._stream):
            self._engine.decode_stream(self._stream)
        return _tidy(self._engine.get_result(self._stream))

    def finish(self) -> Recognised:
        self._stream.accept_waveform(RATE, np.zeros(round(TAIL * RATE), np.float32))
        self._stream.input_finished()
        text = self.push(np.zeros(0, np.float32))
        return Recognised(text, _confidence(text, self._engine.ys_probs(self._stream)))

    def drop(self) -> None:
        self._stream = None


class SenseVoice:
    """A recogniser (see `engine.Recogniser`); quick enough that a guess is the whole thing."""

    abilities = SENSEVOICE.abilities

    def __init__(self, engine):
        self._engine = engine

    def recognise(self, samples: np.ndarray) -> Recognised:
        stream = self._engine.create_stream()
        stream.accept_waveform(RATE, samples)
        self._engine.decode_stream(stream)
        result = stream.result
        text = _tidy(result.text)
        return Recognised(text, _confidence(text, result.ys_log_probs), result.lang.strip("<|>"))

    def guess(self, samples: np.ndarray) -> str:
        return self.recognise(samples).text


def _sense_voice(library, found: Found, threads: int):
    return library.OfflineRecognizer.from_sense_voice(
        model=found.files["model"], tokens=found.tokens, num_threads=threads, language="auto", use_itn=True
    )


def _paraformer(library, found: Found, threads: int):
    return library.OnlineRecognizer.from_paraformer(
        tokens=found.tokens, **found.files, num_threads=threads, enable_endpoint_detection=False
    )


def _zipformer(library, found: Found, threads: int, hotwords: tuple[str, ...]):
    options = {"num_threads": threads, "enable_endpoint_detection": False}
    words = _sayable(hotwords, found)
    if not words:
        return library.OnlineRecognizer.from_transducer(tokens=found.tokens, **found.files, **options)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "hotwords.txt"
        path.write_text("\n".join(words) + "\n", encoding="utf-8")
        return library.OnlineRecognizer.from_transducer(
            tokens=found.tokens,
            **found.files,
            **options,
            decoding_method="modified_beam_search",  # the one that looks at hotwords
            hotwords_file=str(path),
            modeling_unit="cjkchar+bpe" if found.bpe_vocab else "cjkchar",
            bpe_vocab=found.bpe_vocab,
        )


def _sayable(hotwords: tuple[str, ...], found: Found) -> list[str]:
    """Those that can be written with the model's characters; one that cannot would spoil all of them."""
    tokens = {token.lstrip("▁") for token in read_tokens(found)}
    return [word for word in hotwords if word and all(letter in tokens for letter in word)]


def _tidy(text: str) -> str:
    return tidy(_BETWEEN.sub("", text.strip()))


def _confidence(text: str, logs: list[float]) -> float:
    """The mean probability of a token; 1 where the model tells none."""
    if not text:
        return 0.0
    return round(math.exp(min(sum(logs) / len(logs), 0.0)), 3) if logs else 1.0
