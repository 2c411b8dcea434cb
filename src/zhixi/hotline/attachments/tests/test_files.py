"""What is taken and what is not, by what a file holds: nothing here touches the office."""

import io
import struct
import wave
import zlib

import pytest
from PIL import Image

from zhixi.errors import BadInput, Unavailable
from zhixi.hotline.attachments import kinds, names, pictures, whole
from zhixi.hotline.attachments.choices import FileKind
from zhixi.hotline.attachments.tests.pictures import described, jpeg, packed, scene
from zhixi.hotline.privacy import streams

MOST = 1 << 20
DOCX = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>" * 50}
MP3 = b"\xff\xfb\x90\x00" + bytes(413)  # 128 kbit/s at 44.1 kHz: 417 bytes a frame


def wav() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(1600))
    return file.getvalue()


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


def ogg() -> bytes:
    return b"OggS" + bytes(22) + b"\x01\x05" + b"hello"


MP4 = box(b"ftyp", b"isom\0\0\0\0") + box(b"moov", bytes(40)) + box(b"mdat", bytes(100))
WHOLE = {
    FileKind.PDF: b"%PDF-1.7\n" + bytes(100) + b"\n%%EOF\n",
    FileKind.DOCX: packed(DOCX),
    FileKind.XLSX: packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>" * 50}),
    FileKind.WAV: wav(),
    FileKind.OGG: ogg(),
    FileKind.MP4: MP4,
    FileKind.MP3: b"ID3\x04\0\0\0\0\0\x0a" + bytes(10) + MP3 * 4,
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_whole_file_is_known_by_its_content_and_taken(kind):
    content = WHOLE[kind]
    file = io.BytesIO(content)
    assert kinds.kind_of(file) == kind
    whole.check(kind, file, len(content), MOST)


@pytest.mark.parametrize("kind", set(WHOLE) - {FileKind.MP3})
def test_a_file_that_is_cut_off_is_refused(kind):
    content = WHOLE[kind][:-4] if kind not in (FileKind.PDF,) else WHOLE[kind][:60]
    file = io.BytesIO(content)
    with pytest.raises(BadInput, match="不完整"):
        whole.check(kinds.kind_of(file), file, len(content), MOST)


def test_an_mp3_that_ends_within_its_first_frames_is_refused():
    content = MP3[:300]
    with pytest.raises(BadInput, match="不完整"):
        whole.check(FileKind.MP3, io.BytesIO(content), len(content), MOST)


@pytest.mark.parametrize(
    "content, said",
    [
        (b"<html><script>alert(1)</script>", "不能添加这种文件"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不能添加这种文件"),
        (b"MZ" + bytes(100), "不能添加这种文件"),
        (b"GIF89a" + bytes(50), "不能添加这种文件"),
        (b"\0\0\0\x18ftypheic" + bytes(50), "HEIC"),
        (b"\0\0\0\x18ftypqt  " + bytes(50), "视频"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "旧版"),
        (packed({"a.txt": b"hello"}), "压缩包"),
        (packed({**DOCX, "word/vbaProject.bin": b"x"}), "宏"),
        (b"PK\x03\x04" + bytes(50), "不完整"),
    ],
)
def test_what_is_not_taken_is_refused_in_words(content, said):
    with pytest.raises(BadInput, match=said) as refusal:
        kinds.kind_of(io.BytesIO(content))
    assert refusal.value.cure


def test_a_document_that_unpacks_to_far_more_is_refused():
    bomb = packed({**DOCX, "word/media/image1.png": bytes(20 * MOST)})
    assert len(bomb) < MOST
    with pytest.raises(BadInput, match="解压后过大"):
        whole.check(FileKind.DOCX, io.BytesIO(bomb), len(bomb), MOST)


def test_a_document_with_a_damaged_part_is_refused():
    content = bytearray(packed({**DOCX, "word/media/a.bin": bytes(range(256)) * 40}))
    content[len(content) // 2] ^= 0xFF
    with pytest.raises(BadInput, match="不完整|不能添加"):
        file = io.BytesIO(bytes(content))
        whole.check(kinds.kind_of(file), file, len(content), MOST)


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_header(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000)))


@pytest.mark.parametrize("side", [9_000, 12_000, 40_000])
def test_a_picture_of_too_many_points_is_refused_before_it_is_opened(side):
    with pytest.raises(BadInput, match="百万像素"):
        pictures.read("png", png_header(side, side), 64_000_000)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_is_cut_off_anywhere_is_refused(format):
    file = io.BytesIO()
    scene(1).save(file, format)
    content = file.getvalue()
    assert pictures.read(format.lower(), content, MOST).width == scene(1).width
    for part in (0.02, 0.5, 0.9, 0.999):
        with pytest.raises(BadInput, match="不完整"):
            pictures.read(format.lower(), content[: int(len(content) * part)], MOST)


def test_a_moving_picture_is_refused():
    file = io.BytesIO()
    scene(1).save(file, "WEBP", save_all=True, append_images=[scene(2).resize(scene(1).size)])
    with pytest.raises(BadInput, match="动图"):
        pictures.read("webp", file.getvalue(), MOST)


def test_what_a_telephone_writes_beside_the_picture_goes_and_the_picture_stays():
    sent = described(scene(3), turned=6) + b"hidden film with a place: 30.26,120.15"
    picture = pictures.read("jpeg", sent, MOST)
    for secret in ("陈小明".encode(), b"HUAWEI", b"Mate", b"2026:11", b"hidden film"):
        assert secret in sent and secret not in picture.content
    kept, given = Image.open(io.BytesIO(picture.content)), Image.open(io.BytesIO(sent))
    assert list(kept.getexif()) == [0x0112] and kept.getexif()[0x0112] == 6
    assert kept.tobytes() == given.tobytes()
    assert picture.taken_at.isoformat() == "2026-11-17T09:30:00+08:00"
    assert picture.place == "30.260000,120.150000"


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_other_pictures_lose_their_description_as_well(format):
    exif = Image.Exif()
    exif[0x013B], exif[0x0112] = "陈小明", 8
    file = io.BytesIO()
    scene(3).save(file, format, exif=exif, lossless=True)
    picture = pictures.read(format.lower(), file.getvalue(), MOST)
    assert "陈小明".encode() not in picture.content
    kept = Image.open(io.BytesIO(picture.content))
    assert dict(kept.getexif()) == {0x0112: 8}
    assert kept.convert("RGB").tobytes() == scene(3).tobytes()


@pytest.mark.parametrize("broken", ["2026:13:45 99:99:99", "昨天", "0000:00:00 00:00:00", ""])
def test_a_description_that_makes_no_sense_says_nothing(broken):
    assert pictures.read("jpeg", described(scene(4), taken=broken), MOST).taken_at is None


@pytest.mark.parametrize(
    "given, kind, shown",
    [
        ("../../etc/passwd", FileKind.PDF, "passwd.pdf"),
        ("C:\\照片\\现场.JPG", FileKind.JPEG, "现场.JPG"),
        ("a\r\nSet-Cookie: x.png", FileKind.PNG, "a Set-Cookie: x.png"),
        ("invoice\u202efdp.exe", FileKind.PDF, "invoice fdp.exe.pdf"),
        ("page.html", FileKind.JPEG, "page.html.jpg"),
        ("", FileKind.MP4, "附件.mp4"),
        ("\u200b\u2066...", FileKind.WAV, "附件.wav"),
        ("长" * 300 + ".docx", FileKind.DOCX, "长" * 95 + ".docx"),
    ],
)
def test_a_name_is_shown_without_tricks_and_with_the_ending_of_what_it_is(given, kind, shown):
    assert names.clean(given, kind) == shown


@pytest.mark.parametrize("size", [0, 1, streams.PART - 1, streams.PART, streams.PART + 1, 3 * streams.PART])
def test_a_sealed_file_opens_to_what_was_sealed(size):
    content = bytes(n % 251 for n in range(size))
    kept = b"".join(streams.sealed(content[n : n + 1000] for n in range(0, size, 1000)))
    assert b"".join(streams.unsealed(io.BytesIO(kept))) == content
    assert size < 30 or content[:30] not in kept


@pytest.mark.parametrize("harm", ["cut at a part", "cut within", "changed", "swapped", "head"])
def test_a_sealed_file_that_was_harmed_is_noticed(harm):
    kept = b"".join(streams.sealed([bytes(3 * streams.PART)]))
    head, step = 11, streams.PART + streams.TAG
    parts = {
        "cut at a part": kept[: head + step],
        "cut within": kept[:-5],
        "changed": kept[:500] + bytes([kept[500] ^ 1]) + kept[501:],
        "swapped": kept[:head]
        + kept[head + step : head + 2 * step]
        + kept[head : head + step]
        + kept[head + 2 * step :],
        "head": kept[:5],
    }
    with pytest.raises(Unavailable):
        b"".join(streams.unsealed(io.BytesIO(parts[harm])))


def test_a_jpeg_with_many_scans_keeps_all_of_them():
    content = jpeg(scene(5), progressive=True)
    picture = pictures.read("jpeg", content, MOST)
    assert Image.open(io.BytesIO(picture.content)).tobytes() == Image.open(io.BytesIO(content)).tobytes()
