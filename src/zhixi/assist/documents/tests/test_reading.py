"""What stands in a file is what is read: headings, clauses, tables, what the document is."""

import datetime as dt

import pytest

from zhixi.assist.documents import cut, read, suggested
from zhixi.assist.documents.tests.making import NOTICE, REGULATION, docx, kept, paragraphs, pdf, typeset

PLACES = ["第一条", "第二条", "第三条", "第四条", "第五条"]


def pieces(path, by=None, depth=1):
    document = read(path)
    return cut(document, by=by or suggested(document), depth=depth)


@pytest.mark.parametrize(
    "name", ["办法.docx", "办法.pdf", "办法.txt", "办法.md", "办法.html", "国标.txt", "国标.html"]
)
def test_a_regulation_reads_alike_whatever_file_it_comes_in(tmp_path, name):
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in REGULATION.split("\n")) + "</body></html>"
    content = {
        "办法.docx": docx(paragraphs(REGULATION)),
        "办法.pdf": typeset(REGULATION),
        "办法.html": page,
        "国标.txt": REGULATION.encode("gb18030"),
        "国标.html": page.encode("gb18030"),
    }.get(name, REGULATION)
    document = read(kept(tmp_path, name, content))
    facts = document.facts
    assert facts.title == "云汐市居住证管理办法" and facts.number == "云汐市人民政府令第18号"
    assert facts.source == "《云汐市居住证管理办法》（云汐市人民政府令第18号）"
    assert facts.dated == dt.date(2026, 2, 10)
    assert (facts.valid_from, facts.valid_to) == (dt.date(2026, 4, 1), dt.date(2031, 3, 31))
    found = cut(document, by="clause")
    assert [piece.place for piece in found] == PLACES
    assert found[2].clause == "第二章第三条" and found[2].title.endswith("第三条 申领条件")
    assert found[2].body.split("\n")[1:] == [
        "（一）有合法稳定就业；",
        "（二）有合法稳定住所；",
        "（三）连续就读。",
    ]
    assert found[3].body == "第四条　申领居住证不收费。依照第三条规定补领的，工本费20元。"


@pytest.mark.parametrize("name", ["通知.docx", "通知.pdf", "通知.txt"])
def test_a_notice_is_cut_at_its_headings_and_its_signature_is_no_clause(tmp_path, name):
    content = {"通知.docx": docx(paragraphs(NOTICE)), "通知.pdf": typeset(NOTICE)}.get(name, NOTICE)
    document = read(kept(tmp_path, name, content))
    facts = document.facts
    assert facts.title == "云汐市人力资源和社会保障局关于调整高龄津贴标准的通知"
    assert (facts.office, facts.number) == ("云汐市人力资源和社会保障局", "云人社发〔2026〕12号")
    assert (facts.dated, facts.valid_to) == (dt.date(2026, 2, 20), dt.date(2030, 12, 31))
    found = cut(document, by=suggested(document))
    assert [piece.clause for piece in found] == ["", "一、调整标准", "二、申请方式", "三、实施时间"]
    assert found[-1].body == "本通知自2026年3月1日起执行，有效期至2030年12月31日。"
    deeper = cut(document, by="heading", depth=2)
    assert [p.clause for p in deeper][1] == "一、调整标准 （一）八十至八十九周岁，每人每月100元"


def test_a_covering_note_gives_its_name_and_what_it_brings_the_clauses(tmp_path):
    text = (
        "云汐市人民政府办公室关于印发《云汐市公租房管理办法》的通知\n云府办〔2026〕3号\n现印发给你们。\n"
        + REGULATION
    )
    document = read(kept(tmp_path, "a.txt", text))
    assert document.facts.number == "云府办〔2026〕3号"
    assert any(p.title.startswith("云汐市公租房管理办法：第一条") for p in cut(document, by="clause"))


def test_a_table_of_contents_is_no_clause(tmp_path):
    text = REGULATION.replace(
        "第一章　总则\n", "目　录\n第一章　总则\n第二章　申领\n第三章　附则\n第一章　总则\n", 1
    )
    assert [p.clause for p in pieces(kept(tmp_path, "a.txt", text))][:2] == ["第一章第一条", "第一章第二条"]


def test_clauses_that_word_counts_itself_have_their_numbers(tmp_path):
    counted = "<w:p><w:pPr><w:numPr><w:ilvl w:val='{}'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>"
    body = paragraphs("云汐市停车管理办法") + "".join(
        counted.format(level, text)
        for level, text in [
            (0, "适用本市。"),
            (0, "收费如下："),
            (1, "小型车5元；"),
            (1, "大型车10元。"),
            (0, "自公布之日起施行。"),
        ]
    )
    levels = "".join(
        f"<w:lvl w:ilvl='{n}'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='{text}'/></w:lvl>"
        for n, text in enumerate(("第%1条", "（%2）"))
    )
    numbering = f"<w:abstractNum w:abstractNumId='7'>{levels}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
    found = pieces(kept(tmp_path, "a.docx", docx(body, numbering=numbering)))
    assert [p.place for p in found] == ["第一条", "第二条", "第三条"]
    assert found[1].body == "第二条 收费如下：\n（一）小型车5元；\n（二）大型车10元。"


