"""Who else keeps contents under ATTACHMENT_HOME: each room that does says which of them its rows still name."""

from collections.abc import Callable, Iterable

CLAIMS: list[Callable[[set[str]], Iterable[str]]] = []


def claimed(digests: set[str]) -> set[str]:
    """Those of these contents that must stay."""
    return {digest for claim in CLAIMS for digest in claim(digests)}
