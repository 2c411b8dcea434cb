"""What a file is, by its first bytes alone; pure. A name says nothing: anybody may give any."""

import zipfile
from typing import BinaryIO

from zhixi.errors import BadInput
from zhixi.hotline.attachments.choices import FileKind

ACCEPTED = (
    "可添加：照片（JPEG、PNG、WebP）、PDF、Word（docx）、Excel（xlsx）、录音（MP3、WAV、OGG）、视频（MP4）"
)
HEIF = frozenset({b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1", b"avif", b"avis"})
VIDEO = (b"iso", b"mp4", b"avc1", b"M4V", b"dash", b"3gp")
STARTS = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"%PDF-", FileKind.PDF),
    (b"OggS", FileKind.OGG),
)
RIFF = {b"WEBP": FileKind.WEBP, b"WAVE": FileKind.WAV}
INSIDE = (("word/document.xml", FileKind.DOCX), ("xl/workbook.xml", FileKind.XLSX))


def kind_of(file: BinaryIO) -> FileKind:
    """Raises BadInput, with what to do, for everything that is not taken."""
    file.seek(0)
    head = file.read(64)
    for start, kind in STARTS:
        if head.startswith(start):
            return kind
    if head.startswith(b"RIFF") and head[8:12] in RIFF:
        return RIFF[head[8:12]]
    if head[4:8] == b"ftyp":
        return _boxed(head[8:12])
    if head.startswith(b"PK\x03\x04"):
        return _zipped(file)
    if head.startswith(b"ID3") or _is_mp3_frame(head):
        return FileKind.MP3
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput(
            "不能添加旧版或加密的 Office 文件", cure="请另存为 docx、xlsx 或 PDF 后再添加", field="file"
        )
    raise BadInput("不能添加这种文件", cure=ACCEPTED, field="file")


def _boxed(brand: bytes) -> FileKind:
    if brand in HEIF:
        raise BadInput(
            "不能添加 HEIC/AVIF 照片",
            cure="请在手机上导出为 JPEG（苹果手机：设置→相机→格式→兼容性最佳）",
            field="file",
        )
    if brand.startswith(VIDEO):
        return FileKind.MP4
    raise BadInput("不能添加这种视频或录音", cure="请转换为 MP4 或 MP3 后再添加", field="file")


def _zipped(file: BinaryIO) -> FileKind:
    try:
        names = zipfile.ZipFile(file).namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise BadInput("文件不完整，打不开", cure="请重新获取文件后再添加", field="file") from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadInput("不能添加带宏的文件", cure="请另存为不带宏的 docx、xlsx 或 PDF", field="file")
    for inside, kind in INSIDE:
        if inside in names:
            return kind
    raise BadInput("不能添加压缩包", cure=f"请解压后逐个添加。{ACCEPTED}", field="file")


def _is_mp3_frame(head: bytes) -> bool:
    return len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2
