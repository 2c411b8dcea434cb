"""Bad files: refused with the reason and a way out, or read for what can be read. None takes the office down."""

import io
import zipfile

import pytest

from zhixi.assist.documents import Limits, read, reading
from zhixi.assist.documents.tests.making import (
    NOTICE,
    REGULATION,
    docx,
    kept,
    paragraphs,
    pdf,
    typeset,
    zipped,
)
from zhixi.errors import BadInput, Unavailable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def bomb() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(64):
                part.write(b"\0" * (1 << 20))
    return whole.getvalue()


BAD = {
    "空.docx": (b"", "空的"),
    "空白.txt": (b"\xef\xbb\xbf \r\n\r\n", "空的"),
    "空.pdf": (pdf([[]]), "没有文字"),
    "扫描件.pdf": (pdf([[], [], [(72, 700, "第3页")]]), "扫描件"),
    "加密.pdf": (pdf([[(72, 700, "内部文件，请勿外传。")]], password="secret"), "打开密码"),
    "坏.pdf": (b"%PDF-1.4\nrubbish", "已损坏"),
    "坏.docx": (docx(paragraphs(REGULATION))[:-60], "不完整"),
    "断.docx": (docx("<w:p>"), "已损坏"),
    "带宏.docm": (docx(paragraphs(REGULATION), more={"word/vbaProject.bin": b"x"}), "宏"),
    "带宏改名.docx": (docx(paragraphs(REGULATION), more={"word/VBAPROJECT.BIN": b"x"}), "宏"),
    "炸弹.docx": (bomb(), "解开后过大"),
    "加密.xlsx": (OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
    "旧.doc": (OLE, "旧版"),
    "文件.ofd": (zipped({"OFD.xml": b"<x/>"}), "OFD"),
    "照片.docx": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "图片"),
    "包.zip": (zipped({"a.txt": b"a"}), "压缩包"),
    "程序.pdf": (b"MZ" + b"\0" * 100, "程序"),
    "乱码.txt": ("政策文件说明如下请阅读".encode() + b"\xff\xfe\xff", "编码"),
    "数据.bin": (b"abc\0def" * 10, "不能识别"),
    "坏.xlsx": (zipped({"xl/workbook.xml": b"<x"}), "已损坏"),
    "只有表头.csv": ("标题,答案\n", "没有内容"),
    "少一列.csv": ("标题,答案\n甲,乙\n丙\n丁,戊\n", "第 3 行"),
    "套娃.docx": (docx("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000), "已损坏"),
    "实体.docx": (
        zipped(
            {
                "word/document.xml": b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
                b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
                b"<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
            }
        ),
        "没有文字",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_the_reason_and_a_way_out(tmp_path, name):
    content, told = BAD[name]
    with pytest.raises(BadInput, match=told) as refusal:
        read(kept(tmp_path, name, content))
    assert refusal.value.cure and refusal.value.field == "file"
    assert str(tmp_path) not in str(refusal.value)


def test_a_file_over_the_limit_is_refused_unread(tmp_path):
    path = tmp_path / "大.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.4")
        file.truncate(200 << 20)  # a hole: nothing of it is on the disk, and nothing of it is read
    with pytest.raises(BadInput, match="超过50 MB"):
        read(path)
    with pytest.raises(BadInput, match="超过1 MB"):
        read(kept(tmp_path, "b.txt", b"a" * (2 << 20)), limits=Limits(bytes=1 << 20))


def test_a_parser_that_spins_is_stopped(tmp_path, monkeypatch):
    """A process that never ends stands for a parser that a file has caught."""
    spinning = tmp_path / "spinning"
    spinning.mkdir()
    package = spinning / "pypdfium2"
    package.mkdir()
    (package / "__init__.py").write_text("while True: pass\n")
    monkeypatch.setenv(
        "PYTHONPATH",
        f"{spinning}:{reading.os.environ['PYTHONPATH']}"
        if reading.os.environ.get("PYTHONPATH")
        else str(spinning),
    )
    with pytest.raises(BadInput, match="1 秒内没有读完"):
        read(kept(tmp_path, "a.pdf", typeset(NOTICE)), limits=Limits(seconds=1))


def test_a_parser_that_swells_is_stopped(tmp_path, monkeypatch):
    swelling = tmp_path / "swelling" / "pypdfium2"
    swelling.mkdir(parents=True)
    (swelling / "__init__.py").write_text("held = bytearray(4 << 30)\n")
    before = reading.os.environ.get("PYTHONPATH")
    monkeypatch.setenv("PYTHONPATH", f"{swelling.parent}:{before}" if before else str(swelling.parent))
    with pytest.raises(BadInput, match="过于复杂"):
        read(kept(tmp_path, "a.pdf", typeset(NOTICE)), limits=Limits(memory=1 << 30))


def test_a_part_that_is_not_installed_is_no_fault_of_the_file(tmp_path, monkeypatch):
    absent = tmp_path / "absent" / "pypdfium2"
    absent.mkdir(parents=True)
    (absent / "__init__.py").write_text("raise ModuleNotFoundError(name='pypdfium2')\n")
    before = reading.os.environ.get("PYTHONPATH")
    monkeypatch.setenv("PYTHONPATH", f"{absent.parent}:{before}" if before else str(absent.parent))
    with pytest.raises(Unavailable, match="pypdfium2"):
        read(kept(tmp_path, "a.pdf", typeset(NOTICE)))


def test_the_process_that_reads_is_told_no_secret(monkeypatch):
    monkeypatch.setenv("ZHIXI_SEAL_KEY", "secret")
    assert not any(name.startswith("ZHIXI") for name in reading._TOLD)
