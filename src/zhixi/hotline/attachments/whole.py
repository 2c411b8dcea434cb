"""Whether a file that is no picture is whole; pure. A cut-off one is refused while its owner still has the original.

Each question takes the open file and its size. Of an MP3 only the first frames are looked at: where one was cut off
later cannot be told from its own bytes. Pictures are decoded altogether instead (`pictures`).
"""

import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO

from zhixi.errors import BadInput
from zhixi.hotline.attachments.choices import FileKind

UNPACKED_TIMES = 8  # how many times its limit a document may be, unpacked: more is a bomb
BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def check(kind: FileKind, file: BinaryIO, size: int, most: int) -> None:
    """Raises BadInput. most: the limit of a file's bytes."""
    if kind in (FileKind.DOCX, FileKind.XLSX):
        _document(file, most * UNPACKED_TIMES)
    elif (question := QUESTIONS.get(kind)) and not question(file, size):
        raise BadInput("文件不完整，打不开", cure="请重新获取或导出文件后再添加", field="file")


def _document(file: BinaryIO, most: int) -> None:
    try:
        packed = zipfile.ZipFile(file)
        if sum(entry.file_size for entry in packed.infolist()) > most:
            raise BadInput("文件解压后过大，不能添加", cure="请检查文件来源，或另存为 PDF", field="file")
        broken = packed.testzip()
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
        EOFError,
    ) as error:
        raise BadInput("文件不完整，打不开", cure="请重新获取文件后再添加", field="file") from error
    if broken:
        raise BadInput("文件不完整，打不开", cure="请重新获取文件后再添加", field="file")


def _pdf(file: BinaryIO, size: int) -> bool:
    file.seek(max(size - 2048, 0))
    return b"%%EOF" in file.read()


def _riff(file: BinaryIO, size: int) -> bool:
    file.seek(4)
    return int.from_bytes(file.read(4), "little") + 8 <= size


def _ogg(file: BinaryIO, size: int) -> bool:
    at = 0
    while at < size:
        file.seek(at)
        head = file.read(27)
        if len(head) < 27 or not head.startswith(b"OggS"):
            return False
        lengths = file.read(head[26])
        at += 27 + head[26] + sum(lengths)
        if len(lengths) < head[26]:
            return False
    return at == size


def _mp4(file: BinaryIO, size: int) -> bool:
    at, seen = 0, set()
    while at < size:
        file.seek(at)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        seen.add(head[4:8])
        if length == 0:  # the last box, to the end of the file
            break
        if length < 8 or at + length > size:
            return False
        at += length
    return b"moov" in seen


def _mp3(file: BinaryIO, size: int) -> bool:
    file.seek(0)
    head = file.read(10)
    at = 0
    if head.startswith(b"ID3"):
        at = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    for _ in range(3):
        file.seek(at)
        length = _mp3_frame(file.read(4))
        if not length or at + length > size:
            return False
        at += length
    return True


def _mp3_frame(head: bytes) -> int:
    """The bytes of a layer III frame by its header, 0 where it is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, padding = head[1] >> 3 & 3, head[2] >> 1 & 1
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
    if version not in RATES or rate == 3 or bitrate in (0, 15):
        return 0
    rates = BITRATES if version == 3 else BITRATES_2
    return (144 if version == 3 else 72) * rates[bitrate] * 1000 // RATES[version][rate] + padding


QUESTIONS: dict[FileKind, Callable[[BinaryIO, int], bool]] = {
    FileKind.PDF: _pdf,
    FileKind.WAV: _riff,
    FileKind.OGG: _ogg,
    FileKind.MP4: _mp4,
    FileKind.MP3: _mp3,
}
