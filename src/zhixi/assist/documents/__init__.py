"""文档读取: a file that an office issued → its blocks, what it is, and its clauses, each in its own piece.

>>> document = read(path, limits=Limits())      # in a process of its own, with limits of time and memory
>>> pieces = cut(document, by="clause")         # one piece a 条; or by="heading", by="whole"

Nothing that a file holds is ever run: no macro, no script, no formula.
"""

from zhixi.assist.documents.cutting import CUTS, cut, suggested
from zhixi.assist.documents.parting import parted
from zhixi.assist.documents.reading import read
from zhixi.assist.documents.values import Block, Document, Facts, Limits, Piece

__all__ = ["CUTS", "Block", "Document", "Facts", "Limits", "Piece", "cut", "parted", "read", "suggested"]
