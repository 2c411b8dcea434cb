"""A picture without what it tells beside the picture: place, device, owner, words, hidden files; pure.

The picture's own bytes stay as they are, so that evidence is not encoded a second time. Of the description only how
the picture is to be turned is kept. What follows the end of a picture (a film, a second picture) is left out too.
Raises ValueError where the file is not whole.
"""

import re
import struct
import zlib

MARKER = re.compile(
    rb"\xff[\x01-\xcf\xd8-\xfe]"
)  # the next marker after packed data: no stuffing, no restart
PNG_KEPT = frozenset(
    [
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
    ]
)
WEBP_KEPT = frozenset([b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"])
WEBP_EXIF, WEBP_DROPPED = 0x08, 0x08 | 0x04 | 0x02  # flags: EXIF, XMP, animation


def stripped(kind: str, data: bytes, turned: int) -> bytes:
    """kind: jpeg, png or webp. turned: the orientation of its EXIF, 1 to 8."""
    return {"jpeg": _jpeg, "png": _png, "webp": _webp}[kind](data, turned if 1 < turned <= 8 else 0)


def _orientation(turned: int) -> bytes:
    """A TIFF of one entry: orientation."""
    return b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, turned, 0, 0)


def _jpeg(data: bytes, turned: int) -> bytes:
    kept, at = [data[:2]], 2
    exif = b"Exif\0\0" + _orientation(turned)
    # A JFIF header comes first where there is one; then ours.
    own = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif if turned else b""
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if len(data) < at + 2 or data[at] != 0xFF:
            raise ValueError("the picture ends within its head")
        marker = data[at + 1]
        if marker == 0xD9:
            return b"".join([*kept, data[at : at + 2]])
        (length,) = struct.unpack(">H", data[at + 2 : at + 4].rjust(2, b"\0"))
        segment, at = data[at : at + 2 + length], at + 2 + length
        if length < 2 or at > len(data):
            raise ValueError("a segment is cut off")
        if own and marker != 0xE0:
            kept.append(own)
            own = b""
        if marker == 0xFE or (0xE1 <= marker <= 0xEF and not _needed(marker, segment)):
            continue
        kept.append(segment)
        if marker == 0xDA:
            found = MARKER.search(data, at)
            if not found:
                raise ValueError("the picture is cut off")
            kept.append(data[at : found.start()])
            at = found.start()


def _needed(marker: int, segment: bytes) -> bool:
    """Colours: a profile, or how Adobe packed them."""
    return (marker == 0xE2 and segment[4:].startswith(b"ICC_PROFILE")) or (
        marker == 0xEE and segment[4:].startswith(b"Adobe")
    )


def _png(data: bytes, turned: int) -> bytes:
    kept, at = [data[:8]], 8
    while at + 12 <= len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        chunk, at = data[at : at + 12 + length], at + 12 + length
        if at > len(data):
            break
        if name == b"IDAT" and turned:
            body = b"eXIf" + _orientation(turned)
            kept.append(struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)))
            turned = 0
        if name in PNG_KEPT:
            kept.append(chunk)
        if name == b"IEND":
            return b"".join(kept)
    raise ValueError("the picture is cut off")


def _webp(data: bytes, turned: int) -> bytes:
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise ValueError("the picture is cut off")
    kept, at, extended = [], 12, False
    while at + 8 <= end:
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        chunk, at = data[at : at + 8 + length], at + 8 + length + length % 2
        if name == b"VP8X":
            extended = True
            flags = chunk[8] & ~WEBP_DROPPED | (WEBP_EXIF if turned else 0)
            chunk = chunk[:8] + bytes([flags]) + chunk[9:]
        if name in WEBP_KEPT:
            kept.append(chunk + b"\0" * (len(chunk) % 2))
    if turned and extended:
        exif = _orientation(turned)
        kept.append(b"EXIF" + struct.pack("<I", len(exif)) + exif + b"\0" * (len(exif) % 2))
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
