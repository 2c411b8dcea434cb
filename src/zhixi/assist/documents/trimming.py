"""A document without what only says what it is: title, 文号, table of contents, signature. Pure."""

import re

from zhixi.assist.documents import facts as saying
from zhixi.assist.documents.letters import one_line
from zhixi.assist.documents.values import TABLE, Block, Document

_CONTENTS = re.compile(r"^目\s*[录次]$")


def inner(document: Document) -> list[Block]:
    """The blocks without what only says what the document is: title, 文号, table of contents, signature."""
    blocks = list(document.blocks)
    title = re.sub(r"\s", "", document.facts.title)
    front = _behind(title, blocks)
    while front < min(len(blocks), saying.HEAD):
        lines = _bracketed(blocks[front : front + 4])
        line = re.sub(r"\s", "", one_line(blocks[front].text))
        known = bool(title and line and line in title)
        if blocks[front].level == TABLE or not (known or saying.is_front("".join(b.text for b in lines))):
            break
        front += len(lines)
    blocks = _without_contents(blocks[front:])
    while blocks and blocks[-1].level != TABLE and saying.is_signature(blocks[-1].text):
        blocks.pop()
    return blocks


def _behind(title: str, blocks: list[Block]) -> int:
    """The block after the title's last line: above it stand an office's red head and the 文号."""
    for at, block in enumerate(blocks[: saying.HEAD], 1):
        line = re.sub(r"\s", "", one_line(block.text))
        if len(line) > 3 and block.level != TABLE and title.endswith(line):
            return at
    return 0


def _bracketed(blocks: list[Block]) -> list[Block]:
    """The first block, and with it those over which the bracket that it opens goes on."""
    if blocks[0].text.lstrip().startswith(("（", "(")):
        for at, block in enumerate(blocks, 1):
            if block.text.rstrip().endswith(("）", ")")):
                return blocks[:at]
    return blocks[:1]


def _without_contents(blocks: list[Block]) -> list[Block]:
    at = next((i for i, b in enumerate(blocks[: saying.HEAD]) if _CONTENTS.match(one_line(b.text))), None)
    if at is None or at + 1 >= len(blocks):
        return blocks
    bare = [re.sub(r"[\s.…·\d]+$", "", one_line(b.text)) for b in blocks]
    again = next((i for i in range(at + 2, len(blocks)) if bare[i] == bare[at + 1]), None)
    return blocks[:at] + blocks[again:] if again else blocks
