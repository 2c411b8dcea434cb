"""Speech engines, one file each. Each file has `load(threads) -> Recogniser`."""

import importlib

from zhixi.assist.speech.engine import Recogniser
from zhixi.errors import BadInput

_ENGINES = {"whisper": "zhixi.assist.speech.recognisers.whisper"}


def load_recogniser(name: str = "whisper", *, threads: int = 1) -> Recogniser:
    """Load an engine with its weights; a second or so. threads: cores for one stretch.

    Raises Unavailable where the weights are absent, BadInput for an engine that nobody knows.
    """
    if name not in _ENGINES:
        raise BadInput(f"no recogniser is called {name!r}", cure=f"choose from {', '.join(_ENGINES)}")
    return importlib.import_module(_ENGINES[name]).load(threads=threads)
