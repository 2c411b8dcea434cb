"""Bytes of a text file → its letters: UTF-8, UTF-16 with its mark, or GB18030."""

import codecs
import re
import unicodedata

from zhixi.assist.documents.kinds import refused

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_RADICALS = re.compile("[\u2f00-\u2fd5]")  # signs that look like 人 or 力, and that no search finds
_PLAINLY_UTF8 = 8  # so many whole multi-byte characters before a wrong byte: UTF-8 that was damaged


def decoded(content: bytes) -> str:
    """The text. Raises BadInput where it is in none of these encodings."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        tried = ["utf-16"]
    else:
        tried = ["utf-8-sig", "gb18030"]
        named = _DECLARED.search(content[:4096])
        if named and named[1].lower() in (b"big5", b"big5-hkscs"):
            tried.insert(1, "big5hkscs")
    for encoding in tried:
        try:
            return clean(content.decode(encoding))
        except UnicodeDecodeError as error:
            if encoding == "utf-8-sig" and _foreign(content[: error.start]) >= _PLAINLY_UTF8:
                break
    raise refused("文字编码不能识别，或文件已损坏", "请另存为 UTF-8 编码后再导入")


def _foreign(content: bytes) -> int:
    return sum(1 for sign in content.decode("utf-8", "ignore") if not sign.isascii())


def clean(text: str) -> str:
    """Without signs that nobody sees, and with line ends of one kind."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\xa0", " ")
    text = _RADICALS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    if text.isprintable():
        return text
    return "".join(
        s for s in text if s in "\n\t" or unicodedata.category(s) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )


def one_line(text: str) -> str:
    """Blanks of every width made one; between two Chinese characters none, for they only space letters out.

    Behind 第三条 it stays: it parts the number from the clause, where 第三条和 would be a reference.
    """
    text = re.sub(r"\s+", " ", text.replace("\u3000", " ")).strip()
    return re.sub(r"(?<=[\u4e00-\u9fff，。；：、）》〕])(?<![条章节编]) (?=[\u4e00-\u9fff（《〔])", "", text)
