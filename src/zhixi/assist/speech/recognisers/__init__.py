"""Speech engines, one file each, and the name that chooses one.

A name is the engine's, and behind a colon what it needs: `whisper`, `sherpa:/models/paraformer`,
`funasr:ws://10.0.0.7:10095`, `python:our.engine` (a module of your own). Each file has
`abilities(where) -> Abilities`, which loads nothing, and `load(where, threads, hotwords) -> Recogniser`.
"""

import importlib
import os

from zhixi.assist.speech.engine import Abilities, Recogniser
from zhixi.errors import BadInput

DEFAULT = "whisper"
_ENGINES = {
    "whisper": "zhixi.assist.speech.recognisers.whisper",
    "sherpa": "zhixi.assist.speech.recognisers.sherpa",
    "funasr": "zhixi.assist.speech.recognisers.funasr",
}
OWN = "python"
KNOWN = {  # how each is written in ZHIXI_RECOGNISER, and what it is
    "whisper": "Whisper, embedded; weights by `zhixi models install`",
    "sherpa:DIR": "sherpa-onnx, embedded, a model of your own: streaming Zipformer or Paraformer, or SenseVoice",
    "funasr:ws://HOST:PORT": "a FunASR server, 2pass: first words at once, the last with punctuation",
    "python:MODULE": "an engine of your own: a module with `abilities(where)` and `load(where, threads, hotwords)`",
}


def recogniser_name() -> str:
    """The recogniser that this installation is set to (ZHIXI_RECOGNISER)."""
    return os.environ.get("ZHIXI_RECOGNISER", "").strip() or DEFAULT


def abilities_of(name: str | None = None) -> Abilities:
    """What the recogniser can do, without loading it. Raises as `load_recogniser` does for a wrong name."""
    module, where = _module(name or recogniser_name())
    return module.abilities(where)


def load_recogniser(
    name: str | None = None, *, threads: int = 1, hotwords: tuple[str, ...] = ()
) -> Recogniser:
    """Load an engine with its weights; a second or so. threads: cores for one stretch.

    hotwords: names that are likely here, used where the engine's abilities say so.
    Raises Unavailable where weights are absent or a server is away, BadInput for a wrong name or folder.
    """
    module, where = _module(name or recogniser_name())
    return module.load(where, threads=threads, hotwords=hotwords)


def _module(name: str):
    engine, _, where = name.partition(":")
    if engine == OWN and where:
        try:
            return importlib.import_module(where), ""
        except ImportError as error:
            raise BadInput(
                f"the recogniser {name!r} cannot be loaded: {error}", cure="check ZHIXI_RECOGNISER"
            ) from error
    if engine not in _ENGINES:
        raise BadInput(
            f"no recogniser is called {engine!r}", cure=f"choose from {', '.join([*_ENGINES, OWN])}"
        )
    return importlib.import_module(_ENGINES[engine]), where
