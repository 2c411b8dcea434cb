"""The parts of an article (办事要素) beside its answer, and the two put together. Pure."""

from collections.abc import Mapping

from zhixi.hotline.articles.choices import Element

TOLD = ("body", *Element.values)  # the fields of what an article tells


def joined(body: str, parts: Mapping[str, str]) -> str:
    """One text in Markdown: the answer, then each part that says something below its name."""
    told = [f"## {part.label}\n{text.strip()}" for part in Element if (text := parts.get(part, "")).strip()]
    return "\n\n".join([body.strip(), *told] if body.strip() else told)
