"""智能知识跟随: a question or a talk so far → the articles that answer it here and today, or none."""

from zhixi.assist.knowledge.values import Answer, Card, Hit, Passage

__all__ = ["Answer", "Card", "Hit", "Passage"]
