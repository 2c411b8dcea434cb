"""Invented words: what the embedded recogniser writes for sounds in which nobody speaks.

    python benchmarks/noise.py

Each sound goes to the recogniser directly, and through the listener that live calls use. Prints what was written.
"""

import pathlib
import sys

import numpy as np
from scipy.signal import lfilter

ROOT = pathlib.Path(__file__).parent.parent
RATE = 16_000
LENGTHS = (1, 3, 6, 12)


def main() -> None:
    sys.path.insert(0, str(ROOT / "src"))
    from zhixi.assist.speech import Listener, load_recogniser
    from zhixi.assist.talk import Leg

    recogniser, counted = load_recogniser(threads=1), [0, 0, 0]
    for seconds in LENGTHS:
        for name, sound in _sounds(seconds):
            sound = sound.astype(np.float32)
            listener = Listener(recogniser, leg=Leg.CALLER)
            heard = listener.push(sound) + listener.push(np.zeros(RATE, np.float32)) + listener.flush()
            direct = recogniser.recognise(sound)
            counted[0] += 1
            counted[1] += bool(direct.text)
            counted[2] += bool(heard)
            if direct.text or heard:
                print(
                    f"{name}, {seconds} s: {direct.text!r} ({direct.confidence}); {[one.text for one in heard]}"
                )
    print(f"{counted[0]} sounds; words for {counted[1]} directly, for {counted[2]} through the listener.")


def _sounds(seconds: int):
    chance, at = np.random.default_rng(seconds), np.arange(seconds * RATE) / RATE
    walk = np.cumsum(chance.normal(0, 1, len(at)))
    walk -= np.convolve(walk, np.ones(2000) / 2000, "same")
    yield "white noise", chance.normal(0, 0.05, len(at))
    yield "loud white noise", chance.normal(0, 0.3, len(at))
    yield "brown noise", walk / np.abs(walk).max() * 0.3
    yield "music", _music(seconds, chance)
    yield "other music", _music(seconds, chance)
    yield "tone", 0.3 * np.sin(2 * np.pi * 440 * at)
    yield "ringing", 0.3 * np.sin(2 * np.pi * 450 * at) * ((at % 5) < 1)
    keys = np.sin(2 * np.pi * 770 * at) + np.sin(2 * np.pi * 1336 * at)
    yield "pressed keys", 0.2 * keys * ((at % 0.3) < 0.15)
    yield "hum of the mains", 0.2 * sum(np.sin(2 * np.pi * 50 * k * at) / k for k in range(1, 12))
    yield "clicks", (chance.random(len(at)) < 0.0005) * 0.8
    yield "buzz of syllables", _buzz(at, 120, chance)
    yield "babble of five buzzes", sum(_buzz(at, f, chance) for f in (100, 130, 150, 180, 210)) / 2
    yield "silence", np.zeros(len(at))


def _music(seconds: int, chance) -> np.ndarray:
    """Plucked notes of three overtones, in no order."""
    sound, start, at = np.zeros(seconds * RATE), 0.0, np.arange(int(0.45 * RATE)) / RATE
    while start < seconds - 0.5:
        pitch = 220 * 2 ** (chance.integers(0, 24) / 12)
        note = sum(np.sin(2 * np.pi * pitch * k * at) / k for k in (1, 2, 3)) * np.exp(-3 * at) * 0.2
        first = int(start * RATE)
        sound[first : first + len(note)] += note[: len(sound) - first]
        start += chance.choice([0.2, 0.25, 0.4])
    return sound


def _buzz(at: np.ndarray, pitch: float, chance) -> np.ndarray:
    """A sawtooth through two resonances of a throat, in the rhythm of syllables: speech without words."""
    phase = np.cumsum(pitch * (1 + 0.1 * np.sin(2 * np.pi * 2 * at))) / RATE
    sound = 2 * (phase % 1) - 1
    for centre, width in ((600 + chance.integers(0, 300), 90), (1200 + chance.integers(0, 800), 120)):
        radius = np.exp(-np.pi * width / RATE)
        sound = lfilter([1 - radius], [1, -2 * radius * np.cos(2 * np.pi * centre / RATE), radius**2], sound)
    rhythm = (np.sin(2 * np.pi * 3.5 * at) > -0.2) * (0.6 + 0.4 * np.sin(2 * np.pi * 7 * at))
    return sound / np.abs(sound).max() * 0.3 * rhythm


if __name__ == "__main__":
    main()