def test_tables_stay_readable(tmp_path):
    rows = (("档次", "标准"), ("一档", "100元"), ("二档", "200元"))
    expected = "| 档次 | 标准 |\n| --- | --- |\n| 一档 | 100元 |\n| 二档 | 200元 |"
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraphs(c)}</w:tc>" for c in row) + "</w:tr>" for row in rows
    )
    page = (
        "<table>" + "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows) + "</table>"
    )
    set_ = [(72 + 150 * x, 700 - 20 * y, cell) for y, row in enumerate(rows) for x, cell in enumerate(row)]
    files = {
        "a.docx": docx(paragraphs("缴费标准说明") + f"<w:tbl>{cells}</w:tbl>"),
        "a.html": f"<p>缴费标准说明</p>{page}",
        "a.pdf": pdf([[(72, 780, "缴费标准说明"), *set_]]),
        "a.md": f"缴费标准说明\n\n{expected}\n",
    }
    for name, content in files.items():
        document = read(kept(tmp_path, name, content))
        assert document.blocks[-1].text == expected, name
        assert expected in cut(document, by="whole")[0].body


def test_a_page_gives_its_text_alone_and_what_its_tags_say(tmp_path):
    page = (
        "<html><head><title>首页_云汐市政府</title><meta name='ArticleTitle' content='高龄津贴指南'>"
        "<meta name='PubDate' content='2026-03-01 10:00'><meta name='ContentSource' content='市民政局'></head>"
        "<body><nav><ul><li>导航<li>新闻</nav><script>alert('坏')</script><style>p{}</style>"
        "<div class='TRS_Editor'><p onclick='x()'>八十岁以上老人<b>可以</b>申领高龄津贴。<p>到社区申请，不收费，当场办结并告知结果。"
        "<img src='http://x/y.png'><iframe src='http://x'>框</iframe></div><div>分享到微信</div><footer>版权所有</footer>"
    )
    document = read(kept(tmp_path, "a.html", page))
    assert [b.text for b in document.blocks] == [
        "八十岁以上老人可以申领高龄津贴。",
        "到社区申请，不收费，当场办结并告知结果。",
    ]
    assert (document.facts.title, document.facts.office) == ("高龄津贴指南", "市民政局")
    assert document.facts.dated == dt.date(2026, 3, 1)


def test_signs_that_only_look_like_a_word_become_that_word(tmp_path):
    document = read(kept(tmp_path, "a.txt", "云汐市⼈⼒资源指南\n⾃2026年3⽉1⽇起申请。"))
    assert (
        document.facts.title == "云汐市人力资源指南" and document.blocks[1].text == "自2026年3月1日起申请。"
    )


def test_a_clause_may_begin_with_a_word_that_also_follows_a_reference(tmp_path):
    text = "云汐市办法\n第一条　和谐社区由街道负责。\n依照\n第三条和第四条的规定办理。\n第二条　的士管理另行规定。\n第三条　规定时间内办结。\n"
    for name, content in (("a.txt", text), ("a.pdf", typeset(text)), ("a.docx", docx(paragraphs(text)))):
        assert [p.place for p in pieces(kept(tmp_path, name, content), "clause")] == [
            "第一条",
            "第二条",
            "第三条",
        ]


def test_no_nesting_of_a_page_is_too_deep(tmp_path):
    document = read(kept(tmp_path, "a.html", "<div>" * 200_000 + "<p>最里面的一句话。</p>"))
    assert [b.text for b in document.blocks] == ["最里面的一句话。"]


def test_a_wrong_ending_is_seen_through_and_told(tmp_path):
    document = read(kept(tmp_path, "通知.docx", typeset(NOTICE)))
    assert document.kind == "pdf" and document.notes == ("文件名以“.docx”结尾，内容是PDF，已按PDF读取",)
    assert read(kept(tmp_path, "表.xlsx", "标题,答案\n甲,乙\n丙,丁\n")).kind == "csv"


def test_page_numbers_and_running_heads_are_left_out(tmp_path):
    line = "本指南供窗口工作人员和市民查阅，内容以最新公布的为准，"
    pages = [
        [
            (200, 810, "云汐市办事指南"),
            *((72, 700 - 20 * n, f"{line}{p}{n}。") for n in range(6)),
            (290, 30, f"第{p}页"),
        ]
        for p in range(1, 6)
    ]
    document = read(kept(tmp_path, "a.pdf", pdf(pages)))
    text = "\n".join(b.text for b in document.blocks)
    assert "第3页" not in text and text.count("云汐市办事指南") == 0 and text.count(line) == 30
