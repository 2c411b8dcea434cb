"""Invented addresses with their labels, as a city would write them for `zhixi forms fit-address`."""

import random

DISTRICTS = ("澜湖区", "云岭区", "石桥区", "东浦县")
ROADS = ("望江路", "月桥街", "青松大道", "学府路", "南屏路", "荷塘街", "朝阳大道", "柳林路")
POIS = ("锦绣花园", "第一小学", "云汐大厦", "湖畔家园", "东门市场", "松涛公寓")


def invented(count: int, seed: int = 1) -> list[list[tuple[str, str]]]:
    """(words, kind) of the elements of each address; kind "" is what is no element."""
    luck = random.Random(seed)
    made = []
    for _ in range(count):
        parts = [(luck.choice(DISTRICTS), "district")] if luck.random() < 0.7 else []
        parts += [(luck.choice(ROADS), "road"), (f"{luck.randint(1, 400)}号", "roadno")]
        parts += [(luck.choice(POIS), "poi")] if luck.random() < 0.7 else []
        parts += [(f"{luck.randint(1, 30)}幢", "houseno")] if luck.random() < 0.6 else []
        parts += [(f"{luck.randint(1, 6)}单元", "cellno")] if luck.random() < 0.4 else []
        parts += [("附近", "")] if luck.random() < 0.2 else []
        made.append(parts)
    return made


def lines(addresses, marks: str = "BIO") -> str:
    """As a labelled file; marks "BMES" writes that other custom."""
    out = []
    for parts in addresses:
        for words, kind in parts:
            for at, character in enumerate(words):
                out.append(f"{character} {_label(at, len(words), kind, marks)}")
        out.append("")
    return "\n".join(out)


def _label(at: int, size: int, kind: str, marks: str) -> str:
    if not kind:
        return "O"
    if marks == "BIO":
        return f"{'I' if at else 'B'}-{kind}"
    return f"{'S' if size == 1 else 'E' if at == size - 1 else 'M' if at else 'B'}-{kind}"
