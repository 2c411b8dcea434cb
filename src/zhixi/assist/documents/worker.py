"""The process that opens one file: it sets its own limits first, reads, and writes what it found as JSON.

    python -m zhixi.assist.documents.worker FILE NAME OUT LIMITS

Its last words are a document, or the refusal of what cannot be read. A file that makes a parser spin or swell ends
this process and nothing else.
"""

import json
import pathlib
import sys

from zhixi.assist.documents.facts import facts_of
from zhixi.assist.documents.kinds import LABELS, kind_of, misnamed, refused
from zhixi.assist.documents.letters import decoded
from zhixi.assist.documents.values import Document, Limits, as_plain
from zhixi.errors import BadInput

WRITTEN = 64 << 20  # bytes at most of what it says


def document_of(path: pathlib.Path, name: str, limits: Limits) -> Document:
    """Read here and now. Raises BadInput."""
    kind = kind_of(path, name, limits)
    notes = [note] if (note := misnamed(kind, name)) else []
    if kind in ("xlsx", "csv"):
        from zhixi.assist.documents.sheet import read_sheet

        header, rows, more = read_sheet(path, kind, limits)
        return Document(kind, header=header, rows=rows, notes=(*notes, *more))
    blocks, told, more, pages = _read(kind, path, limits)
    if not any(block.text.strip() for block in blocks):
        raise refused(f"{LABELS[kind]}里没有文字", "请检查文件后重新选择")
    return Document(kind, tuple(blocks), facts_of(blocks, told), notes=(*notes, *more), pages=pages)


def _read(kind: str, path: pathlib.Path, limits: Limits):
    if kind == "pdf":
        from zhixi.assist.documents.pdf import read_pdf

        blocks, notes, pages = read_pdf(path, limits)
        return blocks, None, notes, pages
    if kind == "docx":
        from zhixi.assist.documents.word import read_docx

        return (*((read := read_docx(path))[0], None), read[1], 0)
    text = decoded(path.read_bytes())
    if kind == "html":
        from zhixi.assist.documents.page import read_html

        return (*read_html(text), [], 0)
    from zhixi.assist.documents.plain import read_text

    return (*read_text(text), [], 0)


def hold(limits: Limits) -> None:
    """Bind this process; where the system knows no such limits, the parent's clock alone binds it."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(path: str, name: str, out: str, limits: str) -> int:
    bounds = Limits(**json.loads(limits))
    hold(bounds)
    try:
        said = {"document": as_plain(document_of(pathlib.Path(path), name, bounds))}
    except BadInput as error:
        said = {"refused": [error.message, error.cure]}
    except ModuleNotFoundError as error:  # no fault of the file
        said = {"missing": error.name}
    with open(out, "w", encoding="utf-8") as file:
        json.dump(said, file, ensure_ascii=False, default=str)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
