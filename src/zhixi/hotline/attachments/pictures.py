"""Opening a picture that somebody sent: is it whole, how big, when and where was it taken, what does it look like."""

import dataclasses
import datetime as dt
import io
import struct

from PIL import Image, ImageOps

from zhixi.errors import BadInput
from zhixi.hotline.attachments import prints
from zhixi.hotline.attachments.stripping import stripped

FORMATS = ("JPEG", "PNG", "WEBP")
THUMBNAIL = 320  # the longer side, in pixels
WORKING = (
    1024  # a JPEG is decoded to about this: what is looked at needs no more, and a big one little memory
)
ORIENTATION, PHOTO, GPS = 0x0112, 0x8769, 0x8825
TAKEN, OFFSET = 0x9003, 0x9011
CHINA = dt.timezone(dt.timedelta(hours=8))
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    struct.error,
    ZeroDivisionError,
    EOFError,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """content: what is kept. taken_at: aware, None where it does not say; place: "30.123456,120.123456" or ""."""

    content: bytes
    width: int
    height: int
    thumbnail: bytes
    taken_at: dt.datetime | None
    place: str
    pixels: str
    looks: list[int]


def read(kind: str, data: bytes, most_pixels: int) -> Picture:
    """Raises BadInput for a picture that is too big to open, or not whole."""
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        width, height = image.size
        too_big = width * height > most_pixels
    except Image.DecompressionBombError:
        too_big = True
    except BROKEN as error:
        raise _broken() from error
    if too_big:
        raise BadInput(
            f"图片超过{most_pixels // 1_000_000}百万像素，不能添加", cure="请缩小后再添加", field="file"
        )
    if kind == "webp" and getattr(image, "is_animated", False):
        raise BadInput("不能添加动图", cure="请截取其中一张后再添加", field="file")
    try:
        exif = image.getexif()
        turned = exif.get(ORIENTATION, 1)
        taken_at, place = _taken_at(exif), _place(exif)
    except BROKEN:  # a description that cannot be read says nothing; the picture may be whole all the same
        turned, taken_at, place = 1, None, ""
    try:
        content = stripped(kind, data, turned if isinstance(turned, int) else 1)
        image.draft("RGB", (WORKING, WORKING))
        image.load()
        upright = ImageOps.exif_transpose(image).convert("RGB")
    except BROKEN as error:
        raise _broken() from error
    return Picture(
        content=content,
        width=width,
        height=height,
        thumbnail=_thumbnail(upright),
        taken_at=taken_at,
        place=place,
        pixels=prints.pixels(upright),
        looks=prints.looks(upright),
    )


def _broken() -> BadInput:
    return BadInput("图片不完整，打不开", cure="请重新获取原图后再添加", field="file")


def _thumbnail(upright: Image.Image) -> bytes:
    small = upright.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    written = io.BytesIO()
    small.save(written, "JPEG", quality=75)
    return written.getvalue()


def _taken_at(exif) -> dt.datetime | None:
    told = exif.get_ifd(PHOTO)
    at, offset = str(told.get(TAKEN, "")).strip("\0 "), str(told.get(OFFSET, "")).strip("\0 ")
    if not at:
        return None
    moment = dt.datetime.strptime(at, "%Y:%m:%d %H:%M:%S")
    try:
        return dt.datetime.strptime(f"{moment:%Y-%m-%d %H:%M:%S} {offset}", "%Y-%m-%d %H:%M:%S %z")
    except ValueError:
        return moment.replace(tzinfo=CHINA)


def _place(exif) -> str:
    told = exif.get_ifd(GPS)
    if not all(n in told for n in (1, 2, 3, 4)):
        return ""
    north = _degrees(told[2]) * (-1 if str(told[1]).startswith("S") else 1)
    east = _degrees(told[4]) * (-1 if str(told[3]).startswith("W") else 1)
    return f"{north:.6f},{east:.6f}" if abs(north) <= 90 and abs(east) <= 180 else ""


def _degrees(parts) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600
