"""How well a reply's photo is found again when it was used before, on invented photos.

python benchmarks/photos.py --photos 1000            # recall by kind of change, false matches, time a photo
python benchmarks/photos.py --rows 1000000           # search in a database of so many photos (any ZHIXI_DATABASE)
"""

import argparse
import io
import random
import time

import numpy as np
from PIL import Image, ImageEnhance

from zhixi.hotline.attachments import prints
from zhixi.hotline.attachments.tests.pictures import jpeg, scene


def crop(part: float, chance: random.Random):
    def cut(image: Image.Image) -> Image.Image:
        width, height = round(image.width * (1 - part)), round(image.height * (1 - part))
        x, y = chance.randint(0, image.width - width), chance.randint(0, image.height - height)
        return image.crop((x, y, x + width, y + height))

    return cut


def stamped(image: Image.Image) -> Image.Image:
    image = image.copy()
    box = [round(v) for v in (image.width * 0.6, image.height * 0.9, image.width * 0.98, image.height * 0.97)]
    image.paste("white", box)
    return image


def changes() -> dict:
    chance = random.Random(7)
    return {
        "saved again, quality 85": lambda image: image,
        "half as big": lambda image: image.resize((image.width // 2, image.height // 2)),
        "a fifth as big": lambda image: image.resize((image.width // 5, image.height // 5)),
        "30 % lighter": lambda image: ImageEnhance.Brightness(image).enhance(1.3),
        "30 % darker": lambda image: ImageEnhance.Brightness(image).enhance(0.7),
        "contrast up 30 %": lambda image: ImageEnhance.Contrast(image).enhance(1.3),
        "without colour": lambda image: image.convert("L"),
        "a white stamp in a corner": stamped,
        **{f"{n} % cut off, anywhere": crop(n / 100, chance) for n in (3, 5, 8, 10, 15, 20)},
        "turned by 2 degrees": lambda image: image.rotate(2),
        "mirrored": lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    }


def read(image: Image.Image) -> Image.Image:
    return Image.open(io.BytesIO(jpeg(image)))


def found(one: list[prints.Look], other: list[prints.Look]) -> tuple[bool, bool]:
    """Whether two photos are taken for one another, and whether the whole pictures alone would be.

    As `matching` does: by a band first, then by the bits.
    """
    pairs = [(one[0], look) for look in other] + [(look, other[0]) for look in one]
    return any(_met(a, b) for a, b in pairs), _met(one[0], other[0])


def _met(a: prints.Look, b: prints.Look) -> bool:
    banded = zip(prints.bands(a.bits), prints.bands(b.bits), strict=True)
    return prints.alike(a, b) and any((x ^ y).bit_count() <= 1 for x, y in banded)


def recall(photos: int) -> None:
    images = [scene(seed) for seed in range(photos)]
    began = time.perf_counter()
    looks = [prints.looks(image) for image in images]
    print(f"prints of a photo of 640 by 480: {(time.perf_counter() - began) / photos * 1000:.1f} ms")
    print(f"{'change':28} windows  whole alone")
    for name, change in changes().items():
        hits = [
            found(prints.looks(read(change(image))), own) for image, own in zip(images, looks, strict=True)
        ]
        print(f"{name:28} {sum(a for a, _ in hits) / photos:7.3f} {sum(b for _, b in hits) / photos:12.3f}")


def false_matches(photos: int) -> None:
    """Every pair of other photos: how near are they?"""
    all_looks = [prints.looks(scene(100_000 + seed)) for seed in range(photos)]
    looks = np.array([[look.bits for look in own] for own in all_looks], dtype=np.uint64)
    near, sure = [], 0
    for n in range(1, photos):
        whole = np.bitwise_count(looks[:n] ^ looks[n, 0]).min(axis=1)
        windows = np.bitwise_count(looks[:n, :1] ^ looks[n]).min(axis=1)
        near.append(np.minimum(whole, windows))
        sure += sum(found(all_looks[k], all_looks[n])[0] for k in np.nonzero(near[-1] <= prints.ALIKE)[0])
    near = np.concatenate(near)
    told = ", ".join(f"≤{bits} of 64: {int((near <= bits).sum())}" for bits in (7, 8, 9, 10, 12))
    print(f"{len(near):,} pairs of other photos; {told}; taken for one another: {sure}")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--photos", type=int, default=0)
    asked.add_argument("--pairs", type=int, default=0)
    given = asked.parse_args()
    if given.photos:
        recall(given.photos)
    if given.pairs:
        false_matches(given.pairs)
