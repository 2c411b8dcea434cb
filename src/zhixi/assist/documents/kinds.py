"""What a file is, by its content; its name is asked only where text could be several things.

Refused with the reason and a way out: what is encrypted, holds macros, unpacks to a flood, or is no document.
"""

import pathlib
import re
import zipfile

from zhixi.assist.documents.values import Limits
from zhixi.errors import BadInput

TAKEN = "可导入：Word（docx）、PDF（有文字）、网页（html）、Excel（xlsx）、CSV、Markdown、纯文本"
LABELS = {"docx": "Word", "pdf": "PDF", "html": "网页", "xlsx": "Excel", "csv": "CSV", "text": "文本"}
ENDINGS = {
    "docx": {".docx"},
    "pdf": {".pdf"},
    "html": {".html", ".htm", ".shtml", ".xhtml"},
    "xlsx": {".xlsx"},
    "csv": {".csv", ".tsv"},
    "text": {".md", ".markdown", ".txt"},
}
RATIO = 200  # a sheet of blank cells packs to a hundredth; a bomb to a thousandth
SMALL = 20 << 20  # what unpacks to less than this does no harm, however well it was packed
_OTHERS = (
    (b"{\\rtf", "RTF 文件", "请用 Word 另存为 docx"),
    (b"\xff\xd8\xff", "图片", "请提供有文字的文件，或先做文字识别"),
    (b"\x89PNG", "图片", "请提供有文字的文件，或先做文字识别"),
    (b"GIF8", "图片", "请提供有文字的文件，或先做文字识别"),
    (b"II*\0", "图片", "请提供有文字的文件，或先做文字识别"),
    (b"Rar!", "压缩包", "请解压后逐个导入"),
    (b"7z\xbc\xaf", "压缩包", "请解压后逐个导入"),
    (b"\x1f\x8b", "压缩包", "请解压后逐个导入"),
    (b"RIFF", "声音或图片", "请提供有文字的文件"),
    (b"MZ", "程序", TAKEN),
    (b"\x7fELF", "程序", TAKEN),
)


def refused(what: str, cure: str) -> BadInput:
    return BadInput(what, cure=cure, field="file")


def fits(size: int, limits: Limits) -> None:
    if size > limits.bytes:
        raise refused(f"文件超过{limits.bytes >> 20} MB，不能导入", "请拆分文件，或去掉其中的图片后再导入")


def kind_of(path: pathlib.Path, name: str, limits: Limits) -> str:
    """docx, pdf, html, xlsx, csv or text. Raises BadInput for what is not taken."""
    fits(path.stat().st_size, limits)
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise refused("文件是空的", "请检查文件后重新选择")
    if b"%PDF-" in start[:1024]:
        return "pdf"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise _ole(path)
    if start.startswith(b"PK"):
        return _zipped(path, limits)
    for magic, what, cure in _OTHERS:
        if start.startswith(magic):
            raise refused(f"这是{what}，不能导入", cure)
    return _written(start, pathlib.PurePath(name).suffix.lower())


def misnamed(kind: str, name: str) -> str:
    """What to tell of a name whose ending says something else, or ""."""
    ending = pathlib.PurePath(name).suffix.lower()
    if not ending or ending in ENDINGS[kind]:
        return ""
    return f"文件名以“{ending}”结尾，内容是{LABELS[kind]}，已按{LABELS[kind]}读取"


def _ole(path: pathlib.Path) -> BadInput:
    """The container of the old Office, in which the new one also puts what has a password."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return refused("文件设有打开密码，不能导入", "请在 Office 中去掉密码后另存，再导入")
    return refused("这是旧版 Office 或 WPS 文件（doc、xls、wps、et）", "请另存为 docx 或 xlsx 后再导入")


def _zipped(path: pathlib.Path, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise refused("文件不完整，打不开", "请重新获取文件后再导入") from error
    whole = sum(entry.file_size for entry in entries)
    packed = max(path.stat().st_size, 1)
    if whole > limits.unpacked or (whole > SMALL and whole > RATIO * packed):
        raise refused("文件解开后过大，可能是恶意文件，没有读取", "请确认来源；确需导入的，请另存后再试")
    names = {entry.filename for entry in entries}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise refused("文件带有宏，不能导入", "请另存为不带宏的 docx、xlsx")
    if any(entry.flag_bits & 1 for entry in entries):
        raise refused("压缩包设有密码，不能导入", "请解压后导入其中的文件")
    for inside, kind in (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx")):
        if inside in names:
            return kind
    if "OFD.xml" in names:
        raise refused("OFD 版式文件还不能导入", "请用阅读器另存为有文字的 PDF，或索取 docx")
    if any(name.startswith("ppt/") for name in names):
        raise refused("这是演示文稿，不能导入", TAKEN)
    raise refused("这是压缩包，不能导入", "请解压后逐个导入")


_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|div|table|p|meta|h[1-6])[\s>]", re.IGNORECASE)


def _written(start: bytes, ending: str) -> str:
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in start and not wide:
        raise refused("不能识别这种文件", TAKEN)
    if start.lstrip().startswith((b"MIME-Version", b"From: <")):
        raise refused("这是网页存档（mht），不能导入", "请在浏览器中另存为“网页，仅 HTML”")
    narrow = start.replace(b"\0", b"") if wide else start
    at = _HTML.search(narrow)
    if at and (ending in ENDINGS["html"] or not narrow[: at.start()].strip(b" \t\r\n\xef\xbb\xbf\xff\xfe")):
        return "html"
    if ending in ENDINGS["csv"]:
        return "csv"
    if ending in ENDINGS["html"]:
        return "html"
    if at and re.search(rb"<(?:html|body|!doctype)", narrow, re.IGNORECASE):
        return "html"
    return "text" if ending in ENDINGS["text"] or not _looks_like_table(narrow) else "csv"


def _looks_like_table(start: bytes) -> bool:
    """Text under a foreign name: a table if its first lines have the same number of commas or tabs."""
    lines = [line for line in start.split(b"\n")[:6] if line.strip()][:5]
    return len(lines) > 1 and any(
        len({line.count(s) for line in lines}) == 1 and s in lines[0] for s in (b",", b"\t")
    )
