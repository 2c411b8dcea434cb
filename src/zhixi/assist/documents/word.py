"""docx → blocks: headings by their style, clauses by Word's own counting too, tables; only the body, nothing that runs."""

import pathlib
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from zhixi.assist.documents.counting import Counting
from zhixi.assist.documents.grids import is_table, markdown
from zhixi.assist.documents.kinds import refused
from zhixi.assist.documents.letters import clean
from zhixi.assist.documents.values import BODY, TABLE, Block

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {
    f"{W}del",
    f"{W}moveFrom",
    f"{W}instrText",
    f"{W}delText",
    f"{W}footnoteReference",
    f"{W}txbxContent",
}
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " ", f"{W}noBreakHyphen": "-"}
_WRAPS = {f"{W}sdt", f"{W}sdtContent", f"{W}smartTag", f"{W}ins", f"{W}customXml", f"{W}moveTo"}
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, NotImplementedError),
    *(KeyError, ValueError, EOFError, OSError),
)
_HEADINGS = ("heading ", "标题 ", "标题")


def read_docx(path: pathlib.Path) -> tuple[list[Block], list[str]]:
    """Blocks and notes. Raises BadInput where the file is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            body = _tree(archive, "word/document.xml").find(f"{W}body")
            styles = _Styles(_tree(archive, "word/styles.xml"))
            counting = Counting(_tree(archive, "word/numbering.xml"))
        blocks = list(_blocks(body, styles, counting)) if body is not None else []
    except _DAMAGED as error:
        raise refused("Word 文件已损坏，打不开", "请用 Word 打开后另存为 docx，再导入") from error
    if body is None:
        raise refused("Word 文件里没有正文", "请检查文件后重新选择")
    return [block for block in blocks if block.text], []


def _tree(archive: zipfile.ZipFile, name: str):
    """A part of the file as a tree; an empty one where it is absent. No entity is resolved, nothing is fetched."""
    if name not in archive.namelist():
        if name == "word/document.xml":
            raise KeyError(name)
        return etree.Element("absent")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(archive.read(name), parser)


def _blocks(parent, styles, counting: Counting) -> Iterator[Block]:
    for child in parent:
        if child.tag == f"{W}p":
            yield _paragraph(child, styles, counting)
        elif child.tag == f"{W}tbl":
            text = markdown([_cells(row, styles) for row in child.iter(f"{W}tr")])
            yield Block(text, TABLE if is_table(text) else BODY)
        elif child.tag in _WRAPS:
            yield from _blocks(child, styles, counting)


def _cells(row, styles) -> list[str]:
    """A merged cell's text stands in its first one alone."""
    cells = []
    for cell in row.iterchildren(f"{W}tc"):
        merge, span = cell.find(f"{W}tcPr/{W}vMerge"), cell.find(f"{W}tcPr/{W}gridSpan")
        below = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        cells.append("" if below else " ".join(filter(None, (_text(p) for p in cell.iter(f"{W}p")))))
        wide = int(span.get(f"{W}val", "1")) if span is not None else 1
        cells += [""] * (min(wide, 60) - 1)
    return cells


def _paragraph(p, styles, counting: Counting) -> Block:
    text = _text(p)
    style = p.find(f"{W}pPr/{W}pStyle")
    name = style.get(f"{W}val") if style is not None else ""
    own = p.find(f"{W}pPr/{W}numPr")
    number = counting.next(own if own is not None else styles.numbering(name)) if text else ""
    sizes = [
        float(s.get(f"{W}val", "0")) / 2 for s in p.iter(f"{W}sz") if s.getparent().getparent().tag == f"{W}r"
    ]
    return Block(f"{number}{text}", styles.level(name, p), max(sizes, default=styles.size(name)))


def _text(p) -> str:
    parts: list[str] = []
    waiting = [p]
    while waiting:  # a stack: a file may nest its runs as deeply as it likes
        node = waiting.pop()
        if node.tag in _GONE:
            continue
        if node.tag == f"{W}t":
            parts.append(node.text or "")
        elif node.tag in _BREAKS and node.getparent().tag == f"{W}r":
            parts.append(_BREAKS[node.tag])
        waiting.extend(reversed(node))
    return clean("".join(parts)).strip()


class _Styles:
    """What a paragraph's style says of it: the level of a heading, the size of its letters, its numbering."""

    def __init__(self, root):
        self._by_id = {s.get(f"{W}styleId"): s for s in root.iter(f"{W}style")}

    def _chain(self, name: str) -> Iterator:
        seen = set()
        while name in self._by_id and name not in seen:
            seen.add(name)
            style = self._by_id[name]
            yield style
            base = style.find(f"{W}basedOn")
            name = base.get(f"{W}val") if base is not None else ""

    def level(self, name: str, p) -> int:
        outline = p.find(f"{W}pPr/{W}outlineLvl")
        for style in self._chain(name):
            title = style.find(f"{W}name")
            label = (title.get(f"{W}val", "") if title is not None else "").lower()
            if label in ("title", "标题"):
                return 1
            if label.startswith(_HEADINGS) and label[-1:].isdigit():
                return min(int(label[-1]), 9)
            if outline is None:
                outline = style.find(f"{W}pPr/{W}outlineLvl")
        level = int(outline.get(f"{W}val", "9")) if outline is not None else 9
        return level + 1 if level < 9 else BODY

    def size(self, name: str) -> float:
        for style in self._chain(name):
            size = style.find(f"{W}rPr/{W}sz")
            if size is not None:
                return float(size.get(f"{W}val", "0")) / 2
        return 0.0

    def numbering(self, name: str):
        return next((n for s in self._chain(name) if (n := s.find(f"{W}pPr/{W}numPr")) is not None), None)
