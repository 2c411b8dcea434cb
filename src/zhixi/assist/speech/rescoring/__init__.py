"""Second thoughts (重打分): a recogniser's best texts are weighed by a language model, and homophones put right."""

from zhixi.assist.speech.rescoring.choosing import Candidate, averaged, chosen
from zhixi.assist.speech.rescoring.model import Model, general_model, load_model
from zhixi.assist.speech.rescoring.talk import Talk, language_models

__all__ = [
    "Candidate",
    "Model",
    "Talk",
    "averaged",
    "chosen",
    "general_model",
    "language_models",
    "load_model",
]
