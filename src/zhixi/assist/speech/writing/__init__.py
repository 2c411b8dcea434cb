"""规整: numbers, telephones, times, dates and money as people write them, beside the words as they were said."""

from zhixi.assist.speech.writing.written import Written, write

__all__ = ["Written", "write"]
