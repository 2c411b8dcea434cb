"""Invented photos, made here, and the files that people send."""

import io
import random
import zipfile

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

TAKEN, OFFSET, PHOTO, GPS = 0x9003, 0x9011, 0x8769, 0x8825


def scene(seed: int) -> Image.Image:
    """An invented street: light from above, clouds of every size, and things that stand about."""
    chance, noise = random.Random(seed), np.random.default_rng(seed)
    width, height = chance.choice([(640, 480), (480, 640), (768, 432)])
    base = 128 + 35 * _cloud(noise, width, height, chance.uniform(1.0, 1.6))
    base += 35 * np.linspace(-1, 1, height)[:, None] * chance.uniform(-1.2, 0.3)
    parts = [base + chance.uniform(-25, 25) + 6 * _cloud(noise, width, height, 1.4) for _ in range(3)]
    image = Image.fromarray(np.stack(parts, -1).clip(0, 255).astype(np.uint8))
    drawn = ImageDraw.Draw(image)
    for _ in range(chance.randrange(4, 16)):
        x, y = chance.randrange(width), chance.randrange(height)
        wide, high = chance.randrange(15, width // 4), chance.randrange(15, height // 4)
        colour = tuple(chance.randrange(20, 235) for _ in range(3))
        shape = drawn.rectangle if chance.random() < 0.6 else drawn.ellipse
        shape([x - wide, y - high, x + wide, y + high], fill=colour)
    return image.filter(ImageFilter.GaussianBlur(1))


def jpeg(image: Image.Image, quality: int = 85, **more) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality, **more)
    return file.getvalue()


def described(image: Image.Image, taken: str = "2026:11:17 09:30:00", turned: int = 1) -> bytes:
    """A JPEG as a telephone makes it: time, place, device and owner beside the picture."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x013B], exif[0x0112] = "HUAWEI", "Mate 60", "陈小明", turned
    exif.get_ifd(PHOTO).update({TAKEN: taken, OFFSET: "+08:00"})
    exif.get_ifd(GPS).update({1: "N", 2: (30.0, 15.0, 36.0), 3: "E", 4: (120.0, 9.0, 0.0)})
    return jpeg(image, exif=exif, comment="陈小明拍摄")


def saved_anew(image: Image.Image) -> Image.Image:
    """Half as big, lighter, and a little cut off: what is done so that nobody notices."""
    width, height = image.size
    cut = image.crop((round(width * 0.02), round(height * 0.03), width, height)).resize(
        (width // 2, height // 2)
    )
    return ImageEnhance.Brightness(cut).enhance(1.2)


def packed(inside: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in inside.items():
            archive.writestr(name, content)
    return file.getvalue()


def _cloud(noise, width: int, height: int, steep: float) -> np.ndarray:
    waves = np.fft.fftfreq(height)[:, None] ** 2 + np.fft.fftfreq(width)[None] ** 2
    waves[0, 0] = 1
    field = np.fft.ifft2(np.fft.fft2(noise.standard_normal((height, width))) * waves ** (-steep / 2)).real
    return (field - field.mean()) / field.std()
