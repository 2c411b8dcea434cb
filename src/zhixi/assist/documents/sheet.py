"""xlsx and csv → header and rows of text. Formulas are never worked out: the value that was saved stands for them."""

import pathlib

from zhixi.assist.documents.kinds import refused
from zhixi.assist.documents.values import Limits
from zhixi.assist.tables import read_table
from zhixi.errors import BadInput

_DAMAGED = "Excel 文件已损坏，打不开", "请用 Excel 打开后另存为 xlsx，再导入"
Rows = tuple[tuple[int, tuple[str, ...]], ...]


def read_sheet(path: pathlib.Path, kind: str, limits: Limits) -> tuple[tuple[str, ...], Rows, list[str]]:
    """Header, numbered rows, notes."""
    rows = []
    header: tuple[str, ...] = ()
    try:
        for row in read_table(path):
            header = header or tuple(row.values)
            rows.append((row.number, tuple(value.strip() for value in row.values.values())))
            if len(rows) > limits.rows:
                raise refused(f"表格超过 {limits.rows} 行，不能导入", "请拆分成几个文件后分别导入")
    except OSError as error:  # places in the file that lie before its beginning
        raise refused(*_DAMAGED) from error
    except BadInput as error:
        if error.field == "file":
            raise
        raise _told(error, path) from error
    notes = []
    if kind == "xlsx":
        notes = _notes(path)
    return header, tuple(rows), notes


def _told(error: BadInput, path: pathlib.Path) -> BadInput:
    """What the reader of tables says, in the words of the desk and without where the file lay."""
    text = str(error.message).replace(str(path), "").lstrip(" ,:")
    if "no rows" in text or "empty" in text:
        return refused("表格里没有内容", "第一行写列名，以下每行一条")
    if "two columns" in text:
        return refused(f"有重复的列名：{text.partition('called ')[2]}", "请改成不同的列名")
    if "not a readable xlsx" in text:
        return refused(*_DAMAGED)
    row = text.partition("row ")[2].partition(":")[0].partition(" ")[0]
    where = f"第 {row} 行" if row.isdigit() else "表格"
    return refused(f"{where}有误，列数与表头不一致或引号没有成对", "请改正该行，或另存为 xlsx 后再导入")


def _notes(path: pathlib.Path) -> list[str]:
    """What is not taken: further sheets, and formulas that have no value beside them."""
    from openpyxl import load_workbook

    with path.open("rb") as one, path.open("rb") as other:
        book = load_workbook(one, read_only=True, data_only=True)
        values, formulas = book.worksheets[0], load_workbook(other, read_only=True).worksheets[0]
        pairs = zip(values.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=False)
        empty = sum(
            1
            for left, right in pairs
            for value, formula in zip(left, right, strict=False)
            if value is None and isinstance(formula, str) and formula.startswith("=")
        )
        sheets = len(book.worksheets)
    notes = [f"有 {sheets} 张工作表，只读取第一张“{values.title}”"] if sheets > 1 else []
    if empty:
        notes.append(f"有 {empty} 个公式单元格没有保存计算结果，按空白处理；请在 Excel 中打开并保存后再导入")
    return notes
