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
    front = 0
    for block in blocks[: saying.HEAD]:
        line = re.sub(r"\s", "", one_line(block.text))
        if block.level == TABLE or not (saying.is_front(block.text) or (title and line and line in title)):
            break
        front += 1
    blocks = _without_contents(blocks[front:])
    while blocks and blocks[-1].level != TABLE and saying.is_signature(blocks[-1].text):
        blocks.pop()
    return blocks


def _without_contents(blocks: list[Block]) -> list[Block]:
    at = next((i for i, b in enumerate(blocks[: saying.HEAD]) if _CONTENTS.match(one_line(b.text))), None)
    if at is None or at + 1 >= len(blocks):
        return blocks
    bare = [re.sub(r"[\s.…·\d]+$", "", one_line(b.text)) for b in blocks]
    again = next((i for i in range(at + 2, len(blocks)) if bare[i] == bare[at + 1]), None)
    return blocks[:at] + blocks[again:] if again else blocks
