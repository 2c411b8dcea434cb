"""Whisper through CTranslate2, embedded, on the processor (faster-whisper's weights and features).

Whisper was trained on windows of 30 s. Encoding all of it for three seconds of speech wastes most of the
work, so the window here is the stretch and `SPARE` seconds of silence behind it. Much less and it loses its
place. A stretch in which it repeats itself gets the whole window. Of the best texts a language model chooses, and
puts homophones right (measured: docs/measurements/speech.md).
"""

import dataclasses
import math

import numpy as np

from zhixi.assist.speech.engine import Abilities, Recognised
from zhixi.assist.speech.rescoring import Candidate, averaged, chosen, language_models
from zhixi.assist.speech.text import is_credit, loops, says_nothing, tidy, without_loops
from zhixi.assist.speech.weights import installed_folder, whisper_name

RATE = 16_000
FRAMES_A_SECOND = 100
WINDOW = 3_000  # frames; the longest the model knows
SPARE = 10.0  # seconds of silence behind the stretch
BEAM = 8  # five cost half a point of characters, greedy far more
GUESS_BEAM = 1  # first words may be wrong: they are soon replaced
TOKENS_A_SECOND = 16  # nobody speaks faster; more is a loop
NO_SPEECH, UNSURE = 0.6, -1.0  # Whisper's own rule for silence: both must hold
BABBLE = -1.6  # mean log probability below which the words are noise
ALTERNATIVES = 3  # other texts that are told besides the one chosen
CALIBRATION = 2.9  # fitted on which characters were right (docs/measurements/speech.md)
LOST = -1.5  # what is left of a loop is told with little confidence


def confidence(mean: float) -> float:
    """The part of the characters that are right, 0..1, where the mean log probability of a token is this."""
    return round(1 / (1 + math.exp(-CALIBRATION * (1 + min(mean, 0.0)))), 3)


def abilities(where: str) -> Abilities:
    return Whisper.abilities


def load(where: str, *, threads: int, hotwords: tuple[str, ...]) -> "Whisper":
    """where: a name of weights under `models`; "" for those that ZHIXI_WHISPER names. It takes no hotwords."""
    return Whisper(installed_folder(where or whisper_name()), threads=threads)


