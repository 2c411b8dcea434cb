"""智能填单: a conversation in, a work-order draft out, every value tied to the words behind it."""

from zhixi.assist.forms.draft import Draft, Evidence, Field, Guard, Question
from zhixi.assist.forms.filler import Filler, fill
from zhixi.assist.forms.unsaid import unsaid

__all__ = ["Draft", "Evidence", "Field", "Filler", "Guard", "Question", "fill", "unsaid"]
