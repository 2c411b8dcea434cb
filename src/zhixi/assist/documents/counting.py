"""Word counts for whoever writes: the "第三条" of a numbered paragraph stands nowhere in its text, and is counted here."""

import re

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "ideographDigital",
    "taiwaneseCounting",
)
_DIGITS = "零一二三四五六七八九"


class Counting:
    """The lists of one document. `next` gives what stands before a paragraph, in the order of the paragraphs."""

    def __init__(self, root):
        abstract = {a.get(f"{W}abstractNumId"): a for a in root.iter(f"{W}abstractNum")}
        self._levels, self._lists = {}, {}
        for num in root.iter(f"{W}num"):
            of = num.find(f"{W}abstractNumId")
            key = of.get(f"{W}val") if of is not None else None
            if key in abstract:
                self._lists[num.get(f"{W}numId")] = key
                self._levels[key] = {
                    lvl.get(f"{W}ilvl"): _level(lvl) for lvl in abstract[key].iter(f"{W}lvl")
                }
        self._counts: dict[str, dict[int, int]] = {}

    def next(self, properties) -> str:
        """properties: the paragraph's numPr or None → "第三条 ", "（二）", or "" of a bullet or none."""
        if properties is None:
            return ""
        num, deep = properties.find(f"{W}numId"), properties.find(f"{W}ilvl")
        key = self._lists.get(num.get(f"{W}val") if num is not None else "")
        level = deep.get(f"{W}val", "0") if deep is not None else "0"
        if key is None or not level.isdigit() or level not in self._levels[key]:
            return ""
        form, text, start = self._levels[key][level]
        counts, at = self._counts.setdefault(key, {}), int(level)
        counts[at] = counts.get(at, start - 1) + 1
        for below in [n for n in counts if n > at]:
            del counts[below]
        if form in ("bullet", "none"):
            return ""
        told = re.sub(r"%(\d)", lambda m: self._number(key, int(m[1]) - 1), text)
        return told + (" " if told and told[-1] not in "、.）)．" else "")

    def _number(self, key: str, level: int) -> str:
        form, _, start = self._levels[key].get(str(level), ("decimal", "", 1))
        return written(self._counts[key].get(level, start), form)


def _level(lvl) -> tuple[str, str, int]:
    def value(name: str, default: str) -> str:
        found = lvl.find(f"{W}{name}")
        return found.get(f"{W}val", default) if found is not None else default

    start = value("start", "1")
    return value("numFmt", "decimal"), value("lvlText", ""), int(start) if start.isdigit() else 1


def written(n: int, form: str) -> str:
    """A counted number as Word writes it: 12 → 十二, or 12."""
    if form not in _CHINESE or not 0 < n < 1000:
        return str(n)
    hundreds, tens, ones = n // 100, n // 10 % 10, n % 10
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{'' if tens == 1 and not hundreds else _DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")
