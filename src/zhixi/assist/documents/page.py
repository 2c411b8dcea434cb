"""html → blocks: its text alone, read as a stream, so that no nesting is too deep; scripts, styles and menus are left."""

import datetime as dt
import re
from html.parser import HTMLParser

from zhixi.assist.documents.facts import DAY, NUMBER, day_of
from zhixi.assist.documents.grids import is_table, markdown
from zhixi.assist.documents.values import BODY, TABLE, Block, Facts

_LEFT = {"script", "style", "noscript", "template", "svg", "nav", "footer", "aside", "form", "button", "select", "iframe", "object"}  # fmt: skip
_LINES = {"p", "div", "br", "li", "ul", "ol", "section", "article", "main", "header", "blockquote", "dd", "dt", "pre", "hr", "table", "body", "html", "center", "figure", "h1", "h2", "h3", "h4", "h5", "h6"}  # fmt: skip
_VOID = {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"}
# Where the pages of Chinese offices keep what was issued (gov.cn and the two common systems for such sites).
_CONTENT = re.compile(r"^(?:UCAP-CONTENT|zoom|Zoom|TRS_Editor|TRS_UEDITOR|article-?content|pages_content|vsb_content|news_content)", re.IGNORECASE)  # fmt: skip
LEAST = 20  # letters of what was issued; a page that marks less than that marks something else
_TAGS = {"articletitle": "title", "contentsource": "office", "pubdate": "dated"}


def read_html(text: str) -> tuple[list[Block], Facts]:
    """Blocks, and what the page's tags (政府网站标签规范) say of them."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.line()
    return reader.chosen(), reader.facts()


class _Within:
    """Whether the reader is inside one element, counted by its own name: pages leave other elements open."""

    def __init__(self):
        self.tag, self.deep, self.over = "", 0, False

    def __bool__(self) -> bool:
        return self.deep > 0

    def enter(self, tag: str) -> None:
        self.tag, self.deep = tag, 1

    def start(self, tag: str) -> None:
        self.deep += bool(self.deep) and tag == self.tag

    def end(self, tag: str) -> bool:
        """Whether this was its end."""
        if not self.deep or tag != self.tag:
            return False
        self.deep -= 1
        self.over = not self.deep
        return self.over


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[Block, bool, bool]] = []  # with: inside the content, inside article or main
        self.words: list[str] = []
        self.left, self.content, self.main = _Within(), _Within(), _Within()
        self.heading = BODY
        self.rows: list[list[str]] | None = None
        self.tables = 0
        self.named: dict[str, str] = {}
        self.titling = False
        self.title = ""

    def handle_starttag(self, tag: str, attrs) -> None:
        given = dict(attrs)
        if tag == "meta":
            self.named.setdefault((given.get("name") or "").lower(), given.get("content") or "")
        self.titling = tag == "title"
        if self.left or tag in _LEFT:
            if self.left:
                self.left.start(tag)
            else:
                self.left.enter(tag)
            return
        for within in (self.content, self.main):
            within.start(tag)
        marks = f"{given.get('id') or ''} {given.get('class') or ''}".split()
        if (
            tag not in _VOID
            and not self.content
            and not self.content.over
            and any(map(_CONTENT.match, marks))
        ):
            self.line()
            self.content.enter(tag)
        if tag in ("article", "main") and not self.main and not self.main.over:
            self.line()
            self.main.enter(tag)
        self._opened(tag)

    def _opened(self, tag: str) -> None:
        if tag == "table":
            self.tables += 1
            if self.tables == 1:
                self.line()
                self.rows = []
        elif self.rows is not None and tag == "tr":
            self.rows.append([])
        elif self.rows is not None and tag in ("td", "th"):
            self.words = []
        elif tag in _LINES:
            self.line()
            if tag[0] == "h" and tag[1:].isdigit():
                self.heading = int(tag[1:])

    def handle_endtag(self, tag: str) -> None:
        self.titling = False
        if self.left:
            self.left.end(tag)
            return
        if self.rows is not None and tag in ("td", "th") and self.tables == 1:
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append("".join(self.words))
            self.words = []
        elif tag == "table" and self.tables:
            self._table_ends()
        elif tag in _LINES:
            self.line()
            self.heading = BODY
        for within in (self.content, self.main):
            if within and tag == within.tag and within.deep == 1:
                self.line()
            within.end(tag)

    def _table_ends(self) -> None:
        self.tables -= 1
        if self.tables or self.rows is None:
            return
        text = markdown(self.rows)
        self.rows, self.words = None, []
        self._add(text, TABLE if is_table(text) else BODY)

    def handle_data(self, data: str) -> None:
        if self.titling:
            self.title += data
        elif not self.left:
            self.words.append(data)

    def line(self) -> None:
        """What was gathered is a line of its own, unless it stands in a table's cell."""
        if self.rows is not None:
            self.words.append(" ")
            return
        text = re.sub(r"[ \t\n\f]+", " ", "".join(self.words)).strip(" \u3000")
        self.words = []
        self._add(text, self.heading)

    def _add(self, text: str, level: int) -> None:
        if text:
            self.blocks.append((Block(text, level), bool(self.content), bool(self.main)))

    def chosen(self) -> list[Block]:
        """What was issued, where the page says which part that is; else all of it."""
        for at in (1, 2):
            part = [row[0] for row in self.blocks if row[at]]
            if sum(len(block.text) for block in part) >= LEAST:
                return part
        return [row[0] for row in self.blocks]

    def facts(self) -> Facts:
        told = {field: self.named.get(tag, "").strip() for tag, field in _TAGS.items()}
        day = DAY.search(told["dated"])
        dated = day_of(day) if day else _iso(told["dated"])
        number = NUMBER.fullmatch(self.named.get("docno", "").strip())
        headed = next((row[0].text for row in self.blocks if row[0].level == 1), "")
        title = told["title"] or headed or re.split(r"[_|]|--?\s", self.title.strip())[0].strip()
        return Facts(title=title, office=told["office"], dated=dated, number=number[0] if number else "")


def _iso(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
