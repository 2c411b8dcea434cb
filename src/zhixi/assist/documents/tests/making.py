"""Small documents made by hand: what the readers are tried with."""

import hashlib
import io
import pathlib
import zipfile

REGULATION = """云汐市居住证管理办法
（2026年2月10日云汐市人民政府令第18号公布 自2026年4月1日起施行）
第一章　总则
第一条　为了规范居住证管理，保障流动人口合法权益，制定本办法。
第二条　本办法适用于本市行政区域内居住证的申领、签注和使用。
第二章　申领
第三条　【申领条件】离开户籍地到本市居住满半年，有下列情形之一的，可以申领居住证：
（一）有合法稳定就业；
（二）有合法稳定住所；
（三）连续就读。
第四条　申领居住证不收费。依照第三条规定补领的，工本费20元。
第三章　附则
第五条　本办法自2026年4月1日起施行，有效期5年。
"""
NOTICE = """云汐市人力资源和社会保障局文件
云人社发〔2026〕12号
云汐市人力资源和社会保障局关于调整高龄津贴标准的通知
各区县人力资源和社会保障局：
为进一步做好高龄老人保障工作，经市政府同意，现就有关事项通知如下。
一、调整标准
（一）八十至八十九周岁，每人每月100元。
（二）九十周岁以上，每人每月200元。
二、申请方式
本人持身份证到居住地社区居委会申请，也可在“云汐办”APP申请。
三、实施时间
本通知自2026年3月1日起执行，有效期至2030年12月31日。
云汐市人力资源和社会保障局
2026年2月20日
"""


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def pdf(pages: list[list[tuple[float, float, str]]], *, size: float = 12, password: str = "") -> bytes:
    """A PDF of text at places (x, y), in a font that stands in no file, as Chinese ones often are."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    font = b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>"
    descendant = (
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R>>"
    )
    descriptor = (
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[-25 -254 1000 880]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
    )
    objects += [font, descendant, descriptor]
    key, lock = _lock(password)
    kids = []
    for page in pages:
        n = len(objects) + 1
        shown = b"".join(
            b"BT /F1 %g Tf %g %g Td <%s> Tj ET\n" % (size, x, y, text.encode("utf-16-be").hex().encode())
            for x, y, text in page
        )
        if password:
            shown = _rc4(hashlib.md5(key + (n + 1).to_bytes(3, "little") + b"\0\0").digest()[:10], shown)
        kids.append(b"%d 0 R" % n)
        resources = b"<</Font<</F1 3 0 R>>>>"
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources%s/Contents %d 0 R>>"
            % (resources, n + 1)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    return _file(objects, lock)


def typeset(text: str, *, wide: int = 36, deep: int = 40) -> bytes:
    """A text as a printer would set it: paragraphs set in, lines of `wide` letters, pages with their numbers."""
    rows: list[tuple[float, str]] = []
    for line in lines(text):
        words = line.strip()
        first, rest = words[: wide - 2], words[wide - 2 :]
        rows.append((96, first))
        rows += [(72, rest[at : at + wide]) for at in range(0, len(rest), wide)]
    pages = []
    for at in range(0, len(rows), deep):
        page = [(x, 780 - 18 * n, words) for n, (x, words) in enumerate(rows[at : at + deep])]
        pages.append([*page, (290, 30, f"— {len(pages) + 1} —")])
    return pdf(pages)


def docx(body: str, *, numbering: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """body: the XML within w:body, with its prefix w."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
    }
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {space}>{numbering}</w:numbering>"
    return zipped({name: text.encode() for name, text in parts.items()} | (more or {}))


def paragraphs(text: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines(text))


def zipped(parts: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return whole.getvalue()


def kept(folder: pathlib.Path, name: str, content: bytes | str) -> pathlib.Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _file(objects: list[bytes], lock: bytes) -> bytes:
    whole, places = b"%PDF-1.4\n", []
    for n, content in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj%s\nendobj\n" % (n, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, lock, len(whole))
    return whole + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + end


def _lock(password: str) -> tuple[bytes, bytes]:
    """The key and the trailer's entries of the oldest encryption (revision 2, RC4 of 40 bits)."""
    if not password:
        return b"", b""
    pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    padded = (password.encode() + pad)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    allowed = (-4).to_bytes(4, "little", signed=True)
    key = hashlib.md5(padded + owner + allowed + b"0" * 16).digest()[:5]
    user = _rc4(key, pad)
    text = b"/ID[<%s><%s>]/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>"
    same = (b"0" * 16).hex().encode()
    return key, text % (same, same, owner.hex().encode(), user.hex().encode())


def _rc4(key: bytes, content: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
