"""What a photo looks like, in numbers; pure. By these the same photo is found again when it was saved anew.

`pixels`: SM3 of the picture itself, the same for every copy that was not encoded again. `looks`: dHash (in which of
its fields the picture grows lighter to the right) of the whole picture and of ten windows of it, so that a copy with
a little cut off is found by the window that is nearest to it: 64 bits to find by, and 256 to be sure by, since among
a million photos some others are alike in 64.
"""

from typing import NamedTuple

import numpy as np
from PIL import Image

from zhixi.hotline.privacy.sealing import sm3

CORNERS = ((0.5, 0.5), (0, 0), (1, 0), (0, 1), (1, 1))
CUT = (0.06, 0.12)  # of each side, in all
ALIKE, SURE = 8, 60  # bits of the 64 and of the 256 that may differ: see docs/measurements/photos.md
PLAIN = 4.0  # spread of the fields' grey (0 to 255) below which a picture is a wall or a sheet: all of them look alike
BANDS, BITS = 4, 16


class Look(NamedTuple):
    """bits: 64, fine: 256."""

    bits: int
    fine: int


def pixels(image: Image.Image) -> str:
    """64 hex signs."""
    plain = image.convert("RGB")
    return sm3(f"{plain.width}x{plain.height}:".encode(), plain.tobytes()).hex()


def looks(image: Image.Image) -> list[Look]:
    """Eleven prints, of the whole picture first; none of a plain one."""
    grey = image.convert("L")
    if np.asarray(grey.resize((9, 8), Image.Resampling.BOX), float).std() < PLAIN:
        return []
    return [_look(grey)] + [_look(_window(grey, cut, place)) for cut in CUT for place in CORNERS]


def alike(one: Look, other: Look) -> bool:
    return distance(one.bits, other.bits) <= ALIKE and distance(one.fine, other.fine) <= SURE


def bands(bits: int) -> tuple[int, ...]:
    """Four numbers of sixteen bits. Where two prints differ in seven bits or fewer, one band differs in at most one;
    where in eight, all but one pair in 26."""
    return tuple(bits >> BITS * n & 0xFFFF for n in range(BANDS))


def near(band: int) -> list[int]:
    """The band, and each that differs from it in one bit."""
    return [band, *(band ^ 1 << n for n in range(BITS))]


def distance(one: int, other: int) -> int:
    return (one ^ other).bit_count()


def _look(grey: Image.Image) -> Look:
    return Look(_signs(grey, 9, 8), _signs(grey, 17, 16))


def _signs(grey: Image.Image, across: int, down: int) -> int:
    fields = np.asarray(grey.resize((across, down), Image.Resampling.BOX), float)
    signs = np.packbits((fields[:, 1:] > fields[:, :-1]).ravel())
    return int.from_bytes(signs.tobytes(), "big")


def _window(grey: Image.Image, cut: float, place: tuple[float, float]) -> Image.Image:
    width, height = round(grey.width * (1 - cut)), round(grey.height * (1 - cut))
    x, y = round((grey.width - width) * place[0]), round((grey.height - height) * place[1])
    return grey.crop((x, y, x + width, y + height))
