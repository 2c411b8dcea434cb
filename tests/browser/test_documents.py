"""A PDF as a printing program makes it: fonts of its own, set-in paragraphs, a ruled table over two pages, bold twice."""

import datetime as dt

import pytest

from zhixi.assist.documents import cut, read, suggested

pytestmark = pytest.mark.browser
STYLE = """<style>@page{size:A4;margin:37mm 26mm 35mm 28mm}body{font:16pt/1.75 serif}.red{color:red;font-size:34pt;
text-align:center}.c{text-align:center;text-indent:0}h1{font-size:22pt;text-align:center;font-weight:normal}
p{text-indent:2em;margin:0;text-align:justify}.r{text-align:right}table{border-collapse:collapse;width:100%;
font-size:12pt}td{border:1px solid #000;padding:4px}</style>"""
LONG = "在本市中小学取得学籍并就读，或者在高等院校、职业学校就读的，凭学校证明，可以按照本通知提出申请；"
ROWS = [("年龄", "每月标准（元）", "发放方式")] + [
    (f"{n}周岁", str(n), "社保卡或上门发放，由社区居委会负责通知本人及其家属") for n in range(80, 112)
]
NOTICE = (
    f"{STYLE}<p class=red>云汐市人力资源和社会保障局文件</p><p class=c>云人社发〔2026〕12号</p>"
    "<h1>云汐市人力资源和社会保障局关于调整<br>2026年度高龄津贴标准的通知</h1><p>各区县人力资源和社会保障局：</p>"
    f"<p>{LONG * 3}现通知如下。</p><p><b>一、调整标准</b></p><p>自2026年3月1日起，标准如下表：</p><table>"
    + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    + f"</table><p><b>二、申请方式。</b>本人到社区申请，{LONG * 4}</p><p>（一）线上申请。{LONG}</p>"
    "<p>三、实施时间</p><p>本通知自2026年3月1日起执行，有效期至2030年12月31日。</p>"
    "<br><p class=r>云汐市人力资源和社会保障局</p><p class=r>2026年2月20日</p>"
)


def test_a_printed_notice_is_read_as_it_was_written(browser, tmp_path):
    page = browser.new_page()
    page.set_content(NOTICE)
    path = tmp_path / "通知.pdf"
    foot = "<div style='font-size:10pt;width:100%;text-align:center'>— <span class=pageNumber></span> —</div>"
    page.pdf(path=path, display_header_footer=True, header_template="<i></i>", footer_template=foot)
    page.close()
    document = read(path)
    facts = document.facts
    assert facts.title == "云汐市人力资源和社会保障局关于调整2026年度高龄津贴标准的通知"
    assert (facts.office, facts.number) == ("云汐市人力资源和社会保障局", "云人社发〔2026〕12号")
    assert (facts.dated, facts.valid_to) == (dt.date(2026, 2, 20), dt.date(2030, 12, 31))
    found = cut(document, by=suggested(document))
    assert [piece.clause for piece in found] == ["", "一、调整标准", "二、申请方式", "三、实施时间"]
    assert found[0].body == f"各区县人力资源和社会保障局：\n{LONG * 3}现通知如下。"
    rows = [f"| {' | '.join(row)} |" for row in ROWS]
    assert found[1].body.split("\n\n")[1].split("\n") == [rows[0], "| --- | --- | --- |", *rows[1:]]
    assert found[2].body == f"二、申请方式。本人到社区申请，{LONG * 4}\n（一）线上申请。{LONG}"
    assert found[3].body == "本通知自2026年3月1日起执行，有效期至2030年12月31日。"
