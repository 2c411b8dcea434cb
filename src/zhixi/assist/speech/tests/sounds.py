"""Sounds made for tests: voices that no one has, written in the formats that recorders write."""

import numpy as np
import soundfile

RATE = 16_000


def silence(seconds: float, rate: int = RATE) -> np.ndarray:
    return np.zeros(round(seconds * rate), np.float32)


def noise(seconds: float, level: float = 0.05, rate: int = RATE) -> np.ndarray:
    return np.random.default_rng(1).normal(0, level, round(seconds * rate)).astype(np.float32)


def tone(seconds: float, hertz: float = 450, rate: int = RATE) -> np.ndarray:
    return (0.3 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def voice(seconds: float, rate: int = RATE) -> np.ndarray:
    """Syllables of a buzzing throat through two moving formants: no words, but a voice to any detector."""
    time = np.arange(round(seconds * rate)) / rate
    pitch = 140 + 25 * np.sin(2 * np.pi * 0.7 * time)
    phase = 2 * np.pi * np.cumsum(pitch) / rate
    first = 500 + 250 * np.sin(2 * np.pi * 2.1 * time)
    second = 1500 + 500 * np.sin(2 * np.pi * 1.3 * time)
    sound = np.zeros_like(time)
    for n in range(1, 25):
        height = n * pitch
        strength = np.exp(-(((height - first) / 180) ** 2)) + 0.5 * np.exp(-(((height - second) / 250) ** 2))
        sound += (strength + 0.02 / n) * np.sin(n * phase)
    syllables = 0.55 - 0.45 * np.cos(2 * np.pi * 4 * time)
    sound *= syllables
    return (0.4 * sound / np.abs(sound).max()).astype(np.float32)


def write(path, sound: np.ndarray, rate: int = RATE, subtype: str = "PCM_16", form: str = "WAV"):
    soundfile.write(path, sound, rate, subtype=subtype, format=form)
    return path
