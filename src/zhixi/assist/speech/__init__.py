"""智能语音: sound becomes utterances. Sound files, voice activity, recognisers, text."""

from zhixi.assist.speech.engine import Abilities, Recognised, Recogniser
from zhixi.assist.speech.formats import Sound, read_sound
from zhixi.assist.speech.listening import Heard, Listener
from zhixi.assist.speech.recognisers import load_recogniser

__all__ = [
    "Abilities",
    "Heard",
    "Listener",
    "Recognised",
    "Recogniser",
    "Sound",
    "load_recogniser",
    "read_sound",
]