class Whisper:
    """A recogniser (see `engine.Recogniser`). Not for two threads at once; load one a worker."""

    abilities = Abilities(languages=("zh",), punctuation=True, guesses=True)

    def __init__(self, folder, *, threads: int = 1):
        import ctranslate2
        import scipy.sparse
        import tokenizers
        from faster_whisper.feature_extractor import FeatureExtractor
        from faster_whisper.tokenizer import Tokenizer

        self._view = ctranslate2.StorageView.from_array
        self._model = ctranslate2.models.Whisper(
            str(folder), device="cpu", compute_type="int8", intra_threads=threads
        )
        tokens = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokens = Tokenizer(tokens, multilingual=True, task="transcribe", language="zh")
        self._features = FeatureExtractor()
        # As a dense product this small step wakes the linear algebra's threads, which then spin beside the
        # decoder: twice the processor time for the same words. Few of the filters' numbers are not nought.
        self._features.mel_filters = scipy.sparse.csr_array(self._features.mel_filters)
        self._prompt = [*self._tokens.sot_sequence, self._tokens.no_timestamps]
        self._language = language_models()
        self._suppressed = sorted({*self._tokens.non_speech_tokens, *_commands(self._tokens)})

    def recognise(self, samples: np.ndarray) -> Recognised:
        """Words of one stretch (mono float32 at 16 kHz, up to 30 s); "" for silence and noise."""
        if not len(samples) or not np.any(samples):
            return Recognised("", 0.0)
        encoded = self._encode(samples, SPARE)
        guesses = self._decode(encoded, samples)
        guess, looks = guesses[0], [guesses]
        if guess.is_noise:
            return Recognised("", 0.0)
        if loops(guess.text):
            encoded = self._encode(samples, WINDOW / FRAMES_A_SECOND)
            looks.append(self._decode(encoded, samples))
            guess = max((look[0] for look in looks), key=_Guess.worth)
        if loops(guess.text):
            guess = self._out_of_the_loop(guess, encoded, samples)
            looks = [[guess]]
        if guess.is_noise or is_credit(guess.text) or says_nothing(guess.text):
            return Recognised("", 0.0)
        return self._with_sense(guess, looks)

    def _with_sense(self, guess: "_Guess", looks: list[list["_Guess"]]) -> Recognised:
        """The text that the language model likes best among those that were heard."""
        heard = [
            [
                Candidate(one.text, one.whole)
                for one in look
                if not loops(one.text) and not is_credit(one.text)
            ]
            for look in looks
        ]
        texts = chosen(averaged(heard), self._language) or [guess.text]
        text = texts[0] if not loops(texts[0]) and not says_nothing(texts[0]) else guess.text
        others = tuple(one for one in texts[: ALTERNATIVES + 1] if one != text)
        return Recognised(text, confidence(guess.mean), alternatives=others)

    def guess(self, samples: np.ndarray) -> str:
        """Cheap first words of a stretch that still grows; "" rather than words that are likely invented."""
        if not len(samples) or not np.any(samples):
            return ""
        guess = self._decode(self._encode(samples, SPARE), samples, beam=GUESS_BEAM)[0]
        invented = guess.is_noise or loops(guess.text) or is_credit(guess.text) or says_nothing(guess.text)
        return "" if invented else guess.text

    def _out_of_the_loop(self, guess: "_Guess", encoded, samples: np.ndarray) -> "_Guess":
        """Hear again with repeats forbidden; where that gives no sense either, keep what was said once."""
        again = self._decode(encoded, samples, no_repeat_ngram_size=3)[0]
        if not loops(again.text) and "\ufffd" not in again.text and again.mean > UNSURE:
            return again
        return _Guess(without_loops(guess.text), LOST, guess.no_speech, LOST)

    def _encode(self, samples: np.ndarray, spare: float):
        frames = min(math.ceil((len(samples) / RATE + spare) * FRAMES_A_SECOND), WINDOW)
        frames += frames % 2  # the encoder halves them
        wanted = frames * RATE // FRAMES_A_SECOND
        sound = np.pad(samples[:wanted], (0, max(wanted - len(samples), 0)))
        features = self._features(sound, padding=160)[:, :frames]
        return self._model.encode(self._view(np.ascontiguousarray(features[None])))

    def _decode(self, encoded, samples: np.ndarray, beam: int = BEAM, **guards) -> list["_Guess"]:
        """The beam's texts, the likeliest first."""
        most = min(440, round(len(samples) / RATE * TOKENS_A_SECOND) + 16)
        result = self._model.generate(
            encoded,
            [self._prompt],
            beam_size=beam,
            num_hypotheses=beam,
            max_length=most + len(self._prompt),
            suppress_tokens=self._suppressed,
            return_scores=True,
            return_no_speech_prob=True,
            **guards,
        )[0]
        return [
            self._told([token for token in ids if token < self._tokens.eot], score, result.no_speech_prob)
            for ids, score in zip(result.sequences_ids, result.scores, strict=True)
        ]

    def _told(self, tokens: list[int], mean: float, no_speech: float) -> "_Guess":
        return _Guess(tidy(self._tokens.decode(tokens)), mean, no_speech, mean * (len(tokens) + 1))


@dataclasses.dataclass(frozen=True, slots=True)
class _Guess:
    """A text, its mean log probability a token, the probability that nobody speaks, and the text's log probability."""

    text: str
    mean: float
    no_speech: float
    whole: float

    @property
    def is_noise(self) -> bool:
        return (self.no_speech > NO_SPEECH and self.mean < UNSURE) or self.mean < BABBLE

    def worth(self) -> tuple[bool, float]:
        """A loop is sure of itself, and still worth less than any other text."""
        return not loops(self.text), self.mean


def _commands(tokens) -> tuple[int, ...]:
    """Tokens that steer the model, and must never come out of it."""
    return (
        tokens.transcribe,
        tokens.translate,
        tokens.sot,
        tokens.sot_prev,
        tokens.sot_lm,
        tokens.no_speech,
    )
