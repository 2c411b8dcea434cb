from zhixi.hotline.choices import ColouredChoices


class Cut(ColouredChoices):
    """By what a document is cut into articles."""

    CLAUSE = "clause", "primary", "一条一个条目"
    HEADING = "heading", "primary", "一个标题一个条目"
    WHOLE = "whole", "primary", "整篇一个条目"
    ROWS = "rows", "primary", "一行一个条目"


class Fate(ColouredChoices):
    """What an import does with one piece; read from a comparison, never stored."""

    NEW = "new", "success", "新建草稿"
    CHANGED = "changed", "warning", "有变化，改为新草稿"
    EDITED = "edited", "danger", "有变化，但条目已被人改过"
    SAME = "same", "info", "没有变化"
    WRONG = "wrong", "danger", "有误"
