"""按音纠错: names and dictated digits put right where a recogniser wrote other characters of the same sound."""

from zhixi.assist.speech.mending.mender import Mended, Mender
from zhixi.assist.speech.mending.names import Name, names_of

__all__ = ["Mended", "Mender", "Name", "names_of"]
