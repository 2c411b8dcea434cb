"""Tables in Markdown, so that an article shows them and a person can read them as they are."""

from zhixi.assist.documents.letters import one_line


def markdown(rows: list[list[str]]) -> str:
    """Rows of cells → a Markdown table; "" of an empty one. One column, or one row, is text and no table."""
    rows = [[one_line(cell).replace("|", "｜") for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if not rows:
        return ""
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    used = [at for at in range(width) if any(row[at] for row in rows)]
    rows = [[row[at] for at in used] for row in rows]
    if len(used) == 1 or len(rows) == 1:
        return "\n".join(" ".join(cell for cell in row if cell) for row in rows)
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(used), *lines[1:]])


def is_table(text: str) -> bool:
    return text.startswith("| ")
