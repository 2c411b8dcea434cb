"""Papers that leave the house: the notice of one order, the circular of a month (督办单、通报 docx, xlsx).

They are made of what any unit may read: no caller, no number, nothing behind a mask.
"""

import datetime as dt
import io

import docx
import openpyxl
from django.utils import timezone
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from zhixi.hotline.orders.models import Order
from zhixi.hotline.privacy.masking import without_caller
from zhixi.hotline.supervision.circular import Row
from zhixi.hotline.supervision.models import Notice

FONT = "宋体"
HEADS = (
    ("rank", "名次"),
    ("name", "单位"),
    ("dispatched", "派单"),
    ("in_time", "按时反馈"),
    ("overdue", "超期"),
    ("in_time_rate", "按时率"),
    ("returned_upheld", "退单成立"),
    ("returned_refused", "退单不成立"),
    ("satisfied_rate", "满意率"),
    ("rated", "评价数"),
    ("solved_rate", "解决率"),
    ("asked", "回访数"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def notice_docx(notice: Notice, order: Order, city: str) -> bytes:
    """One notice as the unit gets it (督办单)."""
    paper = _paper(f"{city}12345热线{notice.get_rung_display()}单")
    _centred(paper, f"编号：{order.number}-{notice.pk}")
    table = paper.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in _facts(notice, order):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    paper.add_paragraph()
    by = (notice.by.name or notice.by.username) if notice.by else "系统按督办规则"
    paper.add_paragraph(f"签发：{by}")
    paper.add_paragraph(f"日期：{_day(notice.at)}")
    return _bytes(paper.save)


def circular_docx(rows: list[Row], month: dt.date, city: str) -> bytes:
    paper = _paper(f"{city}12345热线承办单位办理情况通报")
    _centred(paper, f"{month.year}年{month.month}月")
    table = paper.add_table(rows=1, cols=len(HEADS), style="Table Grid")
    for cell, (_, label) in zip(table.rows[0].cells, HEADS, strict=True):
        cell.text = label
    for row in rows:
        for cell, (field, _) in zip(table.add_row().cells, HEADS, strict=True):
            cell.text = _shown(field, getattr(row, field))
    paper.add_paragraph("说明：按最后一次派单计入当月；尚未到期且未反馈的不计入按时率；无数据的以“—”表示。")
    return _bytes(paper.save)


def circular_xlsx(rows: list[Row], month: dt.date) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = f"{month.year}-{month.month:02d}"
    sheet.append([label for _, label in HEADS])
    for row in rows:
        sheet.append([_safe(getattr(row, field)) for field, _ in HEADS])
    for column, (field, _) in enumerate(HEADS, 1):
        if field.endswith("_rate"):
            for line in range(2, sheet.max_row + 1):
                sheet.cell(line, column).number_format = "0.00%"
    sheet.freeze_panes = "C2"
    return _bytes(book.save)


def _facts(notice: Notice, order: Order) -> list[tuple[str, str]]:
    return [
        ("承办单位", notice.unit.name if notice.unit else "热线中心"),
        ("诉求标题", _plain(order, order.title)),
        ("诉求类型", order.get_request_type_display() if order.request_type else "—"),
        ("事项分类", order.category.path if order.category else "—"),
        ("紧急程度", order.get_urgency_display()),
        ("区县街道", f"{order.district}{order.street}" or "—"),
        ("诉求内容", _plain(order, order.description)),
        ("派单时间", _moment(order.dispatched_at)),
        ("办理期限", _moment(order.due_at)),
        ("当前状态", order.get_state_display()),
        ("办理要求", _plain(order, notice.text)),
    ]


def _plain(order: Order, text: str) -> str:
    return without_caller(text, order.caller_name, order.caller_phone, order.calling_number) or "—"


def _paper(title: str):
    paper = docx.Document()
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)  # Word takes Chinese signs from this one
    heading = _centred(paper, title)
    heading.runs[0].bold, heading.runs[0].font.size = True, Pt(18)
    return paper


def _centred(paper, text: str):
    line = paper.add_paragraph(text)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return line


def _shown(field: str, value) -> str:
    if value is None:
        return "—"
    return f"{value:.2%}" if field.endswith("_rate") else str(value)


def _safe(value):
    """A name that a spreadsheet would take for a formula stays a name."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _moment(at) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "—"


def _day(at) -> str:
    local = timezone.localtime(at)
    return f"{local.year}年{local.month}月{local.day}日"


def _bytes(save) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()
